import { defineConfig } from '@playwright/test'

/** `npm run screens`: a picture of every view, light and dark, at two sizes, in test-results/screens. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.screens.ts',
  outputDir: 'test-results/playwright-screens',
  workers: 1,
  timeout: 300_000,
  reporter: [['list']],
})
