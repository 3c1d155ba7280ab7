import { defineConfig } from 'vitest/config'
import { aliases } from './scripts/paths.mjs'

/** `npm run test:presets`: runs every built-in sweep on all cores, one after another; some minutes. */
export default defineConfig({
  resolve: { alias: aliases },
  test: {
    include: ['tests/presets/**/*.preset.ts'],
    globalSetup: ['tests/setup/bundle-trial-worker.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
})
