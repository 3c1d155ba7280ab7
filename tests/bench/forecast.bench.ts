import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, inject, test } from 'vitest'
import { PRESET_ORDER } from '@shared/preset-order'
import { parseSweepText } from '@shared/sweep-spec'
import { repository } from '../../scripts/paths.mjs'
import { openTestLab, trialsOf, unwrap } from '../engine/sweep/lab-fixture'
import { machineLine, print } from './machine'

const WORKERS = 2
const ratios: number[] = []

afterAll(() => {
  const inside = ratios.filter((ratio) => ratio >= 0.75 && ratio <= 1.33).length
  print(
    `\n${String(inside)} of ${String(ratios.length)} forecasts within 0.75 to 1.33 of the time that the sweep took.`,
  )
  print(machineLine())
})

print('| built-in sweep | trials | forecast made in | forecast | took | processor / 2 | forecast / took |')
print('| --- | --: | --: | --: | --: | --: | --: |')

/** As in a window just opened: nothing is in the library, no thread has run. */
test.each(PRESET_ORDER.map((name) => ({ name })))('the forecast of $name', async ({ name }) => {
  const file = path.join(repository, 'resources/presets', `${name}.yaml`)
  const spec = unwrap(parseSweepText(readFileSync(file, 'utf8'), file))
  const { lab } = await openTestLab({ workerPath: inject('trialWorkerPath'), workers: WORKERS })
  const asked = performance.now()
  const forecast = unwrap(await lab.forecast(spec))
  const before = process.cpuUsage()
  const start = performance.now()
  const { id } = unwrap(await lab.start(spec))
  await lab.settled(id)
  const took = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  // Shorter than `took` by what other programs had of the processor.
  const processor = (user + system) / 1e6 / WORKERS
  const failed = trialsOf(lab, id).find(({ status }) => status === 'error')
  if (failed !== undefined) throw new Error(failed.message ?? 'A trial failed')
  const ratio = forecast.seconds / took
  ratios.push(ratio)
  const seconds = (value: number): string => `${value.toFixed(2)} s`
  const cells = [
    name,
    forecast.trials,
    `${(start - asked).toFixed(0)} ms`,
    seconds(forecast.seconds),
    seconds(took),
    seconds(processor),
  ]
  print(`| ${cells.map(String).join(' | ')} | ${ratio.toFixed(2)} |`)
  await lab.close()
})
