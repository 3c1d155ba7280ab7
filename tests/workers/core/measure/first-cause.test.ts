import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { findFirstCause } from '@core/measure/first-cause'
import { startParameters } from '@core/start-run'
import type { CauseQuantity } from '@shared/trial-result'
import { openNetwork, type Samples } from '../open-network'
import { ramps, type Choices } from '../settings'

const COUNT = 12
const DATA = ramps(COUNT, 0, 5, 3)
const SAMPLES: Samples = {
  x: Array.from({ length: COUNT }, (_, row) => Array.from(DATA.trainX.subarray(5 * row, 5 * row + 5))),
  classes: 3,
  labels: Array.from(DATA.trainY),
}

const LEARNED: readonly [CauseQuantity, Choices, number, number][] = [
  ['gamma', { widths: [6, 6], normalization: 'batch', activation: 'prelu' }, 2, 0],
  ['beta', { widths: [6, 6], normalization: 'layer' }, 1, 1],
  ['slope', { widths: [6, 6], normalization: 'batch', activation: 'prelu' }, 2, 2],
  ['slope', { widths: [6, 6], activation: 'prelu' }, 1, 0],
  ['multiplier', { widths: [6, 6, 6], branch: 'rezero' }, 3, 0],
  ['multiplier', { widths: [6, 6, 6], branch: 'fixup', normalization: 'layer' }, 3, 0],
]

describe('the tensor that is not finite', () => {
  it.each(LEARNED)('is a %s: %o, layer %i', (quantity, choices, layer, index) => {
    const { run, machine, pass } = openNetwork('simd', choices, SAMPLES, 4)
    startParameters(run, createBatches(run.trainSplit, COUNT, 4), null)
    const { values, count } = run.network.layers[layer - 1]!.others[index]!
    machine.heap.f32[values / 4 + count - 1] = Infinity
    pass()
    const expected = { step: 6, layer, quantity, side: 'not-finite', value: null }
    // As an update leaves them that broke this number only.
    for (const { delta } of run.network.layers) {
      const first = delta.values / 4
      machine.heap.f32.fill(0, first, first + 16 * 8)
    }
    expect(findFirstCause(run, 7, COUNT)).toEqual(expected)
  })
})
