import { inject, test, expect } from 'vitest'
import { openTestLab, runSweep, specOf, trialsOf } from './sweep/lab-fixture'
import { liveBytes } from './live-memory'

/** Curves of 101 points over four layers: a trial that were kept would take this and more. */
const SWEEP = {
  model: { depth: 3, width: 8, init: 'he-normal' },
  train: { learningRate: 0.01, batchSize: 20, steps: 100 },
  record: { every: 1 },
}

test('a sweep keeps nothing of the trials that it has written', async () => {
  const { lab } = await openTestLab({
    workerPath: inject('trialWorkerPath'),
    onUpdate: () => undefined,
  })
  const first = await runSweep(lab, specOf({ ...SWEEP, seeds: { first: 0, count: 40 } }))
  const trialBytes = trialsOf(lab, first)[0]!.layers.byteLength
  expect(trialBytes).toBeGreaterThan(20_000)
  const before = await liveBytes()
  await runSweep(lab, specOf({ ...SWEEP, seeds: { first: 1000, count: 300 } }))
  const kept = (await liveBytes()) - before
  expect(kept).toBeLessThan((300 * trialBytes) / 4)
})
