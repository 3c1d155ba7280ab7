import { benchMachine } from '@engine/bench/measure-core'
import { errorText } from '@shared/errors'
import { benchJson, benchText } from './bench-table'
import type { CommandSystem } from './system'
import { EXIT } from './system'

/** Measures this machine and prints what its core reaches. */
export async function printBench(json: boolean, system: CommandSystem): Promise<number> {
  system.errors.write('Measuring for about 20 seconds; let the machine do nothing else ...\n')
  const reading = await system.measureCore(system.workerPath)
  if (!reading.ok) {
    system.errors.write(`${errorText(reading.error)}\n`)
    return EXIT.wrong
  }
  const result = { machine: benchMachine(), measuredAt: system.clock.timestamp(), reading: reading.value }
  system.output.write(json ? benchJson(result) : benchText(result))
  return EXIT.done
}
