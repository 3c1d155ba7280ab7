import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Calendar, Clock } from '@engine/clock'
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

const HOUR = 3_600_000

/** Central Europe's days: one hour before UTC in winter, two in summer, from 4 in the morning. */
export const berlinCalendar: Calendar = {
  dayOf: (timestamp) => {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(new Date(timestamp))
    const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
    const day = `${of('year')}-${of('month')}-${of('day')}`
    return Number(of('hour')) < 4 ? berlinCalendar.addDays(day, -1) : day
  },
  addDays: (day, days) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10),
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
  return { school: unwrap(openSchool({ store, clock, calendar: berlinCalendar, shipped })), close }
}

export function libraryFile(): string {
  return path.join(temporaryFolder(), 'library.db')
}
