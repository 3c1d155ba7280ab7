import type { MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { WorkerTask } from '@workers/trial-task'

export interface RunOptions {
  /** Its abort ends the thread of the task. */
  readonly signal?: AbortSignal
  /** What the task hands over instead of sharing it. */
  readonly transfer?: readonly MessagePort[]
}

/** The threads. Only executes: nothing waits in its queue but a lane for the thread that the lane before is leaving. */
export interface WorkerPool {
  readonly size: number
  /** Live threads. */
  readonly threads: () => number
  /** Resolves with whatever the worker answered; rejects when the worker threw, ended, ran out of heap or was aborted. */
  readonly run: (task: WorkerTask, options?: RunOptions) => Promise<unknown>
  readonly close: () => Promise<void>
}

export interface WorkerPoolOptions {
  readonly workerPath: string
  readonly size: number
  readonly heapMegabytes: number
  /** Milliseconds after which an idle thread ends; left out, threads stay. */
  readonly idleMilliseconds?: number
}

function createPiscina({ workerPath, size, heapMegabytes, idleMilliseconds }: WorkerPoolOptions): Piscina {
  const piscina = new Piscina({
    filename: workerPath,
    minThreads: idleMilliseconds === undefined ? size : 0,
    maxThreads: size,
    idleTimeout: idleMilliseconds ?? Infinity,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    recordTiming: false,
  })
  // A thread that fails between two tasks is replaced; without a listener the event would end the process.
  piscina.on('error', () => undefined)
  return piscina
}

export function workerPool(options: WorkerPoolOptions): WorkerPool {
  let piscina = createPiscina(options)
  // Piscina stops replacing threads once one has failed while starting: an empty pool is made anew.
  const living = (): Piscina => {
    if (options.idleMilliseconds === undefined && piscina.threads.length === 0) {
      void piscina.destroy()
      piscina = createPiscina(options)
    }
    return piscina
  }
  return {
    size: options.size,
    threads: () => piscina.threads.length,
    run: (task, { signal, transfer = [] } = {}) =>
      living().run(task, { ...(signal === undefined ? {} : { signal }), transferList: [...transfer] }),
    close: () => piscina.destroy(),
  }
}
