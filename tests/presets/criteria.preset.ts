import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readReport } from '@engine/reports/read-report'
import { expandSweep } from '@shared/expand-sweep'
import { PRESET_ORDER } from '@shared/preset-order'
import { parseSweepDocument } from '@shared/sweep-spec'
import { repository } from '../../scripts/paths.mjs'
import { bundleCommandLine } from '../setup/bundle-command-line'
import { CRITERIA } from './criteria'
import type { Finding } from './criterion'
import { PresetResults } from './preset-results'

const run = promisify(execFile)
let folder: string
let program: string
const table: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-presets-'))
  program = await bundleCommandLine()
})

afterAll(async () => {
  await rm(folder, { recursive: true })
  process.stdout.write(`\n${table.join('\n')}\n`)
})

/** Runs a preset through the command line, as anybody would, and reads the report it wrote. */
async function runPreset(name: string): Promise<PresetResults> {
  const report = path.join(folder, `${name}.initlab`)
  const file = path.join(repository, 'resources/presets', `${name}.yaml`)
  await run(process.execPath, [program, 'run', file, '-o', report], { maxBuffer: 64 * 1024 * 1024 })
  const read = await readReport(report)
  if (!read.ok) throw new Error(read.error.message)
  if (read.value.missing.length > 0) throw new Error(read.value.missing.join(' '))
  const spec = parseSweepDocument(read.value.sweep)
  if (!spec.ok) throw new Error(spec.error.message)
  const { trialCount } = expandSweep(spec.value)
  if (read.value.trials.length !== trialCount) {
    throw new Error(
      `${name}: ${String(read.value.trials.length)} of ${String(trialCount)} trials are in the report`,
    )
  }
  return new PresetResults(read.value)
}

function line(experiment: string, preset: string, { claim, seen, holds }: Finding): string {
  return `${holds ? 'ok    ' : 'FAILED'} ${experiment} ${preset}: ${claim} | ${seen}`
}

test('every built-in sweep has its criteria', () => {
  expect(CRITERIA.map(({ preset }) => preset).sort()).toEqual([...PRESET_ORDER].sort())
})

describe.each(CRITERIA)('$experiment $preset', ({ experiment, preset, findings }) => {
  test('gives what it promises', async () => {
    const seen = findings(await runPreset(preset))
    table.push(...seen.map((finding) => line(experiment, preset, finding)))
    expect(seen.filter(({ holds }) => !holds)).toEqual([])
  })
})
