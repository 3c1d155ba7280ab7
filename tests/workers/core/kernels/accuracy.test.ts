import { describe, expect, it } from 'vitest'
import { ACCURACY_CASES, measureAccuracy } from './accuracy'

describe('the errors stated in docs/numerics.md', () => {
  it.each(ACCURACY_CASES)('$name, $range: $bound $unitName', (described) => {
    const { worst, wrong } = measureAccuracy(described, 256, 65_536)
    expect(wrong.slice(0, 5)).toEqual([])
    expect(worst).toBeLessThanOrEqual(described.bound)
    // A bound that is never nearly reached states too little.
    expect(worst).toBeGreaterThan(described.bound / 2)
  })
})
