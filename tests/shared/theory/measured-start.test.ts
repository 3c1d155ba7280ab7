import { describe, expect, test } from 'vitest'
import { gaussianData, halfWidth, mean } from './measured-start'
import {
  compareStart,
  CONVOLUTION_CASE,
  PLAIN_CASES,
  plainChoices,
  ratioPerLayer,
  SPECIAL_CASES,
  type ComparedStart,
} from './start-cases'

const SEEDS = 10
const DEPTH = 9

/** gelu at He is the worst of the reference too: its mean is carried by the few networks whose signal stays large. */
const WITHIN = new Map([['gelu, He', 0.05]])

/** Drawing so wide an orthogonal matrix takes a second; it is among the narrow networks below. */
const DRAWN = PLAIN_CASES.filter(({ choices }) => choices.scheme !== 'orthogonal')

const NARROW = gaussianData(32, 256)
const WIDE = gaussianData(32, 512)

function expectRatios(name: string, compared: ComparedStart): void {
  for (const [column, from, to] of [
    ['z2', 2, DEPTH],
    ['delta2', DEPTH, 2],
  ] as const) {
    const ratio = ratioPerLayer(compared, column, from, to)
    expect(Math.abs(ratio.measured / ratio.forecast - 1), column).toBeLessThan(WITHIN.get(name) ?? 0.03)
  }
}

/** A 95 % interval would leave out one case in twenty. */
const SURE = 3 / 1.96

describe('a plain network of width 256', () => {
  test.each(DRAWN)('$name: 3 % a layer, and z2 of the first layers inside its interval', (described) => {
    const compared = compareStart(plainChoices(described, 256, DEPTH), NARROW, SEEDS)
    expectRatios(described.name, compared)
    for (const place of [0, 1, 2]) {
      const measured = compared.measured.z2[place]!
      const { z2 } = compared.forecast.layers[place]!
      expect(Math.abs(mean(measured) - z2)).toBeLessThan(SURE * halfWidth(measured))
    }
  })
})

describe('a plain network of width 512', () => {
  const chosen = PLAIN_CASES.filter(({ name }) => ['relu, He', 'tanh, He', 'selu, LeCun'].includes(name))
  test.each(chosen)('$name: 3 % a layer', (described) => {
    expectRatios(described.name, compareStart(plainChoices(described, 512, DEPTH), WIDE, SEEDS))
  })
})

/** lsuv measures about the mean of all z, which ten outputs have in common: they end above its gain. */
const OUTPUTS_ABOVE = 'LSUV, gain 0.7'

/** The mean of 1 / s^2, which the gradient goes with, lies above 1 / mean(s^2) by a few percent a layer of width 128. */
const SLACK = new Map([['batch norm, tanh', 0.12]])

function expectLayers(compared: ComparedStart, slack: number, layers: number): void {
  const { forecast, measured } = compared
  const output = measured.delta2.at(-1)!
  for (const layer of forecast.layers.slice(0, layers)) {
    const place = layer.layer - 1
    for (const column of ['z2', 'h2', 'delta2'] as const) {
      const values = measured[column][place]!
      const scale = column === 'delta2' ? mean(output) : 1
      const found = mean(values) / scale
      const expected = layer[column]
      if (Number.isNaN(expected)) continue
      if (expected === 0) expect(values, `${column} of layer ${layer.layer}`).toEqual(values.map(() => 0))
      else {
        const allowed = (SURE * halfWidth(values)) / scale + slack * expected
        expect(Math.abs(found - expected), `${column} of layer ${layer.layer}`).toBeLessThan(allowed)
      }
    }
  }
}

describe('other networks', () => {
  const data = gaussianData(256, 64)
  test.each(SPECIAL_CASES)('$name: every layer, beside its interval', ({ name, choices }) => {
    const compared = compareStart(choices, data, SEEDS)
    const count = compared.forecast.layers.length
    expectLayers(compared, SLACK.get(name) ?? 0.05, name === OUTPUTS_ABOVE ? count - 1 : count)
    if (name === OUTPUTS_ABOVE) return
    const output = mean(compared.measured.delta2.at(-1)!)
    expect(Math.abs(output / compared.forecast.outputDelta2 - 1)).toBeLessThan(0.05)
  })

  test('a cnn with circular padding', () => {
    const images = gaussianData(64, 64, 10, { channels: 1, height: 8, width: 8 })
    expectLayers(compareStart(CONVOLUTION_CASE.choices, images, SEEDS), 0.05, 4)
  })

  test('all zeros, to the last digit', () => {
    const { measured, forecast } = compareStart(
      { widths: [20, 20], scheme: 'zeros', activation: 'sigmoid' },
      data,
      2,
    )
    for (const { layer, z2, h2, delta2 } of forecast.layers) {
      expect(measured.z2[layer - 1]).toEqual([z2, z2])
      expect(measured.h2[layer - 1]).toEqual([h2, h2])
      if (layer < 3) expect(measured.delta2[layer - 1]).toEqual([delta2, delta2])
      else expect(measured.delta2[2]![0]! / forecast.outputDelta2).toBeCloseTo(1, 5)
    }
  })
})
