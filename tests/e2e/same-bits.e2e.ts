import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromium, test as base } from '@playwright/test'
import { z } from 'zod'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { repository } from '../../scripts/paths.mjs'
import { REVECTORIZER_SWITCHES } from '../../src/shared/revectorizer'
import { bundleSameBits, type SameBitsBundles } from '../setup/bundle-same-bits'
import { expect, openLab } from './harness/lab-window'

const run = promisify(execFile)

/** What Debian, Ubuntu and Fedora call the browser. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const BITS = z.record(z.string(), z.string())

/** The pinned trainings, bundled once for all tests of this file, and their hashes. */
const test = base.extend<object, { bundles: SameBitsBundles; pinned: Readonly<Record<string, string>> }>({
  bundles: [
    async ({}, use) => {
      await use(await bundleSameBits())
    },
    { scope: 'worker' },
  ],
  pinned: [
    async ({}, use) => {
      const file = path.join(repository, 'tests/golden/pinned-bits.json')
      await use(BITS.parse(JSON.parse(await readFile(file, 'utf8'))))
    },
    { scope: 'worker' },
  ],
})

/** What a program tells a Node, or Electron as one, under V8's switches. */
async function answerOf(executable: string, switches: readonly string[], program: string): Promise<unknown> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { stdout } = await run(executable, [...switches, program], { env, maxBuffer: 1e7 })
  const answer: unknown = JSON.parse(stdout)
  return answer
}

for (const [name, switches] of [
  ['its baseline compiler alone', ['--liftoff', '--no-wasm-tier-up']],
  ['its optimizing compiler alone', ['--no-liftoff', '--no-wasm-tier-up']],
] as const) {
  test(`Node gives the pinned bits with ${name}`, async ({ bundles, pinned }) => {
    expect(await answerOf(process.execPath, switches, bundles.thread)).toEqual(pinned)
  })
}

for (const [name, switches] of [
  ['as it is', []],
  ['its optimizing compiler alone', ['--no-liftoff', '--no-wasm-tier-up']],
  ['the revectorizer', [...REVECTORIZER_SWITCHES, '--no-liftoff', '--no-wasm-tier-up']],
] as const) {
  test(`Electron’s V8 gives the pinned bits with ${name}`, async ({ bundles, pinned }) => {
    const { executable } = await findElectron(() => undefined)
    expect(await answerOf(executable, switches, bundles.thread)).toEqual(pinned)
  })

  test(`every kernel agrees with the oracle in Electron’s V8 with ${name}`, async ({ bundles }) => {
    const { executable } = await findElectron(() => undefined)
    const answer = await answerOf(executable, switches, bundles.kernels)
    expect(answer).toEqual({ kernels: expect.any(Number), wrong: {} })
  })
}

test('a thread of the window’s main process gives the pinned bits', async ({ bundles, pinned }) => {
  const lab = await openLab()
  const bits = await lab.app.evaluate((_electron, thread) => {
    const threads = process.getBuiltinModule('node:worker_threads')
    return new Promise<unknown>((resolve, reject) => {
      new threads.Worker(thread).once('message', resolve).once('error', reject)
    })
  }, bundles.thread)
  await lab.close()
  expect(bits).toEqual(pinned)
})

test('the system’s Chromium gives the pinned bits', async ({ bundles, pinned }) => {
  const executablePath = BROWSERS.find((browser) => existsSync(browser))
  if (executablePath === undefined) {
    throw new Error(`No Chromium lies at ${BROWSERS.join(' or ')}: install the package chromium.`)
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    await page.goto(`file://${bundles.page}`)
    expect(await page.evaluate('shortTrainingBits')).toEqual(pinned)
  } finally {
    await browser.close()
  }
})

const SWEEP = `format: initlab-sweep/1
name: Threads
task: {dataset: digits8x8, trainSize: 200}
model: {kind: [mlp, residual-mlp, cnn], depth: 2, width: 16, convolution: {channels: 3}, init: [he-normal, lsuv], normalization: [none, batch]}
train: {steps: 15, optimizer: adam}
seeds: {first: 0, count: 2}
`

test('1, 2 and 4 threads give the same bits', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-threads-'))
  try {
    await writeFile(path.join(folder, 'sweep.yaml'), SWEEP)
    const results = []
    for (const workers of ['1', '2', '4']) {
      const command = path.join(repository, 'out/main/init-lab.cjs')
      const words = ['run', 'sweep.yaml', '--json', '--workers', workers, '-o', `${workers}.initlab`]
      const { stdout } = await run(process.execPath, [command, ...words], { cwd: folder, maxBuffer: 1e8 })
      results.push(trialsIn(stdout))
    }
    expect(results[0]).toHaveLength(24)
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

const RESULTS = z.looseObject({ trials: z.array(z.looseObject({ weightsHash: z.string() })) })

/** The trials of `--json` without the time they took. */
function trialsIn(text: string): unknown[] {
  const { trials } = RESULTS.parse(JSON.parse(text))
  return trials.map((trial) => ({ ...trial, milliseconds: 0 }))
}
