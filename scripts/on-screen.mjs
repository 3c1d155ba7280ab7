import { build } from './build.mjs'
import { installPackages } from './debian-packages.mjs'
import { findElectron } from './electron-runtime.mjs'
import { runTool } from './run.mjs'
import { startScreen } from './screen.mjs'

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Builds the app, then runs a tool of node_modules that opens its window, on a screen of its own.
 * @param {string} tool
 * @param {readonly string[]} parameters
 * @returns {Promise<number>} exit code
 */
export async function runOnScreen(tool, parameters) {
  await installPackages({ screen: true, say })
  await findElectron(say)
  const built = await build()
  if (built !== 0) return built
  const screen = process.platform === 'linux' ? await startScreen() : null
  const env = { ...process.env, ...(screen === null ? {} : { DISPLAY: screen.display }) }
  const code = await runTool(tool, parameters, { env })
  screen?.stop()
  return code
}
