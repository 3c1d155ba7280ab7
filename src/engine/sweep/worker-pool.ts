import { Piscina } from 'piscina'
import type { WorkerTask } from '@workers/trial-task'

/** The threads. Only executes: it never holds more tasks than it has threads, so its own queue stays empty. */
export interface WorkerPool {
  readonly size: number
  /** Live threads. */
  readonly threads: () => number
  /** Resolves with whatever the worker answered; rejects when the worker threw, ended, ran out of heap or was aborted. An abort ends that thread. */
  readonly run: (task: WorkerTask, signal?: AbortSignal) => Promise<unknown>
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
    run: (task, signal) => living().run(task, signal === undefined ? {} : { signal }),
    close: () => piscina.destroy(),
  }
}
