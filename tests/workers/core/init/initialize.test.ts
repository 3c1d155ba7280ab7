import { describe, expect, it } from 'vitest'
import { initialize } from '@core/init/initialize'
import { createNetwork, type Network } from '@core/nn/network'
import { trialSettings, type Choices } from '../settings'

function initialized(choices: Choices): Network {
  const { model } = trialSettings({ widths: [20, 30], ...choices })
  const network = createNetwork([25, ...model.widths, 10], model.activation, 1)
  initialize(network, model, 4)
  return network
}

function biases(choices: Choices): Float32Array[] {
  return initialized(choices).layers.map(({ bias }) => bias)
}

describe('initialize', () => {
  it('starts the output bias at 0 and the hidden biases as told', () => {
    expect(biases({ biasInit: { kind: 'constant', value: 0.5 } })).toEqual([
      new Float32Array(20).fill(0.5),
      new Float32Array(30).fill(0.5),
      new Float32Array(10),
    ])
  })

  it('draws hidden biases from U(-1/sqrt(fanIn), 1/sqrt(fanIn)) or N(0, std^2)', () => {
    const [first, second, output] = biases({ biasInit: { kind: 'uniform-fan-in' } })
    expect(Math.max(...first!.map(Math.abs))).toBeLessThanOrEqual(1 / 5)
    expect(Math.max(...first!.map(Math.abs))).toBeGreaterThan(0.15)
    expect(Math.max(...second!.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(20))
    expect(output).toEqual(new Float32Array(10))
    const [narrow] = biases({ biasInit: { kind: 'normal', std: 1 } })
    const [wide] = biases({ biasInit: { kind: 'normal', std: 4 } })
    expect(wide).toEqual(narrow!.map((value) => 4 * value))
    expect(new Set(narrow).size).toBe(20)
  })

  it('draws every bias with pytorch-default, whatever biasInit says', () => {
    const drawn = biases({ scheme: 'pytorch-default', biasInit: { kind: 'constant', value: 9 } })
    const fans = [25, 20, 30]
    for (const [place, bias] of drawn.entries()) {
      expect(new Set(bias).size).toBe(bias.length)
      expect(Math.max(...bias.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(fans[place]!))
    }
  })

  it('zeroes the output layer alone with head: zero', () => {
    const same = initialized({ scheme: 'pytorch-default' })
    const zero = initialized({ scheme: 'pytorch-default', head: 'zero' })
    expect(zero.output.weights).toEqual(new Float32Array(300))
    expect(zero.output.bias).toEqual(new Float32Array(10))
    for (const layer of [0, 1]) expect(zero.layers[layer]).toEqual(same.layers[layer])
  })

  it('draws each layer anew', () => {
    const [, second, third] = initialized({ widths: [20, 20, 20] }).layers
    expect(second!.weights).not.toEqual(third!.weights)
    const [, secondBias, thirdBias] = biases({ widths: [20, 20, 20], biasInit: { kind: 'normal', std: 1 } })
    expect(secondBias).not.toEqual(thirdBias)
  })

  it('draws a layer the same whatever layers stand behind it', () => {
    const shallow = initialized({ widths: [20, 30] })
    const deep = initialized({ widths: [20, 30, 30, 30] })
    expect(deep.layers[1]!.weights).toEqual(shallow.layers[1]!.weights)
  })
})
