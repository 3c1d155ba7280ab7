// `npm test`: everything that must hold, in one go. Goes on after a failure, so that one run shows them all.
// The last line is `N passed, N failed` over all tests of all runners; each static check counts as one test.
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from './build.mjs'
import { CHECKS, runCheck } from './checks.mjs'
import { installPackages } from './debian-packages.mjs'
import { findElectron } from './electron-runtime.mjs'
import { repository } from './paths.mjs'
import { runTool } from './run.mjs'
import { startScreen } from './screen.mjs'

const REPORTS = path.join(repository, '.tsbuild/reports')

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @type {{ name: string, count: Count, seconds: number }[]} */
const summary = []

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs one stage and notes its count and time; a stage that throws has failed once.
 * @param {string} name
 * @param {() => Promise<Count>} work
 */
async function stage(name, work) {
  say(`\n== ${name}`)
  const start = performance.now()
  /** @type {Count} */
  let count
  try {
    count = await work()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    count = { passed: 0, failed: 1, skipped: 0 }
  }
  const seconds = (performance.now() - start) / 1000
  summary.push({ name, count, seconds })
  say(`== ${name}: ${count.failed === 0 ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s`)
  return count.failed === 0
}

/** @param {string} file @returns {Promise<unknown>} */
async function readReport(file) {
  /** @type {unknown} */
  const report = JSON.parse(await readFile(file, 'utf8'))
  return report
}

/** A runner that ends badly without naming a failed test has crashed: that is one failure. @param {Count} count @param {number} code */
function withCrash(count, code) {
  const crashed = count.failed === 0 && (code !== 0 || count.passed === 0)
  return crashed ? { ...count, failed: 1 } : count
}

/** Unit, integration and fuzz tests. @returns {Promise<Count>} */
async function runVitest() {
  const file = path.join(REPORTS, 'vitest.json')
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report =
    /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */ (
      await readReport(file)
    )
  const brokenFiles = report.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  })
  const count = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return withCrash(count, code)
}

/** The app in a real window, on a screen of its own where the system has none by nature. @returns {Promise<Count>} */
async function runEndToEnd() {
  const file = path.join(REPORTS, 'playwright.json')
  const screen = process.platform === 'linux' ? await startScreen() : null
  try {
    const env = {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      ...(screen === null ? {} : { DISPLAY: screen.display }),
    }
    const code = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], { env })
    const report =
      /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} */ (
        await readReport(file)
      )
    const { expected, unexpected, flaky, skipped } = report.stats
    return withCrash({ passed: expected, failed: unexpected + flaky, skipped }, code)
  } finally {
    screen?.stop()
  }
}

/** Succeeding at a preparation is no test; failing at it is a failure. @param {number} code @returns {Count} */
function preparation(code) {
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** @param {number} code @returns {Count} */
function check(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

await rm(REPORTS, { recursive: true, force: true })
await mkdir(REPORTS, { recursive: true })

const prepared = await stage('prepare: system packages and Electron', async () => {
  await installPackages({ screen: true, say })
  await findElectron(say)
  return preparation(0)
})
for (const name of CHECKS) await stage(name, async () => check(await runCheck(name)))
const built = await stage('build', async () => preparation(await build()))
await stage('unit, integration and fuzz tests', runVitest)
if (prepared && built) {
  await stage('end-to-end tests in the window', runEndToEnd)
} else {
  say('\n== end-to-end tests in the window: FAILED, because they need the preparation and the build')
  summary.push({ name: 'end-to-end tests in the window', count: preparation(1), seconds: 0 })
}

say('')
for (const { name, count, seconds } of summary) {
  const skipped = count.skipped === 0 ? '' : `, ${String(count.skipped)} skipped`
  say(
    `${seconds.toFixed(1).padStart(7)} s  ${name}: ${String(count.passed)} passed, ${String(count.failed)} failed${skipped}`,
  )
}
const passed = summary.reduce((sum, { count }) => sum + count.passed, 0)
const failed = summary.reduce((sum, { count }) => sum + count.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
say(`${String(passed)} passed, ${String(failed)} failed`)
