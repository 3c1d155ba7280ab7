// `npm run e2e [-- PLAYWRIGHT ARGUMENTS]`: builds the app and runs its end-to-end tests on a screen of their own.
import { build } from './build.mjs'
import { installPackages } from './debian-packages.mjs'
import { findElectron } from './electron-runtime.mjs'
import { runTool } from './run.mjs'
import { startScreen } from './screen.mjs'

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`)
}

await installPackages({ screen: true, say })
await findElectron(say)
process.exitCode = await build()
if (process.exitCode === 0) {
  const screen = process.platform === 'linux' ? await startScreen() : null
  const env = { ...process.env, ...(screen === null ? {} : { DISPLAY: screen.display }) }
  process.exitCode = await runTool('@playwright/test/cli.js', ['test', ...process.argv.slice(2)], { env })
  screen?.stop()
}
