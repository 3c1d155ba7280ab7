import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { startParameters } from '@core/start-run'
import { readSignal } from '../machines'
import { openNetwork, type OpenNetwork, type Samples } from '../open-network'
import { ramps, type Choices } from '../settings'

const COUNT = 20
const DATA = ramps(COUNT, 0, 25, 6)
const SAMPLES: Samples = {
  x: Array.from({ length: COUNT }, (_, row) => Array.from(DATA.trainX.subarray(25 * row, 25 * row + 25))),
  image: { channels: 1, height: 5, width: 5 },
  classes: 6,
  labels: Array.from(DATA.trainY),
}

const KINDS: readonly [string, Choices][] = [
  ['dense', { widths: [12, 9, 12] }],
  ['batch normalization and prelu', { widths: [12, 9, 12], normalization: 'batch', activation: 'prelu' }],
  ['dropout', { widths: [12, 9, 12], dropout: 0.4 }],
  ['residual', { widths: [12, 12, 12, 12, 12], branch: 'scaled', normalization: 'layer' }],
  ['convolutions', { widths: [4, 6], convolution: { kernel: 3, stride: 1, padding: 'zero' } }],
]

function opened(choices: Choices): OpenNetwork {
  const network = openNetwork('simd', choices, SAMPLES, 4)
  startParameters(network.run, createBatches(network.run.trainSplit, COUNT, 4), null)
  network.run.trainSplit.loadRange(0, COUNT)
  return network
}

function preActivations({ machine, run }: OpenNetwork): number[][][] {
  return run.network.layers.map(({ z }) => readSignal(machine, z, COUNT))
}

/** As far as that layer and no farther. */
function forwardLayers(network: OpenNetwork, first: number, last: number): void {
  network.run.network.forwardLayers(COUNT, first, last)
}

describe('a pass to one layer after another', () => {
  it.each(KINDS)('makes the z of the whole pass: %s', (_, choices) => {
    const whole = opened(choices)
    whole.run.network.forward(COUNT, 'evaluate', 0)
    const expected = preActivations(whole)
    const network = opened(choices)
    const last = expected.length
    for (let layer = 1; layer <= last; layer += 1) {
      forwardLayers(network, layer, layer)
      // Once more changes nothing: what it reads still stands.
      forwardLayers(network, layer, layer)
    }
    expect(preActivations(network)).toEqual(expected)
    const inTwo = opened(choices)
    forwardLayers(inTwo, 1, 2)
    forwardLayers(inTwo, 3, last)
    expect(preActivations(inTwo)).toEqual(expected)
  })

  it.each(KINDS)('leaves the later layers alone: %s', (_, choices) => {
    const network = opened(choices)
    forwardLayers(network, 1, 1)
    const [first, ...later] = preActivations(network)
    expect(first!.flat().some((value) => value !== 0)).toBe(true)
    expect(later.flat(2).every((value) => value === 0)).toBe(true)
  })
})
