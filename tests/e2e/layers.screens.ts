import path from 'node:path'
import type { Page } from '@playwright/test'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from './harness/lab-calls'
import { expect, test, type LabWindow } from './harness/lab-window'

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

/** A start with theory and histograms, broken and unbroken symmetry, a long training by depth, and trials that diverge. */
const PRESETS = (
  process.env['SCREENS_PRESETS'] ??
  'signal-at-the-start zeros-constant-random he-vs-xavier-depth relu-gain-window'
).split(' ')
const THEMES = (process.env['SCREENS_THEMES'] ?? 'light dark').split(' ')

async function chooseTheme(page: Page, theme: string): Promise<void> {
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

async function photograph({ app, page }: LabWindow, name: string): Promise<void> {
  const spectrum = page.getByRole('heading', { name: 'Singular values' })
  for (const size of SIZES) {
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    for (const theme of THEMES) {
      await chooseTheme(page, theme)
      for (const place of ['top', 'end']) {
        if (place === 'end') await spectrum.scrollIntoViewIfNeeded()
        else await page.getByRole('heading', { name: 'Signal over depth' }).scrollIntoViewIfNeeded()
        await page.waitForTimeout(900)
        const file = `layers-${name}-${place}-${theme}-${String(size.width)}.png`
        await page.screenshot({ path: path.join(repository, 'test-results', 'screens', file) })
      }
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
      { timeout: 250_000, intervals: [500] },
    )
    .toBe('done')
}

for (const preset of PRESETS) {
  test(`the layers of ${preset}`, async ({ lab }) => {
    const { page } = lab
    await run(page, preset)
    await page.keyboard.press('Control+3')
    await page
      .getByRole('table')
      .locator('tbody tr')
      .first()
      .click({ position: { x: 200, y: 10 } })
    await page.getByRole('tab', { name: 'Layers', exact: true }).click()
    await page.waitForTimeout(1500)
    await photograph(lab, preset)
    const last = page.getByRole('button', { name: 'Last recorded step' })
    if (await last.isEnabled()) {
      await last.click()
      await photograph(lab, `${preset}-last`)
    }
  })
}
