import { describe, expect, test } from 'vitest'
import { HEAP_LIMIT } from '@core/kernels/heap'
import { engineLimits } from '@engine/sweep/engine-limits'
import type { TrialRecord } from '@shared/sweep'
import { openTestControl } from '../engine/sweep/control-fixture'
import { specOf, unwrap } from '../engine/sweep/lab-fixture'
import type { TestControl } from '../engine/sweep/control-fixture'

const LIMITS = { trialMilliseconds: 300, secondsPerFlop: 0, graceMilliseconds: 150 }
const ONE_CONFIGURATION = { model: { depth: 1, width: 4, init: 'he-normal' } }

async function runSeeds(
  { control, store }: TestControl,
  seeds: readonly number[],
): Promise<readonly TrialRecord[]> {
  const { id } = unwrap(await control.start(specOf({ ...ONE_CONFIGURATION, seeds: [...seeds] }), false))
  const settled = await control.settled(id)
  expect(settled.state).toBe('done')
  return unwrap(store.trials.ofSweep(id)).trials
}

describe('a worker that', () => {
  test.each([
    ['throws', 1000, /a fault of the worker/],
    ['ends its process', 2000, /exit/],
    ['fills its heap', 3000, /memory limit/],
    ['never returns', 4000, /did not answer/],
    ['answers garbage', 5000, /not a result/],
    ['reports a fault', 8000, /a fault as data/],
  ])('%s costs its own trial only, after one repetition', async (_, seed, reason) => {
    const lab = openTestControl({ limits: LIMITS })
    const trials = await runSeeds(lab, [1, 2, seed, 3, 4])
    const failed = trials.filter(({ status }) => status === 'error')
    expect(failed.map((trial) => trial.seed)).toEqual([seed])
    expect(failed[0]?.message).toMatch(/failed twice/)
    expect(failed[0]?.message).toMatch(reason)
    expect(trials.filter(({ status }) => status === 'done')).toHaveLength(4)
    expect(lab.control.threads()).toBe(2)
  })

  test('fails once is asked a second time', async () => {
    const trials = await runSeeds(openTestControl({ workers: 1 }), [6000, 1])
    expect(trials.map(({ status }) => status)).toEqual(['done', 'done'])
  })

  test('needs longer than its limit is asked to stop, and keeps its curve', async () => {
    const lab = openTestControl({ limits: { ...LIMITS, trialMilliseconds: 100 } })
    const [trial] = await runSeeds(lab, [7000])
    expect(trial).toMatchObject({ status: 'error', final: null })
    expect(trial?.message).toMatch(/time limit of 0\.1 s after \d+ of 40 steps/)
    expect(trial?.curve.length).toBeGreaterThan(0)
  })
})

test('200 trials with 10 % faults: 180 done, 20 errors, the pool keeps its size', async () => {
  const lab = openTestControl({ limits: LIMITS })
  const faults = [1000, 2000, 3000, 4000, 5000]
  const seeds = Array.from({ length: 200 }, (_, index) =>
    index % 10 === 3 ? (faults[Math.floor(index / 10) % faults.length] ?? 0) + index : index,
  )
  const trials = await runSeeds(lab, seeds)
  expect(trials).toHaveLength(200)
  expect(trials.filter(({ status }) => status === 'done')).toHaveLength(180)
  expect(trials.filter(({ status }) => status === 'error')).toHaveLength(20)
  expect(lab.control.threads()).toBe(2)
})

test('a second resume runs what ended in error again, and nothing else', async () => {
  const lab = openTestControl({ limits: LIMITS, workers: 1 })
  const { id } = unwrap(await lab.control.start(specOf({ ...ONE_CONFIGURATION, seeds: [1, 1000, 2] }), false))
  expect((await lab.control.settled(id)).counts).toMatchObject({ done: 2, error: 1 })
  unwrap(await lab.control.resume(id))
  expect((await lab.control.settled(id)).counts).toMatchObject({ done: 2, error: 1 })
  const runs = lab.updates.flatMap(({ ended }) => ended.map(({ seed }) => seed))
  expect(runs.toSorted((left, right) => left - right)).toEqual([1, 2, 1000, 1000])
})

test('a thread that ends takes the trials that wait in it down, and none of them is blamed', async () => {
  const lab = openTestControl({ limits: LIMITS, workers: 1 })
  // Of one thread all of these wait behind the first; each of the first three ends it twice.
  const trials = await runSeeds(lab, [2000, 3000, 4000, 1, 2, 3, 4, 5])
  expect(trials.filter(({ status }) => status === 'error').map(({ seed }) => seed)).toEqual([
    2000, 3000, 4000,
  ])
  expect(trials.filter(({ status }) => status === 'done').map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5])
  const ended = lab.updates.flatMap((update) => update.ended)
  expect(ended).toHaveLength(8)
})

test('a trial that is too large is refused before anything runs, with the estimate and the limit', async () => {
  const lab = openTestControl({ limits: { trialBytes: 999 } })
  const refused = await lab.control.start(specOf(), false)
  expect(refused).toMatchObject({ ok: false, error: { code: 'trial-too-large' } })
  if (!refused.ok) expect(refused.error.message).toMatch(/about 1 MB.*1 MB are allowed/)
  expect(lab.updates).toEqual([])
})

test('a trial may take half the memory shared by the workers, and no more than a worker can address', () => {
  expect(engineLimits(2, 4e9).trialBytes).toBe(1e9)
  expect(engineLimits(2, 1e12).trialBytes).toBe(HEAP_LIMIT)
})
