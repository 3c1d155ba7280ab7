import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The folder with `resources` and `out`: the nearest one above `from` that holds `resources/presets`. It is two levels up from
 * both `out/main/init-lab.cjs` and `src/cli`.
 * @throws when no folder above has it: the program is not installed as a whole.
 */
export function findProgramDirectory(from: string): string {
  for (let directory = from; ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, 'resources/presets'))) return directory
    if (path.dirname(directory) === directory)
      throw new Error(`No folder above ${from} holds resources/presets`)
  }
}

export function presetsDirectory(programDirectory: string): string {
  return path.join(programDirectory, 'resources/presets')
}

export function datasetsDirectory(programDirectory: string): string {
  return path.join(programDirectory, 'resources/datasets')
}

/** The ledger of claims. */
export function ledgerFile(programDirectory: string): string {
  return path.join(programDirectory, 'resources/study/claims.yaml')
}

/** The version in package.json. */
export function programVersion(programDirectory: string): string {
  const text = readFileSync(path.join(programDirectory, 'package.json'), 'utf8')
  const description: unknown = JSON.parse(text)
  const hasVersion = typeof description === 'object' && description !== null && 'version' in description
  return hasVersion ? String(description.version) : 'unknown'
}
