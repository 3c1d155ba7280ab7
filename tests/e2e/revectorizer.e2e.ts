import { fork } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { repository } from '../../scripts/paths.mjs'
import { compareKernels, type SelfTestChild, type SelfTestMode } from '../../src/engine/revectorizer/compare'
import { selfTestChild } from '../../src/engine/revectorizer/self-test-child'
import type { RevectorizerState } from '../../src/shared/revectorizer'
import { callLab } from './harness/lab-calls'
import { expect, openLab } from './harness/lab-window'

const DOCUMENT = JSON.stringify({ format: 'initlab-sweep/1', train: { steps: 3 }, seeds: [0] })

/** A user data folder as a first start finds it: empty. */
const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-revectorizer-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

async function readState(page: Page): Promise<RevectorizerState> {
  const info = await callLab(page, 'app:info', {})
  if (!info.ok) throw new Error(info.error.message)
  return info.value.revectorizer
}

function verdictPath(folder: string): string {
  return path.join(folder, 'revectorizer.json')
}

test('the first work waits for the self-test, and the next start knows its verdict', async ({ folder }) => {
  const first = await openLab({ userData: folder })
  await callLab(first.page, 'sweep:forecast', { document: DOCUMENT })
  const revectorizer = await readState(first.page)
  expect(['gain', 'no-gain']).toContain(revectorizer.outcome)
  expect(revectorizer.gain).toBeGreaterThan(0)
  expect(revectorizer.active).toBe(revectorizer.outcome === 'gain')
  expect(JSON.parse(await readFile(verdictPath(folder), 'utf8'))).toMatchObject({
    outcome: revectorizer.outcome,
    gain: revectorizer.gain,
  })
  expect(first.complaints).toEqual([])
  await first.close()
  const second = await openLab({ userData: folder })
  expect(await readState(second.page)).toEqual(revectorizer)
  await second.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    items.find(({ label }) => label.startsWith('About'))?.click()
  })
  const about = second.page.getByRole('dialog', { name: 'About Init Lab' })
  await expect(about).toContainText(`${revectorizer.gain?.toFixed(2)} times as fast in its self-test`)
  await about.getByRole('switch').click()
  await expect(about).toContainText(revectorizer.active ? 'on until the next start' : 'off, as chosen')
  await second.close()
  const third = await openLab({ userData: folder })
  expect(await readState(third.page)).toMatchObject({
    active: false,
    wanted: false,
  })
  await third.close()
})

/** A process as Node has them: WebAssembly has guard pages there, and so its vectors can be widened. */
function startElectronAsNode(executable: string, mode: SelfTestMode): SelfTestChild {
  const child = fork(path.join(repository, 'out/main/kernel-self-test.cjs'), [mode], {
    execPath: executable,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  return selfTestChild({
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => child.on('exit', listener),
    errors: child.stderr,
    ask: () => child.send('read'),
    end: () => child.kill('SIGKILL'),
  })
}

test('the switches, set in a running process, change no bit and crash nothing', async () => {
  const { executable } = await findElectron(() => undefined)
  const verdict = await compareKernels((mode) => startElectronAsNode(executable, mode))
  expect(['gain', 'no-gain']).toContain(verdict.outcome)
})

test('a self-test that took the program with it means off', async ({ folder }) => {
  const first = await openLab({ userData: folder })
  await callLab(first.page, 'sweep:forecast', { document: DOCUMENT })
  await first.close()
  const verdict = await readFile(verdictPath(folder), 'utf8')
  await writeFile(verdictPath(folder), verdict.replace(/"(no-)?gain","gain":[^,}]+/, '"testing","gain":null'))
  const second = await openLab({ userData: folder })
  await callLab(second.page, 'sweep:forecast', { document: DOCUMENT })
  const revectorizer = await readState(second.page)
  expect(revectorizer).toEqual({ active: false, wanted: true, outcome: 'failed', gain: null })
  await second.close()
})
