import { execFile } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { test as base, expect } from '@playwright/test'
import { openLab } from './lab-window'
import type { LabOptions, LabWindow } from './lab-window'

/** A window that the test itself closes, or ends by force. */
export interface SessionWindow extends LabWindow {
  readonly process: ChildProcess
  readonly close: () => Promise<void>
}

/** Several windows, one after the other, over folders that stay between them. */
export interface LabSession {
  /** An empty folder, gone after the test. */
  readonly folder: (name: string) => Promise<string>
  readonly open: (options: LabOptions & { readonly userData: string }) => Promise<SessionWindow>
}

/** The process and all that it started, the oldest first. */
async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const family = [pid]
  for (const member of family) {
    for (const [child, parent] of pairs) {
      if (child !== undefined && parent === member) family.push(child)
    }
  }
  return family
}

/** SIGKILL to the whole app at once: nothing is closed, flushed or said. */
export async function killWithChildren(process: ChildProcess): Promise<void> {
  if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null) return
  const ended = new Promise((resolve) => process.once('exit', resolve))
  for (const pid of await familyOf(process.pid)) {
    try {
      globalThis.process.kill(pid, 'SIGKILL')
    } catch {
      // It ended between the listing and the signal.
    }
  }
  await ended
}

/** Playwright's `test` with `session`; every window that it opened must stay without a console warning. */
export const test = base.extend<{ session: LabSession }>({
  session: async ({}, use, testInfo) => {
    const folders: string[] = []
    const windows: SessionWindow[] = []
    await use({
      folder: async (name) => {
        const folder = await mkdtemp(path.join(os.tmpdir(), `init-lab-${name}-`))
        folders.push(folder)
        return folder
      },
      open: async (options) => {
        const opened = await openLab(options)
        // Playwright forgets the process of an app that has ended.
        const lab = { ...opened, process: opened.app.process() }
        windows.push(lab)
        return lab
      },
    })
    for (const { process, page } of windows) {
      if (testInfo.status !== testInfo.expectedStatus) {
        const screenshot = await page.screenshot({ timeout: 5000 }).catch(() => null)
        if (screenshot !== null)
          await testInfo.attach('window', { body: screenshot, contentType: 'image/png' })
      }
      await killWithChildren(process)
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    expect(
      windows.flatMap(({ complaints }) => complaints),
      'stray console warnings',
    ).toEqual([])
  },
})

export { expect }
