// `npm run e2e [-- PLAYWRIGHT ARGUMENTS]`: builds the app and runs its end-to-end tests on a screen of their own.
import { runOnScreen } from './on-screen.mjs'

process.exitCode = await runOnScreen('@playwright/test/cli.js', ['test', ...process.argv.slice(2)])
