import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readLedger } from '@shared/claims/read-ledger'
import type { Ledger } from '@shared/claims/read-ledger'
import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import { describeFileFault } from '../reports/file-faults'
import { readPresets } from '../presets/preset-files'

/** The ledger of a file such as `resources/study/claims.yaml`, with the built-in sweeps of a folder as experiments. */
export async function readLedgerFile(file: string, presetsDirectory: string): Promise<Result<Ledger>> {
  const presets = await readPresets(presetsDirectory)
  if (!presets.ok) return presets
  const specs = new Map(presets.value.map(({ name, spec }) => [name, spec]))
  try {
    return readLedger(await readFile(file, 'utf8'), path.basename(file), specs)
  } catch (error) {
    return failure('not-found', `The ledger of claims cannot be read: ${describeFileFault(error)}.`, file)
  }
}
