import { openMachine, refreshMachine } from '@core/kernels/machine'
import { createPace, Stopped } from '@core/pace'
import { probe } from '@core/probe'
import type { ProbedSeed } from '@shared/probe'
import { runHeapBytes } from '@core/run'
import { samplesPerBatch, sizesOf } from '@core/trial-sizes'
import type { ProbeReading, ProbeTask } from './trial-task'
import { workerElapsed } from './worker-clock'

/** Milliseconds after which no further seed is begun. */
const ENOUGH = 25
/** Milliseconds after which a probe gives up: a start that takes longer is no matter of a moment. */
const MOST = 1500

let machine = openMachine('simd')

/** Probes the seeds in order while there is time; none when the first takes longer than a moment, or too much memory. */
export function runProbe({ settings, seeds, data, mostBytes }: ProbeTask): ProbeReading {
  machine = refreshMachine(machine)
  const fits = runHeapBytes(settings, sizesOf(data)) <= mostBytes
  const start = workerElapsed()
  const pace = createPace(() => workerElapsed() - start < MOST)
  const probed: ProbedSeed[] = []
  for (const seed of fits ? seeds : []) {
    if (probed.length > 0 && workerElapsed() - start > ENOUGH) break
    try {
      probed.push({ seed, ...probe(settings, data, seed, machine, pace) })
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      break
    }
  }
  return {
    samples: samplesPerBatch(settings, data.trainY.length),
    seeds: probed,
  }
}
