import type { Page } from '@playwright/test'
import { callLab } from './harness/lab-calls'
import { expect, test, type LabWindow } from './harness/lab-window'
import { photograph, picturePath } from './harness/photographs'

/** Every card at once, with values as long as they come. */
const EVERY_CARD = `format: initlab-sweep/1
name: A residual network, a convolution and a plain one with every setting and long names
task: {dataset: mnist14x14, trainSize: 500}
model:
  kind: [mlp, residual-mlp, cnn]
  depth: 2
  residual: [zero-last, scaled]
  convolution: {kernel: 3, channels: 8-16, stride: 2, padding: circular}
  activation: [relu, {name: leaky-relu, slope: 0.125}, {name: prelu, slope: 0.3}, hard-tanh]
  normalization: [none, batch, layer]
  init: [{scheme: truncated-normal, std: 0.02, corrected: true}, {scheme: he-normal, overrides: {1: xavier-normal, last: zeros}}]
  dropout: [0, 0.25]
train:
  optimizer: {name: adamw, beta1: 0.95, weightDecay: 0.05}
  schedule: {name: step, every: 100, factor: 0.5, warmup: 20}
  steps: 300
pretrain:
  task: {dataset: fashion14x14}
  pixels: [original, permuted]
  train: {epochs: 3, schedule: cosine}
  transfer: [scratch, finetune, frozen]
record: {histograms: [0, 100, last]}
seeds: {first: 0, count: 10}
`

/** Types a spec as a person does in the Spec tab, then comes back to the cards. */
async function writeSpec(page: Page, text: string): Promise<void> {
  await page.getByRole('tab', { name: 'Spec' }).click()
  await page.getByRole('textbox', { name: 'Text of the spec' }).fill(text)
  await page.getByRole('textbox', { name: 'Text of the spec' }).blur()
}

async function openAbout({ app, page }: LabWindow): Promise<void> {
  await app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    items.find(({ label }) => label.startsWith('About'))?.click()
  })
  await expect(page.getByRole('dialog', { name: 'About Init Lab' })).toBeVisible()
}

test('every view', async ({ lab }) => {
  const { page } = lab
  await page.waitForTimeout(1500)
  await photograph(lab, 'home-first')
  await page.keyboard.press('Control+2')
  await page.waitForTimeout(800)
  await photograph(lab, 'lab-builder')
  await writeSpec(page, EVERY_CARD)
  await page.waitForTimeout(800)
  for (const [place, view] of [
    ['Initialization', 'lab-cards-top'],
    ['Training', 'lab-cards-training'],
    ['Seeds and rules', 'lab-cards-end'],
  ] as const) {
    await page.getByRole('region', { name: place, exact: true }).scrollIntoViewIfNeeded()
    await photograph(lab, view)
  }
  await page.getByRole('region', { name: 'Initialization' }).scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: /^he-normal .overrides/ }).click()
  await page.waitForTimeout(300)
  // A change of theme would close it.
  await page.screenshot({ path: picturePath('lab-overrides') })
  await page.keyboard.press('Escape')
  await openAbout(lab)
  await photograph(lab, 'about')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await page.waitForTimeout(1000)
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
  await page.getByRole('application').focus()
  await page.keyboard.press('PageDown')
  await page.getByRole('combobox', { name: 'Quantity of the layers' }).click()
  await page.waitForTimeout(300)
  await page.screenshot({ path: picturePath('lab-quantities') })
  await page.keyboard.press('Escape')
  await page.getByRole('application').focus()
  await page.keyboard.press('PageDown')
  await page.waitForTimeout(300)
  await page.screenshot({ path: picturePath('lab-first-cause') })
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
