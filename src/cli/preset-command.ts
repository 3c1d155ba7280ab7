import { errorText } from '@shared/errors'
import { readPresets } from '@engine/presets/preset-files'
import { nearest } from '@shared/sweep-spec-problems'
import { presetsDirectory } from './program-files'
import type { CommandSystem } from './system'
import { EXIT } from './system'

/** Lists the built-in sweeps, or prints the YAML of one. */
export async function printPreset(name: string | null, system: CommandSystem): Promise<number> {
  const presets = await readPresets(presetsDirectory(system.programDirectory))
  if (!presets.ok) {
    system.errors.write(`${errorText(presets.error)}\n`)
    return EXIT.wrong
  }
  if (name === null) {
    const width = Math.max(...presets.value.map((preset) => preset.name.length))
    for (const preset of presets.value)
      system.output.write(`${preset.name.padEnd(width)}  ${preset.spec.name}\n`)
    return EXIT.done
  }
  const preset = presets.value.find((candidate) => candidate.name === name)
  if (preset !== undefined) {
    system.output.write(preset.text)
    return EXIT.done
  }
  const names = presets.value.map((candidate) => candidate.name)
  const near = nearest(name, names)
  const suggestion = near === null ? `There are ${names.join(', ')}.` : `Did you mean ${near}?`
  system.errors.write(`There is no built-in sweep ${JSON.stringify(name)}. ${suggestion}\n`)
  return EXIT.wrong
}
