import { openMachine, refreshMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import type { Training } from '@core/training'
import type { TrialOutcome } from '@shared/trial-result'
import { openProgress } from './progress-port'
import type { TrialReply, TrialTask, WorkerFault } from './trial-task'
import { weightsHash } from './weights-hash'
import { workerElapsed } from './worker-clock'

/** The memory that this thread trains in; kept from one trial to the next. */
let machine = openMachine('simd')

/** An array of its own memory: the core may answer with a view of a larger buffer, which would be sent whole. */
function ownArray(values: Float32Array): Float32Array {
  return values.byteLength === values.buffer.byteLength ? values : values.slice()
}

/** Learned numbers of a cancelled trial that are still hashed: the cancel waits some 40 ms for it. */
const HASHED_AT_CANCEL = 10_000_000

function hashOf({ status, parameters }: Training): string | null {
  const learned = parameters.reduce((sum, { weights }) => sum + weights.length, 0)
  if (learned === 0 || (status === 'cancelled' && learned > HASHED_AT_CANCEL)) return null
  return weightsHash(parameters)
}

function outcomeOf(training: Training, milliseconds: number): TrialOutcome {
  return {
    status: training.status,
    final: training.final,
    steps: training.steps,
    milliseconds,
    weightsHash: hashOf(training),
    firstCause: training.firstCause,
    message: null,
    curve: ownArray(training.curve),
    layers: ownArray(training.layers),
    spectrum: ownArray(training.spectrum),
    histograms: ownArray(training.histograms),
    jacobian: training.jacobian,
  }
}

function trainTask(task: TrialTask): TrialReply {
  const progress = openProgress(task.port)
  const start = workerElapsed()
  try {
    machine = refreshMachine(machine)
    const training = train(task.settings, task.data, task.seed, progress, machine)
    const milliseconds = Math.round(workerElapsed() - start - progress.paused())
    return { kind: 'outcome', outcome: outcomeOf(training, milliseconds), stop: progress.stop() }
  } finally {
    progress.end()
  }
}

export function faultOf(error: unknown): WorkerFault {
  return { kind: 'fault', message: error instanceof Error ? error.message : String(error) }
}

/** An exception of the numerics comes back as data, so that the thread stays usable. */
export function runTrial(task: TrialTask): TrialReply {
  try {
    return trainTask(task)
  } catch (error) {
    return faultOf(error)
  }
}
