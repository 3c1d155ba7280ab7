import path from 'node:path'
import type { Page } from '@playwright/test'
import { repository } from '../../../scripts/paths.mjs'
import { callLab } from './lab-calls'
import { expect, type LabWindow } from './lab-window'

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const
const THEMES = ['light', 'dark'] as const

export function picturePath(name: string): string {
  return path.join(repository, 'test-results', 'screens', `${name}.png`)
}

async function chooseTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.keyboard.press('Control+k')
  await page
    .getByRole('dialog')
    .getByRole('combobox')
    .or(page.getByPlaceholder(/search|type/i))
    .first()
    .fill(`${theme} theme`)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveClass(theme === 'dark' ? /dark/ : /^(?!.*\bdark\b)/)
}

/** The window at each size and theme, one picture each: `lab-done-dark-1280.png`. */
export async function photograph({ app, page }: LabWindow, view: string): Promise<void> {
  for (const size of SIZES) {
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    for (const theme of THEMES) {
      await chooseTheme(page, theme)
      // Charts redraw a few frames after a change of size and theme.
      await page.waitForTimeout(700)
      await page.screenshot({ path: picturePath(`${view}-${theme}-${String(size.width)}`) })
    }
  }
}

/** Runs a built-in sweep to its end and opens its report. */
export async function runPreset(page: Page, preset: string): Promise<void> {
  const presets = await callLab(page, 'presets:list', {})
  const found = presets.ok ? presets.value.find(({ name }) => name === preset) : undefined
  if (found === undefined) throw new Error(`There is no preset ${preset}`)
  const started = await callLab(page, 'sweep:start', { document: JSON.stringify(found.document) })
  if (!started.ok) throw new Error(started.error.message)
  await untilNewestIsDone(page)
  await page.keyboard.press('Control+3')
  await page
    .getByRole('table')
    .locator('tbody tr')
    .first()
    .click({ position: { x: 200, y: 10 } })
}

async function untilNewestIsDone(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const list = await callLab(page, 'library:list', {})
        return list.ok ? list.value[0]?.state : 'failed'
      },
      { timeout: 250_000, intervals: [500] },
    )
    .toBe('done')
}
