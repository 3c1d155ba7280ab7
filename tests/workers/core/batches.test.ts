import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { readSignal } from './machines'
import { openNetwork, type Samples } from './open-network'

/** 23 samples whose only feature is their place. */
const COUNT = 23
const SAMPLES: Samples = {
  x: Array.from({ length: COUNT }, (_, row) => [row]),
  classes: 2,
  labels: Array.from({ length: COUNT }, (_, row) => row % 2),
}

function places(steps: readonly number[], samples = 5, seed = 8): number[] {
  const { machine, run } = openNetwork('simd', {}, SAMPLES)
  const batches = createBatches(run.trainSplit, samples, seed)
  return steps.flatMap((step) => {
    batches.load(step)
    const rows = readSignal(machine, run.network.input, samples).flat()
    const first = run.objective.labels / 4
    const labels = Array.from(machine.heap.i32.subarray(first, first + Math.ceil(samples / 16) * 16))
    const padding = Array<number>(labels.length - samples).fill(-1)
    expect(labels).toEqual([...rows.map((row) => row % 2), ...padding])
    return rows
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
    expect(places([3], COUNT).toSorted((a, b) => a - b)).toEqual(SAMPLES.x.flat())
  })
})
