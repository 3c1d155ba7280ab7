import path from 'node:path'
import type { Page } from '@playwright/test'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from './harness/lab-calls'
import { expect, test, type LabWindow } from './harness/lab-window'

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

/** Two that are clearly apart, and gains with divergence. */
const PRESETS = ['he-vs-xavier-depth', 'relu-gain-window'] as const

async function chooseTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.keyboard.press('Control+k')
  const words = page
    .getByRole('dialog')
    .getByRole('combobox')
    .or(page.getByPlaceholder(/search|type/i))
  await words.first().fill(`${theme} theme`)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveClass(theme === 'dark' ? /dark/ : /^(?!.*\bdark\b)/)
}

async function photograph({ app, page }: LabWindow, name: string): Promise<void> {
  for (const size of SIZES) {
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    for (const theme of ['light', 'dark'] as const) {
      await chooseTheme(page, theme)
      await page.waitForTimeout(700)
      const file = `${name}-${theme}-${String(size.width)}.png`
      await page.screenshot({ path: path.join(repository, 'test-results', 'screens', file) })
    }
  }
}

async function run(page: Page, preset: string): Promise<void> {
  const presets = await callLab(page, 'presets:list', {})
  const found = presets.ok ? presets.value.find(({ name }) => name === preset) : undefined
  if (found === undefined) throw new Error(`no preset ${preset}`)
  const started = await callLab(page, 'sweep:start', { document: JSON.stringify(found.document) })
  if (!started.ok) throw new Error(started.error.message)
  await expect
    .poll(
      async () => {
        const list = await callLab(page, 'library:list', {})
        return list.ok ? list.value[0]?.state : 'failed'
      },
      { timeout: 200_000, intervals: [500] },
    )
    .toBe('done')
}

test('the comparison', async ({ lab }) => {
  const { page } = lab
  for (const preset of PRESETS) {
    await run(page, preset)
    await page.keyboard.press('Control+3')
    await page
      .getByRole('table')
      .locator('tbody tr')
      .first()
      .click({ position: { x: 200, y: 10 } })
    await page.getByRole('tab', { name: 'Overview', exact: true }).click()
    await page.waitForTimeout(1000)
    await page.getByRole('tab', { name: 'Compare', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Side by side: table' })).toContainText('P(better)')
    await page.waitForTimeout(1500)
    if (process.env['SCREENS_SIX'] === undefined) await photograph(lab, `compare-${preset}`)
  }
  // More of the same sweep, and one of the other report.
  for (let more = 0; more < 3; more++) {
    await page.getByRole('button', { name: 'Pin a configuration' }).click()
    await page.getByRole('option').last().click()
  }
  await page.getByRole('button', { name: 'Compare with a report' }).click()
  await page.getByRole('option').last().click()
  await page.waitForTimeout(2500)
  await photograph(lab, 'compare-six')
  await page.getByRole('region', { name: 'First point of separation' }).scrollIntoViewIfNeeded()
  await page.waitForTimeout(700)
  await page.screenshot({
    path: path.join(repository, 'test-results', 'screens', 'compare-six-bottom.png'),
  })
  await page.getByRole('tab', { name: 'Overview', exact: true }).click()
  await page.waitForTimeout(1000)
  await page.screenshot({ path: path.join(repository, 'test-results', 'screens', 'compare-overview.png') })
})
