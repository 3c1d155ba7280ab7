import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSweepText, type SweepSpec } from '@shared/sweep-spec'
import { repository } from '../../scripts/paths.mjs'

/** The first preset, he-vs-xavier-depth: what every figure of the README is about. */
export function firstPreset(): SweepSpec {
  const file = path.join(repository, 'resources/presets/he-vs-xavier-depth.yaml')
  const parsed = parseSweepText(readFileSync(file, 'utf8'), file)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
