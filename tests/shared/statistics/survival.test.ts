import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wilsonInterval } from '@shared/statistics/share-interval'
import type { Arrival } from '@shared/statistics/survival'
import { kaplanMeier, restrictedMean, shareArrivedBy, stepsToTarget } from '@shared/statistics/survival'
import { SCIPY } from './golden'
import { trialWith } from './synthetic-trials'

const REMISSION: readonly Arrival[] = SCIPY.kaplanMeier.times.map((step, index) => ({
  step,
  arrived: SCIPY.kaplanMeier.censored[index] === 0,
}))

describe('steps to a target', () => {
  const trial = trialWith({ losses: [2.3, 1, 0.5, 0.25, 0.6] })

  test('are those to the first recorded point at it or better', () => {
    expect(stepsToTarget(trial, 'trainLoss', 0.5, 40)).toEqual({ step: 20, arrived: true })
    expect(stepsToTarget(trial, 'trainLoss', 0.3, 40)).toEqual({ step: 30, arrived: true })
    expect(stepsToTarget(trial, 'trainLoss', 5, 40)).toEqual({ step: 0, arrived: true })
    expect(stepsToTarget(trial, 'trainAccuracy', 0.6, 40)).toEqual({ step: 20, arrived: true })
  })

  test('are censored at the end of the budget when it is never reached, and when the trial diverged', () => {
    expect(stepsToTarget(trial, 'trainLoss', 0.1, 40)).toEqual({ step: 40, arrived: false })
    const diverged = trialWith({ status: 'diverged', losses: [2.3, 0.2, NaN] })
    expect(stepsToTarget(diverged, 'trainLoss', 0.5, 400)).toEqual({ step: 400, arrived: false })
    expect(stepsToTarget(trialWith({ losses: [] }), 'trainLoss', 0.5, 400)).toEqual({
      step: 400,
      arrived: false,
    })
    expect(stepsToTarget(trialWith({ losses: [NaN, NaN] }), 'trainLoss', Infinity, 400).arrived).toBe(false)
  })
})

describe("Kaplan and Meier's curve", () => {
  test('of the published remission times agrees with the book and with SciPy', () => {
    const curve = kaplanMeier(REMISSION)
    expect(curve).toMatchObject({ n: 21, arrived: 9, median: 23 })
    const golden = SCIPY.kaplanMeier
    expect(curve.points.map(({ step }) => step)).toEqual(golden.steps)
    curve.points.forEach(({ share, low, high }, index) => {
      expect(1 - share).toBeCloseTo(golden.survival[index]!, 12)
      expect(1 - high).toBeCloseTo(golden.low[index]!, 12)
      expect(1 - low).toBeCloseTo(golden.high[index]!, 12)
    })
    // As printed in the literature: survival 0.857 at 6 with 21 at risk, 0.448 at 23 with 6.
    expect(curve.points[0]).toMatchObject({ step: 6, atRisk: 21, arrived: 3, censored: 1 })
    expect(curve.points.find(({ step }) => step === 23)).toMatchObject({ atRisk: 6 })
    expect([curve.medianLow, curve.medianHigh]).toEqual([13, Infinity])
  })

  test('without censoring is the share of the trials, and its restricted mean their mean', () => {
    const steps = [10, 20, 20, 50]
    const curve = kaplanMeier(steps.map((step) => ({ step, arrived: true })))
    expect([5, 10, 19, 20, 50, 99].map((step) => shareArrivedBy(curve, step))).toEqual([
      0, 0.25, 0.25, 0.75, 1, 1,
    ])
    expect(restrictedMean(curve, 50)).toBeCloseTo(25, 12)
    expect(restrictedMean(curve, 20)).toBeCloseTo((10 + 20 * 3) / 4, 12)
    expect(curve.median).toBe(20)
    expect(curve.points.at(-1)).toMatchObject({ high: 1 })
    expect(curve.points.at(-1)?.low).toBeCloseTo(wilsonInterval(1, 4).low, 12)
  })

  test('of trials that never arrive stays at 0, with an interval that has width', () => {
    const curve = kaplanMeier(Array.from({ length: 5 }, () => ({ step: 400, arrived: false })))
    expect(curve).toMatchObject({ arrived: 0, median: Infinity, medianLow: Infinity, medianHigh: Infinity })
    expect(curve.points).toHaveLength(1)
    expect(curve.points[0]).toMatchObject({ share: 0, low: 0, censored: 5 })
    expect(curve.points[0]?.high).toBeCloseTo(wilsonInterval(0, 5).high, 12)
    expect(restrictedMean(curve, 400)).toBe(400)
  })

  test('of one trial and of none is defined', () => {
    expect(kaplanMeier([{ step: 10, arrived: true }])).toMatchObject({
      n: 1,
      median: 10,
      medianLow: 10,
      medianHigh: Infinity,
    })
    const none = kaplanMeier([])
    expect(none).toMatchObject({ n: 0, points: [], median: NaN, medianHigh: NaN })
    expect([shareArrivedBy(none, 10), restrictedMean(none, 10)]).toEqual([0, NaN])
  })

  const arrival = fc.record({ step: fc.integer({ min: 1, max: 30 }), arrived: fc.boolean() })
  const arrivalsOf = fc.array(arrival, { minLength: 1, maxLength: 20 })

  test('rises, and stays within an interval that has width', () => {
    fc.assert(
      fc.property(arrivalsOf, (arrivals) => {
        const { points } = kaplanMeier(arrivals)
        points.forEach(({ share, low, high }, index) => {
          expect(share).toBeGreaterThanOrEqual(points[index - 1]?.share ?? 0)
          expect(low).toBeLessThanOrEqual(share + 1e-12)
          expect(high).toBeGreaterThanOrEqual(share - 1e-12)
          expect(high - low).toBeGreaterThan(0)
        })
      }),
    )
  })

  test('of one budget does not fall when a trial arrives sooner', () => {
    const budget = 30
    fc.assert(
      fc.property(arrivalsOf, fc.nat(), (drawn, which) => {
        const arrivals = drawn.map((one) => (one.arrived ? one : { step: budget, arrived: false }))
        const sooner = arrivals.map((one, index) =>
          index === which % arrivals.length ? { step: 0, arrived: true } : one,
        )
        const [before, after] = [kaplanMeier(arrivals), kaplanMeier(sooner)]
        for (let step = 0; step <= budget; step++) {
          expect(shareArrivedBy(after, step)).toBeGreaterThanOrEqual(shareArrivedBy(before, step) - 1e-12)
        }
        expect(restrictedMean(after, budget)).toBeLessThanOrEqual(restrictedMean(before, budget) + 1e-9)
      }),
    )
  })
})
