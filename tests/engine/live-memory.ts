import { setTimeout as sleep } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { z } from 'zod'

/** The memory of array buffers is given back in the background, after the collection that found them unused. */
const SWEEPING_MILLISECONDS = 100

/** Bytes that the main thread still holds on to once its garbage is collected: objects and array buffers. */
export async function liveBytes(): Promise<number> {
  collectGarbage()
  await sleep(SWEEPING_MILLISECONDS)
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc')
  z.custom<() => void>((value) => typeof value === 'function').parse(vm.runInNewContext('gc'))()
}
