import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test as base, _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { findElectron } from '../../../scripts/electron-runtime.mjs'
import { repository } from '../../../scripts/paths.mjs'
import { callLab } from './lab-calls'

/** Starts the built app once Playwright has attached to it. */
const APP_UNDER_TEST = path.join(repository, 'tests/e2e/harness/app')

/** The built app in a real window, with a user data folder of its own. */
export interface LabWindow {
  readonly app: ElectronApplication
  readonly page: Page
  /** The app's user data folder; gone after the test. */
  readonly userData: string
  /** Warnings, errors and uncaught errors of the page and the main process, so far. Not empty at the end: the test fails. */
  readonly complaints: string[]
}

export interface LabOptions {
  /** Arguments after the app folder, such as files to open. */
  readonly parameters?: readonly string[]
  /** An existing user data folder, which stays; otherwise a fresh one that is removed. */
  readonly userData?: string
  readonly environment?: Readonly<Record<string, string>>
}

function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** The present environment without what would change how Electron starts. */
function environment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  )
  return { ...Object.fromEntries(inherited), ...extra }
}

/** Whether a line of the main process is a warning or an error of ours; Chromium's own lines begin with a bracket. */
function isComplaint(line: string): boolean {
  return /^\(node:\d+\)|^(Uncaught|Unhandled)|^\w*Error\b/.test(line)
}

/**
 * Lets `app.evaluate` ask again when V8 collected the promise that the debugger was waiting for: the protocol holds
 * it weakly, so a collection at the wrong moment loses the answer of a call that did run. A main process that has just read
 * much collects again and again, so the next question waits a moment. Every call here may run more than once.
 */
function repeatLostEvaluations(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app)
  Reflect.set(app, 'evaluate', async (...call: Parameters<typeof evaluate>): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await evaluate(...call)
      } catch (error) {
        const lost = error instanceof Error && /promise was (garbage )?collected/i.test(error.message)
        if (!lost || attempt === 40) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  })
}

/** A first start, but for the self-test of the revectorizer: it takes a second of two cores and has a test of its own. */
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-e2e-'))
  const preferences = { theme: 'system', revectorizer: false, window: null }
  await writeFile(path.join(folder, 'window.json'), JSON.stringify(preferences))
  return folder
}

/** Starts the app and waits for its first window. Needs `npm run build`. */
export async function openLab({
  parameters = [],
  userData,
  environment: extra = {},
}: LabOptions = {}): Promise<LabWindow & { close: () => Promise<void> }> {
  const electron = await findElectron(() => undefined)
  const folder = userData ?? (await freshFolder())
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...(isRoot() ? ['--no-sandbox'] : []), `--user-data-dir=${folder}`, APP_UNDER_TEST, ...parameters],
    env: environment({ INITLAB_USER_DATA: folder, ...extra }),
    cwd: repository,
  })
  repeatLostEvaluations(app)
  const complaints: string[] = []
  app.context().on('console', (message) => {
    if (message.type() === 'warning' || message.type() === 'error') {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
    }
  })
  app.context().on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  app.process().stderr?.on('data', (chunk: Buffer) => {
    complaints.push(...chunk.toString().split('\n').filter(isComplaint))
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  // Playwright's evaluate in the main process fails while that still loads the engine; afterwards it answers at once.
  await callLab(page, 'library:list', {})
  const close = async (): Promise<void> => {
    await app.close()
    if (userData === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return { app, page, userData: folder, complaints, close }
}

/** Playwright's `test` with `lab`: a fresh window for each test, which fails on any stray console warning. */
export const test = base.extend<{ lab: LabWindow }>({
  lab: async ({}, use, testInfo) => {
    const lab = await openLab()
    await use(lab)
    if (testInfo.status !== testInfo.expectedStatus) {
      const screenshot = await lab.page.screenshot().catch(() => null)
      if (screenshot !== null) await testInfo.attach('window', { body: screenshot, contentType: 'image/png' })
    }
    await lab.close()
    expect(lab.complaints, 'stray console warnings').toEqual([])
  },
})

export { expect }
