import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test as base } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Result } from '../../src/shared/errors'
import { MENU_COMMANDS } from '../../src/shared/ipc-contract'
import type { SweepSummary, SweepUpdate } from '../../src/shared/sweep'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { repository } from '../../scripts/paths.mjs'
import { callLab, collectEvents, seenEvents } from './harness/lab-calls'
import { openLab } from './harness/lab-window'
import type { LabOptions, LabWindow } from './harness/lab-window'
import { answerDialogs, askedBy } from './harness/stand-ins'

type Open = (options?: LabOptions) => Promise<LabWindow & { readonly close: () => Promise<void> }>

/** Other work on the machine slows the trials: figures are waited for this long. */
const patient = { timeout: 20_000 }

const test = base.extend<{ userData: string; open: Open }>({
  open: async ({}, use) => {
    const processes: ChildProcess[] = []
    await use(async (options) => {
      const lab = await openLab(options)
      processes.push(lab.app.process())
      return lab
    })
    for (const process of processes) if (process.exitCode === null) process.kill('SIGKILL')
  },
  userData: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-lifecycle-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

const QUICK = JSON.stringify({
  format: 'initlab-sweep/1',
  name: 'Quick: he/xavier?',
  task: { dataset: 'xor' },
  model: { depth: [1, 2], width: 8, init: ['he-normal', 'xavier-normal'] },
  train: { steps: 40, batchSize: 16 },
  seeds: { first: 0, count: 3 },
})
const LONG = JSON.stringify({
  format: 'initlab-sweep/1',
  name: 'Long',
  task: { dataset: 'two-spirals' },
  model: { depth: [2, 4], width: 48, init: ['he-normal', 'xavier-normal'] },
  train: { steps: 4000, batchSize: 32 },
  seeds: { first: 0, count: 100 },
})

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

async function stateOf(page: Page, id: number): Promise<SweepSummary | undefined> {
  return valueOf(await callLab(page, 'library:list', {})).find((sweep) => sweep.id === id)
}

async function runQuick(page: Page): Promise<SweepSummary> {
  const started = valueOf(await callLab(page, 'sweep:start', { document: QUICK }))
  await expect.poll(async () => (await stateOf(page, started.id))?.state, patient).toBe('done')
  return started
}

function rootOptions(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

async function electronFile(): Promise<string> {
  return (await findElectron(() => undefined)).executable
}

/** Runs the app, or another app folder, without Playwright until it ends by itself. */
async function runAlone(
  userData: string,
  words: readonly string[],
  folder = repository,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(await electronFile(), [...rootOptions(), folder, ...words], {
    cwd: userData,
    env: { ...process.env, INITLAB_USER_DATA: userData },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve({ code, output }))
  })
}

/** The lab's own files in the data folder, by content. */
async function ownFiles(userData: string): Promise<Record<string, string>> {
  const names = (await readdir(userData)).filter((name) => /^(init-lab|window)/.test(name))
  const hashes = names.map(async (name) => {
    const bytes = await readFile(path.join(userData, name))
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(hashes))
}

function boundsOf(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
}

test('the window opens where it was left', async ({ open, userData }) => {
  const first = await open({ userData })
  const left = { x: 210, y: 130, width: 1111, height: 777 }
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds)
  }, left)
  await expect.poll(() => boundsOf(first.app)).toEqual(left)
  await first.close()
  const second = await open({ userData })
  expect(await boundsOf(second.app)).toEqual(left)
  await second.close()
  await writeFile(path.join(userData, 'window.json'), '{"theme":')
  const third = await open({ userData })
  expect(await boundsOf(third.app)).toMatchObject({ width: 1280, height: 800 })
  await third.close()
})

test('the chosen theme is there at the next start, before the first paint', async ({ open, userData }) => {
  const first = await open({ userData })
  valueOf(await callLab(first.page, 'settings:write', { theme: 'dark' }))
  await first.close()
  const second = await open({ userData })
  const seen = await second.app.evaluate(({ BrowserWindow, nativeTheme }) => ({
    source: nativeTheme.themeSource,
    background: BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  }))
  // The page's own colour, as the screen shows it.
  const painted = await second.page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (context === null) return ''
    context.fillStyle = getComputedStyle(document.body).backgroundColor
    context.fillRect(0, 0, 1, 1)
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
    return `#${[red, green, blue].map((part) => (part ?? 0).toString(16).padStart(2, '0')).join('')}`
  })
  expect(seen).toEqual({ source: 'dark', background: painted.toUpperCase() })
  expect(valueOf(await callLab(second.page, 'settings:read', {}))).toEqual({
    theme: 'dark',
    revectorizer: true,
  })
  await second.close()
})

test('every command of the menu reaches the page', async ({ open }) => {
  const lab = await open()
  await collectEvents(lab.page, ['menu:command'])
  await lab.app.evaluate(({ Menu }, commands) => {
    for (const command of commands) Menu.getApplicationMenu()?.getMenuItemById(command)?.click()
  }, MENU_COMMANDS)
  await expect
    .poll(async () => (await seenEvents(lab.page)).map(({ payload }) => payload))
    .toEqual([...MENU_COMMANDS])
  await lab.close()
})

test('a sweep runs from the page, is saved, and the second process hands the file over and ends', async ({
  open,
  userData,
}) => {
  const lab = await open({ userData })
  const presets = valueOf(await callLab(lab.page, 'presets:list', {}))
  expect(presets.length).toBeGreaterThan(0)
  expect(valueOf(await callLab(lab.page, 'datasets:list', {})).length).toBeGreaterThan(0)
  expect(valueOf(await callLab(lab.page, 'sweep:forecast', { document: QUICK }))).toMatchObject({
    trials: 12,
  })
  await collectEvents(lab.page, ['sweep:update', 'library:changed', 'report:opened', 'app:failure'])
  const sweep = await runQuick(lab.page)
  const results = valueOf(await callLab(lab.page, 'library:results', { sweepId: sweep.id }))
  expect(results.trials).toHaveLength(12)
  expect(results.trials.every(({ curve }) => curve instanceof Float32Array && curve.length > 0)).toBe(true)

  const file = path.join(userData, 'saved')
  await answerDialogs(lab.app, { saveFile: file })
  const changes = async (): Promise<number> =>
    (await seenEvents(lab.page)).filter(({ event }) => event === 'library:changed').length
  const changed = await changes()
  const saved = valueOf(await callLab(lab.page, 'report:save-dialog', { sweepId: sweep.id }))
  expect(saved).toBe(`${file}.initlab`)
  await expect.poll(changes).toBeGreaterThan(changed)
  expect(valueOf(await callLab(lab.page, 'library:list', {}))).toMatchObject([{ filePath: saved }])
  expect((await askedBy(lab.app))[0]).toContain('Quick- he-xavier-.initlab')
  // The dialog asked about `saved`, never about `saved.initlab`: that file stays as it is.
  const again = await callLab(lab.page, 'report:save-dialog', { sweepId: sweep.id })
  expect(again).toMatchObject({ ok: false, error: { code: 'file-exists' } })
  expect((await askedBy(lab.app))[1]).toContain(`${file}.initlab`)

  const before = await ownFiles(userData)
  const second = await runAlone(userData, ['saved.initlab'])
  expect(second.code).toBe(0)
  await expect
    .poll(async () => (await seenEvents(lab.page)).filter(({ event }) => event === 'report:opened'))
    .toMatchObject([{ payload: { id: sweep.id, filePath: `${file}.initlab` } }])

  const empty = await runAlone(userData, [])
  expect(empty.code).toBe(0)
  const missing = await runAlone(userData, ['missing.initlab'])
  expect(missing.code).toBe(0)
  await expect
    .poll(async () => (await seenEvents(lab.page)).filter(({ event }) => event === 'app:failure').length)
    .toBe(1)
  expect(Object.keys(await ownFiles(userData))).toEqual(Object.keys(before))
  await lab.close()
})

test('a second process writes nothing', async ({ open, userData }) => {
  const lab = await open({ userData })
  await lab.page.waitForTimeout(1000)
  const before = await ownFiles(userData)
  for (let run = 0; run < 5; run += 1) expect((await runAlone(userData, [])).code).toBe(0)
  expect(await ownFiles(userData)).toEqual(before)
  await lab.close()
})

test('a report named on the command line is opened', async ({ open, userData }) => {
  const first = await open({ userData })
  const sweep = await runQuick(first.page)
  const file = path.join(userData, 'given.initlab')
  await answerDialogs(first.app, { saveFile: file })
  valueOf(await callLab(first.page, 'report:save-dialog', { sweepId: sweep.id }))
  await first.close()
  const other = await mkdtemp(path.join(os.tmpdir(), 'init-lab-other-'))
  const second = await open({ userData: other, parameters: [file] })
  await expect
    .poll(async () => valueOf(await callLab(second.page, 'library:list', {})).map(({ origin }) => origin))
    .toEqual(['file'])
  await second.close()
  await rm(other, { recursive: true })
})

test('quitting asks, stays, or pauses and keeps', async ({ open, userData }) => {
  const lab = await open({ userData })
  const sweep = valueOf(await callLab(lab.page, 'sweep:start', { document: LONG }))
  await expect
    .poll(async () => (await stateOf(lab.page, sweep.id))?.counts.done ?? 0, patient)
    .toBeGreaterThan(0)
  await answerDialogs(lab.app, { answer: 1 })
  await lab.app.evaluate(({ app }) => app.quit())
  await expect.poll(() => askedBy(lab.app)).toHaveLength(1)
  await lab.page.waitForTimeout(500)
  expect((await stateOf(lab.page, sweep.id))?.state).toBe('running')
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => askedBy(lab.app)).toHaveLength(2)
  expect((await askedBy(lab.app))[1]).toContain('Quit and keep')

  await answerDialogs(lab.app, { answer: 0 })
  const shown = (await stateOf(lab.page, sweep.id))?.counts
  const ended = new Promise((resolve) => lab.app.process().once('exit', resolve))
  const asked = performance.now()
  await lab.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
  expect(await ended).toBe(0)
  test.info().annotations.push({ type: 'quit', description: `${Math.round(performance.now() - asked)} ms` })

  const again = await open({ userData })
  const kept = await stateOf(again.page, sweep.id)
  expect(kept?.state).toBe('paused')
  expect(kept?.counts.done).toBeGreaterThanOrEqual(shown?.done ?? Infinity)
  expect(kept?.counts.error).toBe(0)
  valueOf(await callLab(again.page, 'sweep:resume', { sweepId: sweep.id }))
  await expect
    .poll(async () => (await stateOf(again.page, sweep.id))?.counts.done ?? 0, patient)
    .toBeGreaterThan(kept?.counts.done ?? Infinity)
  valueOf(await callLab(again.page, 'sweep:cancel', { sweepId: sweep.id }))
  await again.close()
})

test('a signal pauses and keeps without a question', async ({ open, userData }) => {
  const lab = await open({ userData })
  const sweep = valueOf(await callLab(lab.page, 'sweep:start', { document: LONG }))
  await expect
    .poll(async () => (await stateOf(lab.page, sweep.id))?.counts.done ?? 0, patient)
    .toBeGreaterThan(0)
  const ended = new Promise((resolve) => lab.app.process().once('exit', resolve))
  lab.app.process().kill('SIGTERM')
  await ended
  const again = await open({ userData })
  expect((await stateOf(again.page, sweep.id))?.state).toBe('paused')
  await again.close()
})

test('a running sweep shows its progress, keeps the machine awake, and is quiet to a hidden window', async ({
  open,
}) => {
  const lab = await open()
  await lab.app.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    const window = BrowserWindow.getAllWindows()[0]
    if (window === undefined) throw new Error('There is no window.')
    window.setProgressBar = (share) => void seen.push(share < 0 ? 'none' : 'bar')
    powerSaveBlocker.start = (kind) => {
      seen.push(kind)
      return 7
    }
    powerSaveBlocker.stop = (id) => seen.push(`released ${id}`) > 0
  })
  await collectEvents(lab.page, ['sweep:update'])
  const sweep = valueOf(await callLab(lab.page, 'sweep:start', { document: LONG }))
  const updates = async () => {
    const events = await seenEvents(lab.page)
    return events.map(({ payload }) => payload as SweepUpdate)
  }
  await expect
    .poll(async () => (await updates()).some(({ running }) => running.some(({ curve }) => curve.length > 0)))
    .toBe(true)
  const count = (await updates()).length
  await lab.page.waitForTimeout(2000)
  expect((await updates()).length - count).toBeLessThanOrEqual(21)

  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await lab.page.waitForTimeout(300)
  const hiddenFrom = (await updates()).length
  await lab.page.waitForTimeout(1000)
  const hidden = (await updates()).slice(hiddenFrom)
  expect(hidden.length).toBeGreaterThan(0)
  expect(hidden.flatMap(({ running }) => running).every(({ curve }) => curve.length === 0)).toBe(true)

  valueOf(await callLab(lab.page, 'sweep:cancel', { sweepId: sweep.id }))
  await expect.poll(async () => (await updates()).at(-1)?.state).toBe('cancelled')
  const seen = await lab.app.evaluate(() => Reflect.get(globalThis, 'seen') as string[])
  expect(seen.slice(0, 2)).toEqual(['bar', 'prevent-app-suspension'])
  expect(seen.filter((call) => call === 'prevent-app-suspension')).toHaveLength(1)
  // A sweep that is being cancelled may tell so twice.
  expect([...new Set(seen.slice(seen.lastIndexOf('bar') + 1))]).toEqual(['none', 'released 7'])
  await lab.close()
})

test('a crashed page comes back and the sweep runs on', async ({ open, userData }) => {
  const lab = await open({ userData })
  const sweep = valueOf(await callLab(lab.page, 'sweep:start', { document: LONG }))
  const back = await lab.app.evaluate(async ({ BrowserWindow }, id) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('There is no window.')
    const loaded = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()))
    contents.forcefullyCrashRenderer()
    await loaded
    const list = `window.lab.invoke('library:list', {}).then((sweeps) => sweeps.value.find(({ id }) => id === ${id}).state)`
    const state: unknown = await contents.executeJavaScript(list)
    return { address: contents.getURL().split('#')[0], state }
  }, sweep.id)
  expect(back).toEqual({ address: 'app://lab/index.html', state: 'running' })
  expect(await readFile(path.join(userData, 'init-lab.log'), 'utf8')).toContain('its process is gone')
})

test('a start during the quit comes after it', async ({ open, userData }) => {
  const lab = await open({ userData })
  const note = path.join(userData, 'relaunch.json')
  const ended = new Promise((resolve) => lab.app.process().once('exit', resolve))
  await lab.app
    .evaluate(({ app }, file) => {
      app.relaunch = (options) => {
        process.getBuiltinModule('node:fs').writeFileSync(file, JSON.stringify(options?.args))
      }
      app.quit()
      setImmediate(() => app.emit('second-instance', {}, [], '', { files: ['/a/b.initlab'] }))
    }, note)
    .catch(() => undefined)
  await ended
  expect(await readFile(note, 'utf8')).toMatch(/"\/a\/b\.initlab"\]$/)
})

test('a spec is saved and opened again', async ({ open, userData }) => {
  const lab = await open({ userData })
  for (const name of ['spec.yaml', 'spec.json']) {
    const file = path.join(userData, name)
    await answerDialogs(lab.app, { saveFile: file, openFile: file })
    expect(valueOf(await callLab(lab.page, 'spec:save-dialog', { document: QUICK }))).toBe(file)
    const opened = valueOf(await callLab(lab.page, 'spec:open-dialog', {}))
    expect(opened).toMatchObject({ name: 'Quick: he/xavier?', seeds: { first: 0, count: 3 } })
  }
  const wrong = path.join(userData, 'wrong.yaml')
  await writeFile(wrong, 'format: initlab-sweep/1\nmodel:\n  dept: 3\n')
  await answerDialogs(lab.app, { openFile: wrong })
  const refused = await callLab(lab.page, 'spec:open-dialog', {})
  expect(refused).toMatchObject({ ok: false, error: { code: 'spec-invalid' } })
  expect(JSON.stringify(refused)).toContain('wrong.yaml:3')
  await answerDialogs(lab.app, {})
  expect(valueOf(await callLab(lab.page, 'spec:open-dialog', {}))).toBeNull()
  expect(valueOf(await callLab(lab.page, 'datasets:choose-csv', {}))).toBeNull()
  expect(await callLab(lab.page, 'sweep:start', { document: 'not JSON' })).toMatchObject({
    error: { code: 'spec-syntax' },
  })
  await lab.close()
})

test('a draft outlives the program', async ({ open, userData }) => {
  const first = await open({ userData })
  expect(valueOf(await callLab(first.page, 'draft:read', {}))).toBeNull()
  valueOf(await callLab(first.page, 'draft:write', { document: '{"half":' }))
  await first.close()
  const second = await open({ userData })
  expect(valueOf(await callLab(second.page, 'draft:read', {}))).toBe('{"half":')
  await second.close()
})

/** An app folder whose main puts a line on standard output in the place of the error box, then runs ours. */
async function folderWithoutErrorBox(folder: string): Promise<string> {
  const main = JSON.stringify(path.join(repository, 'out/main/index.cjs'))
  const script = `const { app, dialog } = require('electron')
app.setAppPath(${JSON.stringify(repository)})
dialog.showErrorBox = (title, text) => process.stdout.write('BOX ' + title + ': ' + text + '\\n')
require(${main})`
  await writeFile(path.join(folder, 'package.json'), '{"name":"boxless","version":"1.0.0","main":"main.cjs"}')
  await writeFile(path.join(folder, 'main.cjs'), script)
  return folder
}

test('a library of a newer version is left untouched', async ({ open, userData }) => {
  const lab = await open({ userData })
  await lab.close()
  const file = path.join(userData, 'init-lab.db')
  const bytes = await readFile(file)
  bytes.writeUInt32BE(9999, 60)
  await writeFile(file, bytes)
  const boxless = await folderWithoutErrorBox(await mkdtemp(path.join(os.tmpdir(), 'init-lab-boxless-')))
  const { code, output } = await runAlone(userData, [], boxless)
  expect(output).toContain(
    'BOX Init Lab cannot open its library: This library was written by a newer Init Lab',
  )
  expect(code).toBe(1)
  expect((await readFile(file)).equals(bytes)).toBe(true)
  await rm(boxless, { recursive: true })
})

test('a library held by another program is left alone', async ({ open, userData }) => {
  const lab = await open({ userData })
  await lab.close()
  const file = path.join(userData, 'init-lab.db')
  const before = await readFile(file)
  const script = `const Database = require(${JSON.stringify(path.join(repository, 'node_modules/libsql'))})
const held = new Database(${JSON.stringify(file)}); held.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
process.stdout.write('held'); setInterval(() => undefined, 1000)`
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  const boxless = await folderWithoutErrorBox(await mkdtemp(path.join(os.tmpdir(), 'init-lab-boxless-')))
  const { code, output } = await runAlone(userData, [], boxless)
  holder.kill()
  expect(output).toContain('BOX Init Lab cannot open its library')
  expect(code).toBe(1)
  expect((await readFile(file)).equals(before)).toBe(true)
  await rm(boxless, { recursive: true })
})

test('a damaged library is set aside and told', async ({ open, userData }) => {
  await writeFile(path.join(userData, 'init-lab.db'), Buffer.alloc(8192, 7))
  const lab = await open({ userData })
  await collectEvents(lab.page, ['app:failure'])
  expect(valueOf(await callLab(lab.page, 'library:list', {}))).toEqual([])
  const kept = (await readdir(userData)).filter((name) => name.includes('.corrupt-'))
  expect(kept).toHaveLength(1)
  await lab.close()
})
