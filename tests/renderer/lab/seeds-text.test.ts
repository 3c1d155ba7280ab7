import { describe, expect, test } from 'vitest'
import { comparisonsAsked, seedsReach } from '../../../src/renderer/lab/seeds-text'
import { expansionOf } from '../results/result-fixtures'

describe('what seeds can tell', () => {
  test('more seeds show smaller differences', () => {
    const shares = [10, 20, 50].map((seeds) => Number(/with (\d+) %/.exec(seedsReach(seeds, 1).text)?.[1]))
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    expect(new Set(shares).size).toBe(3)
    expect(shares[2]).toBeGreaterThan(50)
  })

  test('says how many are too few, and that more comparisons need more', () => {
    expect(seedsReach(3, 1)).toMatchObject({ isTooFew: true })
    expect(seedsReach(5, 1).isTooFew).toBe(false)
    expect(seedsReach(5, 9)).toMatchObject({ isTooFew: true })
    expect(seedsReach(5, 9).text).toMatch(
      /^5 seeds cannot tell any difference from chance among 9 comparisons\. Use \d+ or more\.$/,
    )
    const least = Number(/Use (\d+)/.exec(seedsReach(5, 9).text)?.[1])
    expect(seedsReach(least, 9).isTooFew).toBe(false)
    expect(seedsReach(least - 1, 9).isTooFew).toBe(true)
    expect(seedsReach(1, 1).text).toMatch(/^1 seed cannot/)
  })

  test('counts the pairs of the sweep’s question', () => {
    const document = {
      format: 'initlab-sweep/1',
      name: 'x',
      model: { depth: [3, 10, 20], init: ['he-normal', 'xavier-normal', 'zeros'] },
      train: { steps: 5 },
      seeds: { first: 0, count: 2 },
    }
    expect(comparisonsAsked(expansionOf(document))).toBe(9)
    expect(comparisonsAsked(expansionOf({ ...document, model: {} }))).toBe(1)
  })
})
