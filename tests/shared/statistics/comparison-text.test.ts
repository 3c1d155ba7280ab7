import { describe, expect, test } from 'vitest'
import type { ComparisonOptions, SeedValue } from '@shared/statistics/comparison'
import { compare } from '@shared/statistics/comparison'
import { comparisonSentence } from '@shared/statistics/comparison-text'
import type { Metric } from '@shared/statistics/metrics'

function values(numbers: readonly number[]): readonly SeedValue[] {
  return numbers.map((value, seed) => ({ seed, value }))
}

function sentence(
  a: readonly number[],
  b: readonly number[],
  options: ComparisonOptions = {},
  metric: Metric = 'trainLoss',
): string {
  return comparisonSentence(compare(values(a), values(b), metric, options), 'he', 'xavier')
}

const TEN = Array.from({ length: 10 }, (_, index) => index)
const LOW = TEN.map((index) => 0.196 + index / 1000)
const HIGH = TEN.map((index) => 1.145 + index / 1000)

describe('the sentence of a comparison', () => {
  test('names the better one first, with everything the verdict rests on', () => {
    const expected =
      'he ends lower than xavier: median training loss 0.201 against 1.15, P(better) 1.00 [0.72, 1.00], n = 10 pairs, p = 0.006 after Holm over 3 comparisons.'
    expect(sentence(LOW, HIGH, { comparisons: 3 })).toBe(expected)
    const turned = comparisonSentence(
      compare(values(HIGH), values(LOW), 'trainLoss', { comparisons: 3 }),
      'xavier',
      'he',
    )
    expect(turned).toBe(expected)
  })

  test('of an accuracy says higher', () => {
    expect(
      sentence(
        TEN.map((i) => 0.95 + i / 1000),
        TEN.map((i) => 0.8 + i / 1000),
        {},
        'testAccuracy',
      ),
    ).toBe(
      'he ends higher than xavier: median test accuracy 0.954 against 0.804, P(better) 1.00 [0.72, 1.00], n = 10 pairs, p = 0.002.',
    )
  })

  test('says who diverged', () => {
    const some = [...HIGH.slice(0, 8), NaN, NaN]
    expect(sentence(LOW, some)).toContain('0.201 against 1.15 (2 of 10 diverged)')
    const most = [...HIGH.slice(0, 3), ...TEN.slice(0, 7).map(() => NaN)]
    expect(sentence(LOW, most)).toContain('0.201 against diverged (7 of 10)')
    const gone = [NaN, NaN, NaN]
    expect(sentence(gone, gone)).toBe('he and xavier are alike: every trial of both diverged, n = 3 each.')
  })

  test('of an open comparison says what would settle it', () => {
    const mixed = LOW.map((value, index) => (index < 3 ? value - 0.01 : value + 0.02))
    expect(sentence(LOW, mixed)).toMatch(
      /^It is undecided whether he or xavier ends lower: median training loss .*, P\(better\) 0\.70 \[0\.40, 0\.89\], n = 10 pairs, p = 0\.\d+; about \d+ more seeds would settle it\.$/,
    )
    const other = comparisonSentence(compare(values(mixed), values(LOW), 'trainLoss'), 'xavier', 'he')
    expect(other).toBe(sentence(LOW, mixed))
    const even = LOW.map((value, index) => value + (index % 2 === 0 ? 0.01 : -0.01))
    expect(sentence(LOW, even)).toMatch(
      /more than 100 more seeds would be needed, or there is nothing to find\.$/,
    )
    expect(sentence(LOW.slice(0, 5), HIGH.slice(0, 5), { comparisons: 9 })).toMatch(
      /n = 5 each, p = 0\.071 after Holm over 9 comparisons; about 1 more seed would settle it, all comparisons counted\.$/,
    )
  })

  test('begins with its context, and with a capital letter where a label does not begin it', () => {
    const judged = (a: readonly number[], b: readonly number[], metric: Metric): string =>
      comparisonSentence(compare(values(a), values(b), metric), 'he', 'xavier', 'start', 'depth 3')
    expect(judged([1], [2], 'trainLoss')).toMatch(
      /^depth 3: it is undecided whether he or xavier starts lower: median training loss 1\.00 against 2\.00, /,
    )
    expect(judged([1], [2], 'testAccuracy')).toMatch(
      /^depth 3: it is undecided whether xavier or he starts higher: /,
    )
    expect(judged(LOW, HIGH, 'trainLoss')).toMatch(/^depth 3: he starts lower than xavier: /)
  })

  test('of too few trials says so', () => {
    expect(sentence([1], [2])).toMatch(/n = 1 each, p = 1; one seed cannot tell a difference from chance\.$/)
    expect(sentence([], [2])).toBe('There is nothing to compare yet: he has no finished trial.')
    expect(sentence([], [])).toBe('There is nothing to compare yet: he and xavier have no finished trial.')
  })

  test('of equal values says to the last bit, and of a small difference practically', () => {
    expect(sentence(LOW, LOW)).toBe(
      'he and xavier end equal: the same training loss to the last bit, n = 10 pairs.',
    )
    const near = LOW.map((value, index) => value + (index % 2 === 0 ? 1e-5 : -1e-5))
    expect(sentence(LOW, near, { margin: 0.01 })).toMatch(/^he and xavier end practically equal: /)
  })

  test('never shows p = 0, nor a number rounded over a border', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => index)
    expect(
      sentence(
        twenty.map((i) => i),
        twenty.map((i) => i + 100),
      ),
    ).toContain('p < 0.001')
    const comparison = compare(values(LOW), values(HIGH), 'trainLoss')
    const at = (adjustedP: number): string => comparisonSentence({ ...comparison, adjustedP }, 'a', 'b')
    expect(at(0.0504)).toContain('p = 0.0504')
    expect(at(0.0496)).toContain('p = 0.0496')
    expect(at(0.9999)).toContain('p = 0.9999')
    expect(at(0.21)).toContain('p = 0.21')
    const share = { ...comparison.superiority, probability: 0.9984, low: 0.5003, high: 0.99999 }
    expect(comparisonSentence({ ...comparison, superiority: share }, 'a', 'b')).toContain(
      '0.998 [0.5003, 0.99999]',
    )
  })

  test('shows as many digits as tell the medians apart, and none more', () => {
    expect(
      sentence(
        TEN.map((i) => 0.12341 + i * 1e-9),
        TEN.map((i) => 0.12348 + i * 1e-9),
      ),
    ).toContain('0.1234 against 0.1235')
    expect(
      sentence(
        TEN.map((i) => i + 3.9e7),
        LOW,
        {},
        'testAccuracy',
      ),
    ).toContain('3.90e7 against 0.201')
  })
})
