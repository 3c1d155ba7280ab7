// Runs the programs of the repository and measures them.
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { withoutLines } from './chromium-lines.mjs'
import { repository } from './paths.mjs'

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Milliseconds after the end of a program in which its last lines arrive. */
const LAST_LINES = 500

/** @param {import('node:child_process').ChildProcess} child @param {(line: string) => boolean} isHidden */
function showErrors(child, isHidden) {
  const { stderr } = child
  if (stderr === null) return
  const lines = withoutLines(isHidden)
  stderr.on('data', (/** @type {Buffer} */ piece) => process.stderr.write(lines.take(piece)))
  stderr.on('close', () => process.stderr.write(lines.rest()))
  // A browser that the window opened keeps the stream for itself: nobody waits for it.
  child.on('exit', () => setTimeout(() => stderr.destroy(), LAST_LINES).unref())
}

/**
 * Runs a program on this terminal; resolves to its exit code (127 when it cannot be started, 128 + n after signal n).
 * Of its standard error the lines that `isHidden` names are left out.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, isHidden?: (line: string) => boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, { env = process.env, cwd = repository, isHidden } = {}) {
  return new Promise((resolve) => {
    const errors = isHidden === undefined ? 'inherit' : 'pipe'
    const child = spawn(command, [...parameters], { cwd, env, stdio: ['ignore', 'inherit', errors] })
    if (isHidden !== undefined) showErrors(child, isHidden)
    // Whoever ends this process ends what it started, and nothing more begins.
    let interrupted = false
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      interrupted = true
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    child.on('error', (error) => {
      process.stderr.write(`${command} cannot be started: ${error.message}\n`)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward)
      const exitCode = code ?? 128 + (signal === null ? 0 : os.constants.signals[signal])
      if (interrupted) process.exit(exitCode)
      resolve(exitCode)
    })
  })
}

/**
 * Runs a command line tool of node_modules with this Node: the same on every system.
 * @param {string} script path below node_modules
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export function runTool(script, parameters, options = {}) {
  return run(process.execPath, [path.join(repository, 'node_modules', script), ...parameters], options)
}
