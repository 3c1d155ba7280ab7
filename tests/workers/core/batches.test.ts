import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { ramps } from './settings'

/** 23 samples whose only feature is their place. */
const COUNT = 23
const DATA = {
  ...ramps(COUNT, 0, 1, 2),
  trainX: Float32Array.from({ length: COUNT }, (_, row) => row),
}

function places(steps: readonly number[], samples = 5, seed = 8): number[] {
  const batches = createBatches(DATA, samples, seed)
  return steps.flatMap((step) => {
    batches.load(step)
    for (const [sample, place] of batches.x.entries()) expect(batches.labels[sample]).toBe(DATA.trainY[place])
    return Array.from(batches.x)
  })
}

describe('batches', () => {
  it('hold no sample twice within an epoch and drop the partial one', () => {
    expect(new Set(places([0, 1, 2, 3])).size).toBe(20)
    expect(new Set(places([4, 5, 6, 7])).size).toBe(20)
  })

  it('are shuffled anew each epoch, and differently by another seed', () => {
    expect(places([4, 5, 6, 7])).not.toEqual(places([0, 1, 2, 3]))
    expect(places([0], 5, 9)).not.toEqual(places([0]))
  })

  it('depend on the step alone, not on the steps loaded before', () => {
    expect(places([9])).toEqual(places([2, 0, 9]).slice(-5))
  })

  it('of the whole split hold every sample', () => {
    expect(places([3], COUNT).toSorted((a, b) => a - b)).toEqual(Array.from(DATA.trainX))
  })
})
