import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mannWhitney } from '@shared/statistics/mann-whitney'
import { doubledRanks } from '@shared/statistics/rank-sums'
import { pairDifference, wilcoxonSignedRank } from '@shared/statistics/wilcoxon'
import { MANN_WHITNEY_CASES, SCIPY } from './golden'

/** All ways to take `count` of the values. */
function choices(values: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return values.flatMap((value, index) =>
    choices(values.slice(index + 1), count - 1).map((rest) => [value, ...rest]),
  )
}

/** Pairs with a > b, a tie one half. */
function pairsAbove(a: readonly number[], b: readonly number[]): number {
  return a
    .flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)))
    .reduce<number>((s, one) => s + one, 0)
}

const small = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity))

describe('Mann-Whitney', () => {
  test.each(MANN_WHITNEY_CASES)('agrees with the fixtures: $a', (fixture) => {
    const { less, greater, twoSided } = mannWhitney(fixture.a, fixture.b)
    expect(less).toBeCloseTo(fixture.p_exact_a_less, 13)
    expect(greater).toBeCloseTo(fixture.p_exact_a_greater, 13)
    expect(twoSided).toBeCloseTo(fixture.p_exact_two_sided, 13)
  })

  test('of 10 against 10 completely apart is 1 / 184756', () => {
    const low = Array.from({ length: 10 }, (_, index) => index)
    const high = low.map((value) => value + 10)
    expect(mannWhitney(low, high).less / 5.412544112234515e-6).toBeCloseTo(1, 12)
    expect(mannWhitney(high, low).greater).toBe(mannWhitney(low, high).less)
    expect(mannWhitney(high, low).less).toBeCloseTo(1, 12)
  })

  test('has the critical values of the published table at two-sided 0.05', () => {
    // Largest U that is significant, for n = m = 4 ... 10 and 20: Siegel 1956, table K.
    const table = [
      [4, 0],
      [5, 2],
      [6, 5],
      [7, 8],
      [8, 13],
      [9, 17],
      [10, 23],
      [20, 127],
    ] as const
    for (const [n, critical] of table) {
      expect(mannWhitney(...samplesWithU(n, critical)).twoSided).toBeLessThanOrEqual(0.05)
      expect(mannWhitney(...samplesWithU(n, critical + 1)).twoSided).toBeGreaterThan(0.05)
    }
  })

  test.each(SCIPY.mannWhitney)('agrees with SciPy ($origin): $a', (fixture) => {
    const result = mannWhitney(fixture.a, fixture.b)
    expect(result.method).toBe(fixture.origin === 'asymptotic' ? 'normal' : 'exact')
    expect(result.less).toBeCloseTo(fixture.less, 11)
    expect(result.greater).toBeCloseTo(fixture.greater, 11)
    expect(result.twoSided).toBeCloseTo(fixture['two-sided'], 11)
  })

  test('counts ties as an enumeration of all splits does', () => {
    const sample = fc.array(small, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const all = [...a, ...b].map((_, index) => index)
        const values = [...a, ...b]
        const us = choices(all, a.length).map((chosen) =>
          pairsAbove(
            chosen.map((index) => values[index]!),
            all.filter((index) => !chosen.includes(index)).map((index) => values[index]!),
          ),
        )
        const seen = pairsAbove(a, b)
        const { less, greater } = mannWhitney(a, b)
        expect(less).toBeCloseTo(us.filter((u) => u <= seen).length / us.length, 12)
        expect(greater).toBeCloseTo(us.filter((u) => u >= seen).length / us.length, 12)
      }),
      { numRuns: 150 },
    )
  })

  test('looks at the order only, and not at the order of the values in a sample', () => {
    const sample = fc.array(small, { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const plain = mannWhitney(a, b)
        expect(mannWhitney(a.map(Math.exp), b.map(Math.exp))).toEqual(plain)
        expect(mannWhitney([...a].reverse(), [...b].reverse())).toEqual(plain)
        expect(mannWhitney(b, a).twoSided).toBeCloseTo(plain.twoSided, 12)
        expect(mannWhitney(b, a).less).toBeCloseTo(plain.greater, 12)
      }),
    )
  })

  test('is 1 without values, with one and one, and where all are equal or diverged', () => {
    const nothing = { less: 1, greater: 1, twoSided: 1 }
    expect(mannWhitney([], [1, 2])).toMatchObject(nothing)
    expect(mannWhitney([NaN, Infinity, NaN], [Infinity, NaN])).toMatchObject(nothing)
    expect(mannWhitney([1, 1], [1, 1])).toMatchObject(nothing)
    expect(mannWhitney(new Array<number>(40).fill(2), new Array<number>(40).fill(2))).toMatchObject(nothing)
    expect(mannWhitney([1], [2])).toMatchObject({ less: 0.5, greater: 1, twoSided: 1 })
    expect(mannWhitney([1, 2], [3, 4]).twoSided).toBeCloseTo(1 / 3, 14)
  })
})

/** Two samples of n without ties and with U = u. */
function samplesWithU(n: number, u: number): [number[], number[]] {
  const b = Array.from({ length: n }, (_, index) => index + 1)
  const a = Array.from({ length: n }, (_, index) => {
    const above = Math.max(0, Math.min(n, u - index * n))
    return above + 0.5 + index / (10 * n)
  })
  return [a, b]
}

describe('Wilcoxon signed rank', () => {
  test.each(SCIPY.wilcoxon)('agrees with SciPy ($origin): $a', (fixture) => {
    const result = wilcoxonSignedRank(fixture.a, fixture.b)
    expect(result.method).toBe(fixture.origin.includes('approx') ? 'normal' : 'exact')
    expect(result.less).toBeCloseTo(fixture.less, 11)
    expect(result.greater).toBeCloseTo(fixture.greater, 11)
    expect(result.twoSided).toBeCloseTo(fixture['two-sided'], 11)
  })

  test('has the critical values of the published table at two-sided 0.05', () => {
    // Largest smaller rank sum that is significant: Wilcoxon and Wilcox 1964.
    const table = [
      [6, 0],
      [7, 2],
      [8, 3],
      [9, 5],
      [10, 8],
      [12, 13],
      [15, 25],
      [20, 52],
      [25, 89],
    ] as const
    for (const [n, critical] of table) {
      expect(wilcoxonSignedRank(...pairsWithSum(n, critical)).twoSided).toBeLessThanOrEqual(0.05)
      expect(wilcoxonSignedRank(...pairsWithSum(n, critical + 1)).twoSided).toBeGreaterThan(0.05)
    }
  })

  test('counts ties and zeros as an enumeration of all signs does', () => {
    const pair = fc.tuple(small, small)
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 9 }), (pairs) => {
        const [a, b] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)]
        const differences = pairs.map(([left, right]) => pairDifference(left, right))
        const ranks = doubledRanks(differences.map(Math.abs))
        const kept = ranks.filter((_, index) => differences[index] !== 0)
        const seen = ranks.reduce((sum, rank, index) => sum + (differences[index]! > 0 ? rank : 0), 0)
        const sums = Array.from({ length: 2 ** kept.length }, (_, signs) =>
          kept.reduce((sum, rank, bit) => sum + ((signs >> bit) & 1) * rank, 0),
        )
        const { less, greater } = wilcoxonSignedRank(a, b)
        expect(less).toBeCloseTo(sums.filter((sum) => sum <= seen).length / sums.length, 12)
        expect(greater).toBeCloseTo(sums.filter((sum) => sum >= seen).length / sums.length, 12)
        expect(wilcoxonSignedRank(b, a).twoSided).toBeCloseTo(wilcoxonSignedRank(a, b).twoSided, 12)
      }),
      { numRuns: 150 },
    )
  })

  test('takes a diverged trial as the largest difference, and two of them as none', () => {
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5], [NaN, Infinity, NaN, Infinity, NaN])).toMatchObject({
      less: 1 / 32,
      greater: 1,
      twoSided: 1 / 16,
    })
    expect(wilcoxonSignedRank([NaN, NaN], [Infinity, NaN])).toMatchObject({
      less: 1,
      greater: 1,
      twoSided: 1,
    })
    expect([
      pairDifference(NaN, Infinity),
      pairDifference(1, NaN),
      pairDifference(-Infinity, -Infinity),
    ]).toEqual([0, -Infinity, 0])
  })

  test('is 1 without pairs and with equal ones, and cannot fall below 2^(1 - n)', () => {
    expect(wilcoxonSignedRank([], []).twoSided).toBe(1)
    expect(wilcoxonSignedRank([1, 2], [1, 2]).twoSided).toBe(1)
    expect(wilcoxonSignedRank([1], [2]).twoSided).toBe(1)
    expect(wilcoxonSignedRank([1, 2], [2, 3]).twoSided).toBe(0.5)
    expect(() => wilcoxonSignedRank([1], [])).toThrow(RangeError)
  })
})

/** n pairs whose positive differences have ranks that add up to the sum. */
function pairsWithSum(n: number, sum: number): [number[], number[]] {
  let left = sum
  const differences = Array.from({ length: n }, (_, index) => {
    const rank = n - index
    if (rank > left) return -rank
    left -= rank
    return rank
  })
  return [differences, differences.map(() => 0)]
}
