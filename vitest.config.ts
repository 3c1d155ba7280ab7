import { defineConfig } from 'vitest/config'
import { aliases } from './scripts/paths.mjs'
import { rendererPlugins } from './scripts/renderer-plugins.mjs'

const resolve = { alias: aliases }
const setupFiles = ['tests/setup/stray-warnings.ts']

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        // Pure code and one component at a time: quick, part of `npm run check`.
        resolve,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: [
            'tests/{e2e,renderer,walls,engine,main,cli,fault,fuzz,migrations}/**',
            'tests/workers/*.test.ts',
            'tests/workers/!(core)/**',
          ],
          setupFiles,
        },
      },
      {
        resolve,
        plugins: rendererPlugins({ dts: false }),
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['tests/renderer/**/*.test.ts'],
          setupFiles: [...setupFiles, 'tests/setup/drawn-icons.ts', 'tests/setup/page-with-doctype.ts'],
        },
      },
      {
        // Engine, workers and command line with real threads and files; they may ask for `trialWorkerPath`.
        resolve,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/{engine,main,cli,workers,fault,fuzz,migrations}/**/*.test.ts'],
          exclude: ['tests/workers/core/**'],
          setupFiles,
          globalSetup: ['tests/setup/bundle-trial-worker.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          name: 'walls',
          environment: 'node',
          include: ['tests/walls/**/*.test.ts'],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
