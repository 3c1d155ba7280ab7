import type { Page } from '@playwright/test'
import { expect, test } from './harness/lab-window'
import { photograph, picturePath, runPreset } from './harness/photographs'

/**
 * Schemes by depth, gains by depth with divergence and a phase diagram, a start with its theory, and three factors with broken
 * symmetry.
 */
const PRESETS = [
  'he-vs-xavier-depth',
  'phase-diagram',
  'signal-at-the-start',
  'zeros-constant-random',
] as const
const VIEWS = ['Overview', 'Verdicts', 'Seeds', 'Grid', 'Facets', 'Layers', 'Compare', 'Trials'] as const

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: view, exact: true }).click()
  await page.waitForTimeout(1500)
}

for (const preset of PRESETS) {
  test(`every view of ${preset}`, async ({ lab }) => {
    await runPreset(lab.page, preset)
    for (const view of VIEWS) {
      await show(lab.page, view)
      await photograph(lab, `results-${view.toLowerCase()}-${preset}`)
    }
  })
}

test('the layers at their last step, and further down', async ({ lab }) => {
  const { page } = lab
  await runPreset(page, 'he-vs-xavier-depth')
  await show(page, 'Layers')
  await page.getByRole('button', { name: 'Last recorded step' }).click()
  await photograph(lab, 'results-layers-last')
  await page.getByRole('heading', { name: 'Singular values' }).scrollIntoViewIfNeeded()
  await photograph(lab, 'results-layers-end')
})

test('six configurations of two reports side by side', async ({ lab }) => {
  const { page } = lab
  await runPreset(page, 'he-vs-xavier-depth')
  await runPreset(page, 'relu-gain-window')
  await show(page, 'Compare')
  await expect(page.getByRole('region', { name: 'Side by side: table' })).toContainText('P(better)')
  for (let more = 0; more < 3; more++) {
    await page.getByRole('button', { name: 'Pin a configuration' }).click()
    await page.getByRole('option').last().click()
  }
  await page.getByRole('button', { name: 'Compare with a report' }).click()
  await page.getByRole('option').last().click()
  await page.waitForTimeout(2500)
  await photograph(lab, 'results-compare-six')
  await page.getByRole('region', { name: 'First point of separation' }).scrollIntoViewIfNeeded()
  await page.waitForTimeout(700)
  await page.screenshot({ path: picturePath('results-compare-separation') })
})
