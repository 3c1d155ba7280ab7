import { readFileSync } from 'node:fs'
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

it('are the ones in the table of that page', () => {
  const page = readFileSync(new URL('../../../../docs/numerics.md', import.meta.url), 'utf8')
  for (const { name, range, bound, unitName } of ACCURACY_CASES) {
    expect(page).toContain(`\n| ${name} | ${range.replaceAll('|', String.raw`\|`)} | ${bound} ${unitName} |`)
  }
})
