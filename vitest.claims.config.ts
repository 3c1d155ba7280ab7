import { defineConfig } from 'vitest/config'
import { aliases } from './scripts/paths.mjs'

/** `npm run test:claims`: runs the experiments of every claim on the seeds of the release, on all cores; some minutes. */
export default defineConfig({
  resolve: { alias: aliases },
  test: {
    include: ['tests/claims/**/*.claims.ts'],
    globalSetup: ['tests/setup/bundle-trial-worker.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
