import path from 'node:path'
import type { Page } from '@playwright/test'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from './harness/lab-calls'
import { expect, test, type LabWindow } from './harness/lab-window'

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const
const THEMES = ['light', 'dark'] as const

/** The window at each size and theme, one picture each: `lab-done-dark-1280.png`. */
async function photograph({ app, page }: LabWindow, view: string): Promise<void> {
  for (const size of SIZES) {
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    for (const theme of THEMES) {
      await chooseTheme(page, theme)
      // Charts redraw a frame or two after a change of size and theme.
      await page.waitForTimeout(500)
      await page.screenshot({
        path: path.join(repository, 'test-results', 'screens', `${view}-${theme}-${String(size.width)}.png`),
      })
    }
  }
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

test('every view', async ({ lab }) => {
  const { page } = lab
  await page.waitForTimeout(1500)
  await photograph(lab, 'home-first')
  await page.keyboard.press('Control+2')
  await page.waitForTimeout(800)
  await photograph(lab, 'lab-builder')
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await page.waitForTimeout(12_000)
  await photograph(lab, 'lab-running')
  await expect
    .poll(
      async () => {
        const list = await callLab(page, 'library:list', {})
        return list.ok ? list.value[0]?.state : 'failed'
      },
      { timeout: 200_000, intervals: [1000] },
    )
    .toBe('done')
  await page.waitForTimeout(1000)
  await photograph(lab, 'lab-done')
  await page.keyboard.press('Control+1')
  await page.waitForTimeout(500)
  await photograph(lab, 'home-later')
  await page.keyboard.press('Control+3')
  await page.waitForTimeout(500)
  await photograph(lab, 'reports')
  await page.getByRole('table').getByText('He or Xavier, by depth').click()
  await page.waitForTimeout(1500)
  await photograph(lab, 'report')
  for (const [keys, view] of [
    ['Control+4', 'learn'],
    ['Control+5', 'cards'],
    ['Control+6', 'quiz'],
  ] as const) {
    await page.keyboard.press(keys)
    await page.waitForTimeout(400)
    await photograph(lab, view)
  }
})
