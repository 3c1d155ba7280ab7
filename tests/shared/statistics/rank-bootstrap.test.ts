import { describe, expect, test } from 'vitest'
import { bootstrapInterval } from '@shared/statistics/bootstrap'
import { locate, LOCATIONS } from '@shared/statistics/location'
import { rankBootstrap } from '@shared/statistics/rank-bootstrap'

const VALUES = [0.2, 0.31, 0.33, 0.4, 0.48, 0.5, 0.61, 0.7, 0.93, 1.4]

describe('rankBootstrap', () => {
  test.each(LOCATIONS)('has the percentile interval of the %s that many resamples have', (location) => {
    const [low, high] = rankBootstrap(VALUES.length, location)(Float64Array.from(VALUES))
    const reference = bootstrapInterval(VALUES, (sample) => locate(sample, location), {
      method: 'percentile',
      resamples: 20_000,
    })
    expect(Math.abs(low - (reference?.low ?? NaN))).toBeLessThan(0.03)
    expect(Math.abs(high - (reference?.high ?? NaN))).toBeLessThan(0.06)
  })

  test('gives infinite values their place: an end is infinite when enough resamples are', () => {
    const some = Float64Array.of(1, 2, 3, 4, Infinity)
    const [low, high] = rankBootstrap(5, 'median')(some)
    expect([low, high]).toEqual([1, Infinity])
    expect(rankBootstrap(3, 'mean')(Float64Array.of(Infinity, Infinity, Infinity))).toEqual([
      Infinity,
      Infinity,
    ])
  })

  test('has no width where nothing spreads, and no interval below two values', () => {
    expect(rankBootstrap(4, 'mean')(new Float64Array(4).fill(3))).toEqual([3, 3])
    expect(rankBootstrap(1, 'median')(Float64Array.of(1))).toEqual([NaN, NaN])
    expect(rankBootstrap(0, 'median')(new Float64Array(0))).toEqual([NaN, NaN])
  })
})
