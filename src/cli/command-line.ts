import { readArguments, USAGE } from './arguments'
import { printBench } from './bench-command'
import { tellClaims } from './claims-command'
import { printPreset } from './preset-command'
import { programVersion } from './program-files'
import { runSweep } from './run-command'
import { showReport } from './show-command'
import type { CommandSystem } from './system'
import { EXIT } from './system'

/** Does what the words after `init-lab` ask for. @returns the exit code */
export async function runCommandLine(words: readonly string[], system: CommandSystem): Promise<number> {
  const command = readArguments(words)
  if (!command.ok) {
    const isLater = command.error.code === 'spec-not-available'
    system.errors.write(`${command.error.message}\n${isLater ? '' : `\n${USAGE}`}`)
    return EXIT.wrong
  }
  switch (command.value.name) {
    case 'help':
      system.output.write(USAGE)
      return EXIT.done
    case 'version':
      system.output.write(`${programVersion(system.programDirectory)}\n`)
      return EXIT.done
    case 'preset':
      return printPreset(command.value.preset, system)
    case 'show':
      return showReport(command.value.report, command.value.json, system)
    case 'bench':
      return printBench(command.value.json, system)
    case 'claims':
      return tellClaims(command.value, system)
    case 'run':
      return runSweep(command.value, system)
  }
}
