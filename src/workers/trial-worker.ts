import { openMachine, refreshMachine, type Machine } from '@core/kernels/machine'
import { assertNever } from '@shared/errors'
import { measureCore } from './bench/core-bench'
import { trialCost } from './budget'
import { measureSecondsPerFlop } from './calibration'
import { runProbe } from './run-probe'
import { faultOf, runTrial } from './run-trial'
import { serveLane } from './trial-lane'
import { timeTrials } from './time-trials'
import type { WorkerReply, WorkerTask } from './trial-task'
import { processorElapsed, workerElapsed } from './worker-clock'

const CLOCK = { elapsed: workerElapsed, processor: processorElapsed }
/** What trials are timed in; null before the first. */
let timed: Machine | null = null

function answer(task: WorkerTask): WorkerReply {
  switch (task.kind) {
    case 'lane':
      serveLane(task, runTrial)
      return { kind: 'ended' }
    case 'costs':
      return { kind: 'costs', costs: task.items.map(trialCost) }
    case 'calibrate': {
      const secondsPerFlop = measureSecondsPerFlop(openMachine('simd'), task.milliseconds)
      return { kind: 'calibration', secondsPerFlop }
    }
    case 'timings': {
      const isCold = timed === null
      timed = timed === null ? openMachine('simd') : refreshMachine(timed)
      const timings = timeTrials(timed, task, CLOCK, isCold)
      return { kind: 'timings', timings }
    }
    case 'bench':
      return { kind: 'bench', reading: measureCore(task.rounds) }
    case 'probe':
      return { kind: 'probe', reading: runProbe(task) }
    default:
      return assertNever(task)
  }
}

/** Piscina's entry. An exception comes back as data, so that the thread stays usable. */
export default function runTask(task: WorkerTask): WorkerReply {
  try {
    return answer(task)
  } catch (error) {
    return faultOf(error)
  }
}
