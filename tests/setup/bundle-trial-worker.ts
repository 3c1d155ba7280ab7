import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { aliases, repository } from '../../scripts/paths.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Absolute path of the bundled Piscina entry; `inject('trialWorkerPath')` in a test. */
    trialWorkerPath: string
  }
}

/** Of this run alone: two runs at the same time do not disturb each other. */
const FOLDER = path.join(repository, '.tsbuild/test-worker', String(process.pid))

/** Bundles the worker once a run, so that tests with real threads need no build of the app. */
export async function setup(project: TestProject): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(repository, 'src/workers/trial-worker.ts'),
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: [/^node:/, /^piscina($|\/)/],
        output: { format: 'cjs', entryFileNames: 'trial-worker.cjs' },
      },
    },
  })
  project.provide('trialWorkerPath', path.join(FOLDER, 'trial-worker.cjs'))
}

export async function teardown(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true })
}
