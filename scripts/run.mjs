// Runs the programs of the repository and measures them.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { repository } from './paths.mjs'

/**
 * Runs a program on this terminal; resolves to its exit code (127 when it cannot be started, 128 + n after signal n).
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, { env = process.env, cwd = repository } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...parameters], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', (error) => {
      process.stderr.write(`${command} cannot be started: ${error.message}\n`)
      resolve(127)
    })
    child.on('close', (code) => {
      resolve(code ?? 128)
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
