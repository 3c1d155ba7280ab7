import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { orderPresets } from '@shared/preset-order'
import { parseSweepText } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'

const EXTENSION = '.yaml'

/** A built-in sweep: its name is its file's, without the extension. */
export interface Preset {
  readonly name: string
  /** The file as it is, comments included. */
  readonly text: string
  readonly spec: SweepSpec
}

/** Every built-in sweep of `resources/presets`, in the order of learning. */
export async function readPresets(directory: string): Promise<Result<readonly Preset[]>> {
  const presets: Preset[] = []
  try {
    const files = await readdir(directory)
    const names = files
      .filter((file) => file.endsWith(EXTENSION))
      .map((file) => file.slice(0, -EXTENSION.length))
    for (const name of orderPresets(names)) {
      const file = `${name}${EXTENSION}`
      const text = await readFile(path.join(directory, file), 'utf8')
      const spec = parseSweepText(text, file)
      if (!spec.ok) return spec
      presets.push({ name, text, spec: spec.value })
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure('not-found', `The built-in sweeps cannot be read: ${reason}`, directory)
  }
  return success(presets)
}
