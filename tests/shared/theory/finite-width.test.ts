import { describe, expect, test } from 'vitest'
import { finiteWidthBand } from '@shared/theory/finite-width'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { LayerForecast } from '@shared/theory/forecast-model'
import { trialSettings, type Choices } from '../../workers/core/settings'

const DATA = { features: 50, classes: 10, image: null, meanSquare: 1, featureVariance: 1 }

function layersOf(choices: Choices): readonly LayerForecast[] {
  const found = forecastLayers(trialSettings(choices), DATA)
  if (found.theory === null) throw new Error(found.reason)
  return found.layers
}

describe('the spread of ln E[h^2]', () => {
  test.each(['he-normal', 'xavier-uniform'] as const)('of relu is the sum of 5 / n, with %s', (scheme) => {
    const widths = [50, 20, 100, 40]
    const spreads = layersOf({ widths, scheme }).map(({ spread }) => spread)
    let sum = 0
    for (const [place, width] of widths.entries()) {
      expect(spreads[place]!.z2).toBeCloseTo(sum + 2 / width, 12)
      sum += 5 / width
      expect(spreads[place]!.h2).toBeCloseTo(sum, 12)
    }
    const back = [5 / 50 + 5 / 20 + 5 / 100 + 5 / 40, 5 / 20 + 5 / 100 + 5 / 40, 5 / 100 + 5 / 40, 5 / 40, 0]
    for (const [place, expected] of back.entries()) expect(spreads[place]!.delta2).toBeCloseTo(expected, 12)
  })

  test('of relu with orthogonal weights is the sum of 3 / n', () => {
    const layers = layersOf({ widths: [50, 50, 50], scheme: 'orthogonal' })
    for (const [place, { spread }] of layers.slice(0, -1).entries())
      expect(spread.h2).toBeCloseTo((3 / 50) * (place + 1), 12)
  })

  test('of tanh fades: it does not grow with depth', () => {
    const layers = layersOf({ widths: Array<number>(60).fill(50), activation: 'tanh' })
    expect(layers[59]!.spread.h2).toBeCloseTo(layers[20]!.spread.h2, 6)
    expect(layers[59]!.spread.h2).toBeLessThan(2 / 50)
  })
})

describe('the band', () => {
  test('of one draw lies about the median of a log-normal', () => {
    const { low, middle, high } = finiteWidthBand(3, 0.5, 'single', 10)
    expect(middle).toBeCloseTo(3 * Math.exp(-0.25), 12)
    expect(Math.log(high / middle)).toBeCloseTo(1.959963984540054 * Math.sqrt(0.5), 12)
    expect(low * high).toBeCloseTo(middle * middle, 12)
  })

  test('of the mean of many closes on the expectation, of the median on the median', () => {
    const mean = finiteWidthBand(3, 0.5, 'mean', 1e6)
    const median = finiteWidthBand(3, 0.5, 'median', 1e6)
    expect(mean.middle).toBeCloseTo(3, 5)
    expect(median.middle).toBeCloseTo(3 * Math.exp(-0.25), 12)
    expect(median.high / median.low).toBeLessThan(1.01)
  })

  test.each(['mean', 'median'] as const)('of the %s of one draw is that of one draw', (aggregate) => {
    const one = finiteWidthBand(2, 0.3, 'single', 1)
    const found = finiteWidthBand(2, 0.3, aggregate, 1)
    expect(found.low).toBeCloseTo(one.low, 12)
    expect(found.high).toBeCloseTo(one.high, 12)
  })

  test('of nothing is a line', () => {
    expect(finiteWidthBand(2, 0, 'single', 1)).toEqual({ low: 2, middle: 2, high: 2 })
  })
})
