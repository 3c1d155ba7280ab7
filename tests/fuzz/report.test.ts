import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { decodeReport } from '@engine/reports/read-report'
import { encodeReport } from '@engine/reports/write-report'
import { prototypeKeys, RandomSource } from './random-source'
import { example, rehashedReportMutant, reportMutant } from './report-mutants'

test('10,000 mutants of a report: none thrown, none polluted; what opens can be saved and opened again', () => {
  expect(Object.keys(unzipSync(example)).length).toBe(10)
  const random = new RandomSource(20260301)
  const before = prototypeKeys()
  const outcomes = { whole: 0, partly: 0, refused: 0 }
  for (let k = 0; k < 10_000; k++) {
    const bytes = k % 2 === 0 ? reportMutant(random) : rehashedReportMutant(random)
    const content = decodeReport(bytes)
    if (!content.ok) {
      outcomes.refused++
      expect(content.error.message).not.toBe('')
      continue
    }
    outcomes[content.value.missing.length === 0 ? 'whole' : 'partly']++
    expect(Object.getPrototypeOf(content.value.sweep ?? {})).toBe(Object.prototype)
    if (k % 5 !== 0) continue
    const again = decodeReport(encodeReport(content.value))
    if (!again.ok) throw new Error(again.error.message)
    expect(again.value.trials).toEqual(content.value.trials)
    expect(again.value.extras).toEqual(content.value.extras)
  }
  expect(prototypeKeys()).toBe(before)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  // The mutations reach all three outcomes.
  expect(Math.min(outcomes.whole, outcomes.partly, outcomes.refused)).toBeGreaterThan(500)
})
