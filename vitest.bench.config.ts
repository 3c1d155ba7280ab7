import { defineConfig } from 'vitest/config'
import { aliases } from './scripts/paths.mjs'

/** `npm run bench`: measurements one after another, so that they do not share the cores. */
export default defineConfig({
  resolve: { alias: aliases },
  test: {
    include: ['tests/bench/**/*.bench.ts'],
    globalSetup: ['tests/setup/bundle-trial-worker.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
  },
})
