import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { aliases, repository } from '../../../scripts/paths.mjs'
import type { BareTask, BareTimes } from './bare-thread'

const FOLDER = path.join(repository, '.tsbuild/bench-overhead')

/** Threads that train without the engine, from a bundle as the pool's. */
export interface BareThreads {
  /** All trials in one thread. */
  readonly run: (task: BareTask) => Promise<BareTimes>
  /** Half of the trials in each of two threads at the same time; milliseconds of the slower one's steps. */
  readonly runOnTwo: (task: BareTask) => Promise<number>
  readonly close: () => Promise<void>
}

export async function openBareThreads(): Promise<BareThreads> {
  const file = await bundleThread()
  const [first, second] = [new Worker(file), new Worker(file)]
  return {
    run: (task) => ask(first, task),
    runOnTwo: async (task) => {
      const halves = await Promise.all(
        [first, second].map((thread, half) =>
          ask(thread, { ...task, trials: task.trials.filter((_, place) => place % 2 === half) }),
        ),
      )
      return Math.max(...halves.map(({ steps }) => steps.reduce((sum, time) => sum + time, 0)))
    },
    close: async () => {
      await Promise.all([first.terminate(), second.terminate()])
    },
  }
}

function ask(thread: Worker, task: BareTask): Promise<BareTimes> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject)
    thread.once('message', (times: BareTimes) => {
      thread.off('error', reject)
      resolve(times)
    })
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
