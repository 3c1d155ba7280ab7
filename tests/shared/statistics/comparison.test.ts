import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Comparison, SeedValue } from '@shared/statistics/comparison'
import { compare, compareAll, seedValues } from '@shared/statistics/comparison'
import { trialWith } from './synthetic-trials'

function values(...numbers: readonly number[]): readonly SeedValue[] {
  return numbers.map((value, seed) => ({ seed, value }))
}

const LOW = values(0.2, 0.21, 0.19, 0.25, 0.18, 0.22, 0.2, 0.23, 0.24, 0.17)
const HIGH = values(1.1, 1.2, 1.15, 1.05, 1.3, 1.18, 1.22, 1.12, 1.08, 1.16)

describe('a comparison', () => {
  test('of ten pairs that lie apart is a verdict, with its figures', () => {
    const comparison = compare(LOW, HIGH, 'trainLoss', { comparisons: 3 })
    expect(comparison).toMatchObject({
      design: 'paired',
      test: 'wilcoxon',
      verdict: 'better',
      moreSeeds: null,
      comparisons: 3,
      unpaired: 0,
    })
    expect(comparison.p).toBeCloseTo(2 / 1024, 14)
    expect(comparison.adjustedP).toBeCloseTo(6 / 1024, 14)
    expect(comparison.difference).toBeCloseTo(0.205 - 1.155, 12)
    expect(comparison.ratio).toBeCloseTo(0.205 / 1.155, 12)
    expect(comparison.superiority.low).toBeCloseTo(0.7224672, 6)
    expect(comparison.interval?.low).toBeLessThan(-0.9)
    expect(comparison.interval?.high).toBeGreaterThan(-1.05)
    expect(comparison.interval?.high).toBeLessThan(-0.85)
  })

  test('of accuracies runs the other way, in the unit of the metric', () => {
    const comparison = compare(
      values(0.9, 0.91, 0.92, 0.93, 0.94, 0.95),
      values(0.5, 0.4, 0.3, 0.2, 0.1, NaN),
      'testAccuracy',
    )
    expect(comparison.verdict).toBe('better')
    expect(comparison.a.median).toBeCloseTo(0.925, 12)
    expect(comparison.b).toMatchObject({ n: 6, diverged: 1 })
    expect(comparison.b.median).toBeCloseTo(0.25, 12)
    expect(comparison.difference).toBeCloseTo(0.675, 12)
    expect(comparison.interval!.low).toBeGreaterThan(0.3)
    expect(comparison.interval!.high).toBeGreaterThan(0.675)
  })

  test('counts diverged trials as worst: five of five against five that learned', () => {
    const diverged = values(NaN, Infinity, NaN, NaN, NaN)
    const comparison = compare(LOW.slice(0, 5), diverged, 'trainLoss')
    expect(comparison).toMatchObject({
      design: 'independent',
      verdict: 'better',
      difference: -Infinity,
      ratio: null,
    })
    expect(comparison.b).toEqual({ n: 5, diverged: 5, median: Infinity })
    expect(comparison.p).toBeCloseTo(2 / 252, 12)
    expect(comparison.interval).toMatchObject({ low: -Infinity, high: -Infinity, method: 'percentile' })
  })

  test('of five seeds gives no verdict when nine comparisons share alpha, and says how many would', () => {
    const comparison = compare(LOW.slice(0, 5), HIGH.slice(0, 5), 'trainLoss', { comparisons: 9 })
    expect(comparison.verdict).toBe('inconclusive')
    expect(comparison.adjustedP).toBeCloseTo(18 / 252, 12)
    expect(comparison.moreSeeds).toEqual({ kind: 'about', seeds: 1 })
  })

  test('of equal values is equal, also where both diverged', () => {
    expect(compare(LOW, LOW, 'trainLoss')).toMatchObject({
      verdict: 'equal',
      p: 1,
      difference: 0,
      moreSeeds: null,
    })
    expect(compare(LOW.slice(0, 3), LOW.slice(0, 3), 'trainLoss').verdict).toBe('equal')
    const gone = values(NaN, NaN, NaN)
    expect(compare(gone, gone, 'trainLoss')).toMatchObject({
      verdict: 'equal',
      difference: null,
      ratio: null,
    })
    expect(compare(gone, gone, 'trainLoss').interval).toMatchObject({ low: 0, high: 0 })
    expect(compare(values(2, 2), [{ seed: 7, value: 2 }], 'trainLoss').verdict).toBe('equal')
    expect(compare(values(1, 2), values(2, 1), 'trainLoss').verdict).toBe('inconclusive')
  })

  test('of one seed, or of none, is open and has no interval', () => {
    const one = compare(values(1), values(2), 'trainLoss')
    expect(one).toMatchObject({ verdict: 'inconclusive', p: 1, interval: null, difference: -1 })
    expect(one.superiority).toMatchObject({ probability: 1, better: 1 })
    expect(one.superiority.low).toBeLessThan(0.5)
    const none = compare([], values(1, 2), 'trainLoss')
    expect(none).toMatchObject({
      verdict: 'inconclusive',
      p: 1,
      interval: null,
      difference: null,
      ratio: null,
    })
    expect(none.superiority).toMatchObject({ probability: 0.5, low: 0, high: 1 })
    expect(none.moreSeeds).toEqual({ kind: 'more-than', seeds: 100 })
    expect(compare(values(1, 2), values(3, 4), 'trainLoss').verdict).toBe('inconclusive')
  })

  test('of pairs leaves out seeds without a partner, and tells how many', () => {
    const b = HIGH.map(({ seed, value }) => ({ seed: seed + 2, value }))
    const comparison = compare(LOW, b, 'trainLoss', { design: 'paired' })
    expect(comparison).toMatchObject({ unpaired: 4, verdict: 'better' })
    expect([comparison.a.n, comparison.b.n]).toEqual([8, 8])
    expect(compare(LOW, b, 'trainLoss', { design: 'independent' })).toMatchObject({
      unpaired: 0,
      a: { n: 10 },
    })
  })

  test('calls a difference practically equal only inside the margin it is given', () => {
    const near = LOW.map(({ seed, value }) => ({ seed, value: value + (seed % 2 === 0 ? 1e-4 : -1e-4) }))
    expect(compare(LOW, near, 'trainLoss').verdict).toBe('inconclusive')
    expect(compare(LOW, near, 'trainLoss', { margin: 0.05 }).verdict).toBe('practically-equal')
    expect(compare(LOW, near, 'trainLoss', { margin: 1e-6 }).verdict).toBe('inconclusive')
  })

  test('together with others has the p that Holm gives', () => {
    const comparisons = compareAll(
      [
        { a: LOW, b: HIGH },
        { a: LOW, b: LOW },
        { a: HIGH, b: LOW },
      ],
      'trainLoss',
    )
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['better', 'equal', 'worse'])
    expect(comparisons.map(({ adjustedP }) => adjustedP)).toEqual([6 / 1024, 1, 6 / 1024])
    expect(compareAll([], 'trainLoss')).toEqual([])
  })
})

test('values of seeds are those of results, diverged ones the worst', () => {
  const trials = [
    trialWith({ seed: 1, losses: [2, 1] }),
    trialWith({ seed: 2, status: 'diverged', losses: [2, 1] }),
    trialWith({ seed: 3, status: 'cancelled', losses: [2, 1] }),
    trialWith({ seed: 4, status: 'error' }),
    trialWith({ seed: 5, status: 'stalled', losses: [2, 2] }),
  ]
  expect(seedValues(trials, 'trainLoss')).toEqual([
    { seed: 1, value: 1 },
    { seed: 2, value: Infinity },
    { seed: 5, value: 2 },
  ])
  expect(seedValues(trials, 'testAccuracy')[1]).toEqual({ seed: 2, value: -Infinity })
})

const number = fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.constantFrom(1, 2, Infinity))
const sample = fc.array(number, { maxLength: 12 })
const opposite = { better: 'worse', worse: 'better' } as const

test('swapping the sides turns every figure round', () => {
  fc.assert(
    fc.property(sample, sample, fc.constantFrom('paired', 'independent', 'auto'), (a, b, design) => {
      const [there, back] = [
        compare(values(...a), values(...b), 'trainLoss', { design, resamples: 50 }),
        compare(values(...b), values(...a), 'trainLoss', { design, resamples: 50 }),
      ] as const
      expect(back.p).toBeCloseTo(there.p, 12)
      expect(back.superiority.probability).toBeCloseTo(1 - there.superiority.probability, 12)
      expect(back.superiority.low).toBeCloseTo(1 - there.superiority.high, 9)
      expect(back.verdict).toBe(
        there.verdict === 'better' || there.verdict === 'worse' ? opposite[there.verdict] : there.verdict,
      )
      expect(back.difference === null ? null : 0 - back.difference).toEqual(there.difference)
      expect(noNaN(there)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

function noNaN({ a, b, difference, ratio, interval, superiority, p, adjustedP }: Comparison): boolean {
  const medians = [a, b].filter(({ n }) => n > 0).map(({ median }) => median)
  const numbers = [
    difference,
    ratio,
    interval?.low,
    interval?.high,
    superiority.low,
    superiority.high,
    p,
    adjustedP,
  ]
  return [...medians, ...numbers].every((value) => value == null || !Number.isNaN(value))
}

test('the order of the seeds does not matter, and a better value never makes a side look worse', () => {
  fc.assert(
    fc.property(sample, sample, fc.nat(), (a, b, which) => {
      const order = [...values(...a)].reverse()
      const options = { design: 'paired', resamples: 50 } as const
      const plain = compare(values(...a), values(...b), 'trainLoss', options)
      expect(compare(order, values(...b), 'trainLoss', options)).toMatchObject({
        p: plain.p,
        superiority: plain.superiority,
      })
      const improved = values(...a).map((value, index) =>
        index === which % a.length ? { ...value, value: -1 } : value,
      )
      for (const design of ['paired', 'independent'] as const) {
        const [before, after] = [values(...a), improved].map((side) =>
          compare(side, values(...b), 'trainLoss', { design, resamples: 50 }),
        )
        expect(after!.superiority.probability).toBeGreaterThanOrEqual(before!.superiority.probability)
        expect(after!.superiority.low).toBeGreaterThanOrEqual(before!.superiority.low - 1e-12)
        if (after!.a.n > 0) expect(after!.a.median).toBeLessThanOrEqual(before!.a.median)
      }
    }),
    { numRuns: 200 },
  )
})
