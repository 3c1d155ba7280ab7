// The static checks, by name. `npm run check` runs them all and the quick tests.
import { pathToFileURL } from 'node:url'
import { runTool } from './run.mjs'

const COMMANDS = {
  types: () => runTool('../scripts/types.mjs', []),
  lint: () => runTool('eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  walls: () =>
    runTool('dependency-cruiser/bin/dependency-cruise.mjs', [
      'src',
      '--config',
      'dependency-cruiser.config.cjs',
    ]),
  format: () => runTool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  unused: () => runTool('knip/bin/knip.js', ['--no-progress']),
}

/** @typedef {keyof typeof COMMANDS} Check */

/** @type {readonly Check[]} */
export const CHECKS = ['types', 'lint', 'walls', 'format', 'unused']

/** @param {Check} name @returns {Promise<number>} exit code */
export function runCheck(name) {
  return COMMANDS[name]()
}

/** The checks, then the tests that need no build and no window. */
async function runAll() {
  let failed = []
  for (const name of CHECKS) {
    const start = performance.now()
    const code = await runCheck(name)
    process.stdout.write(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${name} ${((performance.now() - start) / 1000).toFixed(1)} s\n`,
    )
    if (code !== 0) failed.push(name)
  }
  if (
    (await runTool('vitest/vitest.mjs', [
      'run',
      '--reporter=dot',
      '--project',
      'unit',
      '--project',
      'renderer',
    ])) !== 0
  ) {
    failed.push('unit tests')
  }
  process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}\n`)
  return failed.length === 0 ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await runAll()
