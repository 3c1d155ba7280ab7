import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // One window at a time: the machine's cores belong to the trials.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  globalTimeout: 20 * 60_000,
  reporter: [['list'], ['json', { outputFile: '.tsbuild/reports/playwright.json' }]],
})
