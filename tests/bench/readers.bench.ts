import fc from 'fast-check'
import { test } from 'vitest'
import { readCsvDataset } from '@engine/datasets/csv-dataset'
import { decodeReport } from '@engine/reports/read-report'
import { parseSweepText } from '@shared/sweep-spec'
import { csvMutant } from '../fuzz/csv-mutants'
import { RandomSource } from '../fuzz/random-source'
import { rehashedReportMutant, reportMutant } from '../fuzz/report-mutants'
import { mutatedTexts } from '../fuzz/sweep-spec-mutants'
import { machineLine, print, spread } from './machine'

const COUNT = 3000

/** Reads each input once and prints how long one takes. */
function measure<Input>(what: string, inputs: readonly Input[], read: (input: Input) => unknown): void {
  const times = inputs.map((input) => {
    const start = performance.now()
    read(input)
    return performance.now() - start
  })
  const { median, p99 } = spread(times)
  const most = Math.max(...times)
  print(
    `${what}: median ${median.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms, longest ${most.toFixed(0)} ms of ${String(inputs.length)}`,
  )
}

function many<Input>(make: (random: RandomSource, index: number) => Input): readonly Input[] {
  const random = new RandomSource(1)
  return Array.from({ length: COUNT }, (_, index) => make(random, index))
}

test('broken files', () => {
  print(`\nReading broken files. ${machineLine()}`)
  measure('CSV', many(csvMutant), readCsvDataset)
  const reports = many((random, index) => (index % 2 === 0 ? reportMutant : rehashedReportMutant)(random))
  measure('Reports', reports, decodeReport)
  const specs = fc.sample(mutatedTexts, { numRuns: COUNT, seed: 1 })
  measure('Sweep specs', specs, (text) => parseSweepText(text, 'broken.yaml'))
})
