import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { readPresets } from '@engine/presets/preset-files'
import { describeFileFault } from '@engine/reports/file-faults'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { SPEC_CHARACTERS } from '@shared/limits'
import { orderPresets } from '@shared/preset-order'
import { parseSweepText } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'
import { nearest } from '@shared/sweep-spec-problems'
import { presetsDirectory } from './program-files'
import type { CommandSystem } from './system'

/** UTF-8 takes at most 4 bytes a character. */
const MOST_BYTES = 4 * SPEC_CHARACTERS

/** The sweep of a path, of standard input for `-`, or of a preset when no such file exists. */
export async function readSpecSource(source: string, system: CommandSystem): Promise<Result<SweepSpec>> {
  if (source === '-') return readSpecBytes(await system.readStandardInput(), 'standard input')
  const file = path.resolve(system.workingDirectory, source)
  const size = await fileSize(file)
  if (size === null) return readPresetSpec(source, system)
  if (size > MOST_BYTES)
    return failure('spec-too-large', `${source}: ${size} bytes are too many for a sweep.`, source)
  try {
    return readSpecBytes(await readFile(file), source)
  } catch (error) {
    return failure('not-found', `${source} cannot be read: ${describeFileFault(error)}.`, source)
  }
}

async function fileSize(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch {
    return null
  }
}

function readSpecBytes(bytes: Uint8Array, name: string): Result<SweepSpec> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return failure('spec-syntax', `${name} is a zip, as reports are; init-lab show prints a report.`, name)
  }
  try {
    return parseSweepText(new TextDecoder('utf-8', { fatal: true }).decode(bytes), name)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return failure('spec-syntax', `${name} is not UTF-8 text.`, name)
  }
}

async function readPresetSpec(name: string, system: CommandSystem): Promise<Result<SweepSpec>> {
  const presets = await readPresets(presetsDirectory(system.programDirectory))
  if (!presets.ok) return presets
  const preset = presets.value.find((candidate) => candidate.name === name)
  if (preset !== undefined) return success(preset.spec)
  const names = orderPresets(presets.value.map((candidate) => candidate.name))
  const near = nearest(name, names)
  const suggestion = near === null ? '' : ` Did you mean the built-in sweep ${near}?`
  return failure('not-found', `${name} is neither a file nor a built-in sweep.${suggestion}`, name)
}
