import type { Channel } from '@shared/ipc-contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { useSchool } from '../../../src/renderer/stores/school'
import type { FakeLab } from '../fake-lab'
import { useFakeLab } from '../use-fake-lab'

let lab: FakeLab
let failing: Partial<Record<Channel, string>>

beforeEach(async () => {
  failing = {}
  lab = useFakeLab({ failing })
  const common = { statement: 'He ends lower.', sources: [], corrections: [], conditions: 'ReLU.' }
  lab.school.claims = [
    {
      ...common,
      id: 'C05',
      status: 'refuted',
      experiments: [],
      stored: { outcome: 'refuted', sentence: 'No.', firstSeed: 0, checks: [] },
    },
    { ...common, id: 'C06', status: 'not-testable', experiments: [], stored: null },
  ]
  await useSchool().load()
})

const EXPERIMENT = { kind: 'experiment', claim: 'C05' } as const

describe('a claim that opens', () => {
  test('asks first, writes what was said with what it was shown, and never asks again', async () => {
    const school = useSchool()
    school.showClaim('C05')
    expect(school.isClaimAsked).toBe(true)
    expect(lab.school.events).toEqual([])
    await school.predictClaim('refuted', 0.7)
    expect(school.isClaimAsked).toBe(false)
    const said = { kind: 'claim-prediction', claim: 'C05', said: 'refuted', confidence: 0.7, isRight: true }
    expect(lab.school.events).toEqual([said, EXPERIMENT])
    school.showClaim('C05')
    expect(school.isClaimAsked).toBe(false)
  })

  test('shows itself to who does not predict, and counts as seen', async () => {
    const school = useSchool()
    school.showClaim('C05')
    school.revealClaim()
    expect(school.isClaimAsked).toBe(false)
    await expect.poll(() => school.isOpenClaim('C05')).toBe(false)
    expect(lab.school.events).toEqual([EXPERIMENT])
  })

  test('does not ask where its outcome is in view, or nothing decides it', () => {
    const school = useSchool()
    school.showClaim('C05', true)
    expect(school.isClaimAsked).toBe(false)
    school.showClaim('C06')
    expect(school.isClaimAsked).toBe(false)
  })

  test('still asks after a look that was closed, and after an answer that was not written', async () => {
    const school = useSchool()
    school.showClaim('C05')
    school.shownClaim = null
    school.showClaim('C05')
    expect(school.isClaimAsked).toBe(true)
    failing['study:record'] = 'the disk is full'
    await school.predictClaim('holds', 0.5)
    expect(school.isClaimAsked).toBe(true)
    expect(lab.school.events).toEqual([])
  })
})

test('what could not be read beside the content is read at the next visit', async () => {
  failing['study:history'] = 'the library is busy'
  failing['claims:list'] = 'the ledger is damaged'
  lab = useFakeLab({ failing })
  lab.school.events.push(EXPERIMENT)
  const school = useSchool()
  await school.load()
  expect([school.content === null, school.history.length]).toEqual([false, 0])
  delete failing['study:history']
  await school.load()
  expect(school.history).toHaveLength(1)
  const calls = lab.calls.length
  delete failing['claims:list']
  await school.load()
  await school.load()
  expect(lab.calls.slice(calls).map(({ channel }) => channel)).toEqual(['claims:list'])
})

test('no two runs of a claim have the same seeds, in this start or the next', async () => {
  const seeds = (): readonly unknown[] =>
    lab.calls.flatMap(({ channel, input }) => (channel === 'claims:run' ? [input] : []))
  await useSchool().runClaim('C05')
  await useSchool().runClaim('C05')
  const used = [...seeds()]
  const { events } = lab.school
  lab = useFakeLab()
  lab.school.events.push(...events)
  await useSchool().load()
  await useSchool().runClaim('C05')
  expect(new Set([...used, ...seeds()].map((one) => JSON.stringify(one))).size).toBe(3)
})
