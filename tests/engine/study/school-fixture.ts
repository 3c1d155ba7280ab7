import path from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { localCalendar } from '@engine/clock'
import type { Clock } from '@engine/clock'
import { openStore } from '@engine/store/store'
import { openSchool } from '@engine/study/school'
import type { School } from '@engine/study/school'
import type { Card } from '@shared/study/card'
import { temporaryFolder, unwrap } from '../sweep/lab-fixture'

/** A clock that a test sets. */
export class SetClock implements Clock {
  now: number

  constructor(start: string) {
    this.now = Date.parse(start)
  }

  readonly timestamp = (): string => new Date(this.now).toISOString()
  readonly elapsed = (): number => this.now
}

/** Lets the machine stand in Central Europe while the tests of a file run: one hour before UTC in winter, two in summer. */
export function inBerlin(): void {
  const zone = process.env['TZ']
  beforeAll(() => {
    process.env['TZ'] = 'Europe/Berlin'
  })
  afterAll(() => {
    process.env['TZ'] = zone
    if (zone === undefined) delete process.env['TZ']
  })
}

export function revealCard(id: string, fields: Partial<Extract<Card, { kind: 'reveal' }>> = {}): Card {
  return {
    id,
    kind: 'reveal',
    front: `What is ${id}?`,
    back: `It is ${id}.`,
    covers: [],
    topics: ['he'],
    difficulty: 'easy',
    claims: [],
    corrects: [],
    ...fields,
  }
}

export const EVERYTHING = { topics: null, difficulties: null }

export interface OpenSchool {
  readonly school: School
  readonly close: () => void
}

/** The school over a library file; open it again to see what a next start finds. */
export function schoolAt(file: string, clock: Clock, shipped: readonly Card[]): OpenSchool {
  const store = unwrap(openStore(file, clock, false))
  let isOpen = true
  const close = (): void => {
    if (isOpen) store.close()
    isOpen = false
  }
  onTestFinished(close)
  return { school: unwrap(openSchool({ store, clock, calendar: localCalendar, shipped })), close }
}

export function libraryFile(): string {
  return path.join(temporaryFolder(), 'library.db')
}
