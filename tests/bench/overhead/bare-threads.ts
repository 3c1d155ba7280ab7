import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { aliases, repository } from '../../../scripts/paths.mjs'
import type { BareTask, BareTimes } from './bare-thread'

const FOLDER = path.join(repository, '.tsbuild/bench-overhead')

/** Threads that train without the engine, from a bundle as the pool's. */
export interface BareThreads {
  /** Gives each of `count` threads its share of the trials. @returns wall milliseconds and the sums over the threads */
  readonly run: (task: BareTask, count: number) => Promise<BareTimes & { readonly wall: number }>
  readonly close: () => Promise<void>
}

export async function openBareThreads(count: number): Promise<BareThreads> {
  const file = await bundleThread()
  const threads = Array.from({ length: count }, () => new Worker(file))
  return {
    run: async (task, used) => {
      const start = performance.now()
      const times = await Promise.all(
        threads.slice(0, used).map((thread, index) => {
          const trials = task.trials.filter((_, place) => place % used === index)
          return ask(thread, { ...task, trials })
        }),
      )
      const sum = (key: keyof BareTimes): number => times.reduce((total, time) => total + time[key], 0)
      return {
        open: sum('open'),
        steps: sum('steps'),
        evaluation: sum('evaluation'),
        all: sum('all'),
        wall: performance.now() - start,
      }
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

function ask(thread: Worker, task: BareTask): Promise<BareTimes> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.postMessage(task)
  })
}

async function bundleThread(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(repository, 'tests/bench/overhead/bare-thread.ts'),
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: { external: [/^node:/], output: { format: 'cjs', entryFileNames: 'bare-thread.cjs' } },
    },
  })
  return path.join(FOLDER, 'bare-thread.cjs')
}
