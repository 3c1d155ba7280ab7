import type { Page } from '@playwright/test'
import { seriousFindings } from './harness/axe'
import { expect, test } from './harness/lab-session'
import {
  PATIENCE,
  addValues,
  configurationRows,
  enter,
  pasteSpec,
  toast,
  untilEnded,
  untilState,
} from './harness/person'

const EVERY_STATE = `format: initlab-sweep/1
name: Done, stalled and diverged
task: {dataset: xor}
model: {depth: 5, width: 64, init: [he-normal, zeros, {scheme: normal, std: 1}]}
train: {steps: 60, learningRate: 0.05}
seeds: {first: 0, count: 3}
`
const LONG = `format: initlab-sweep/1
name: Still running
task: {dataset: digits8x8}
model: {depth: 8, width: 64, init: [he-normal, xavier-normal]}
train: {steps: 20000}
seeds: {first: 0, count: 20}
`
const THEMES = ['light', 'dark'] as const

/** Every shade at once and at rest: what fades in has no contrast yet. */
async function look(page: Page, view: string): Promise<void> {
  await expect(toast(page, /./)).toHaveCount(0, { timeout: 20_000 })
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const html = page.locator('html')
    await (theme === 'dark' ? expect(html).toHaveClass(/\bdark\b/) : expect(html).not.toHaveClass(/\bdark\b/))
    await page.evaluate(async () => {
      const running = document.getAnimations().filter((animation) => {
        return animation.effect?.getComputedTiming().iterations !== Infinity
      })
      await Promise.allSettled(running.map(({ finished }) => finished))
    })
    expect.soft(await seriousFindings(page), `${view}, ${theme}`).toEqual([])
  }
}

async function start(page: Page, spec: string): Promise<void> {
  await enter(page, 'Lab')
  await pasteSpec(page, spec)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
}

test('axe finds nothing serious in any view, in light and in dark', async ({ session }) => {
  test.setTimeout(240_000)
  const { page } = await session.open({ userData: await session.folder('axe') })
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible()
  await look(page, 'Home at the first start')
  for (const room of ['Reports', 'Learn', 'Cards', 'Quiz'] as const) {
    await enter(page, room)
    await look(page, room)
  }

  await enter(page, 'Lab')
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled({ timeout: PATIENCE })
  await look(page, 'Lab, builder')
  await page.getByRole('button', { name: 'Choose values of Scheme' }).click()
  await expect(page.getByRole('option', { name: /^he-normal/ })).toBeVisible()
  await look(page, 'Lab, the menu of schemes')
  await page.keyboard.press('Escape')
  await addValues(page, 'Depth', 'deep')
  await pasteSpec(page, 'model: {dept: 3}')
  await expect(page.getByRole('list', { name: 'Problems of the spec' })).toBeVisible()
  await look(page, 'Lab, builder with a wrong value and a wrong text')
  await page.getByRole('textbox', { name: 'Add values to Depth' }).fill('')

  await start(page, EVERY_STATE)
  await untilState(page, 'Done')
  await look(page, 'Lab, done')
  await page
    .getByRole('row', { name: /normal \(std 1\)/ })
    .first()
    .hover()
  await look(page, 'Lab, done, with a row pointed at')
  await page.getByRole('button', { name: 'Builder' }).click()

  await start(page, LONG)
  await untilState(page, 'Running')
  await untilEnded(page, 1)
  await look(page, 'Lab, running')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await untilState(page, 'Paused')

  await enter(page, 'Home')
  await look(page, 'Home with a paused sweep')
  await enter(page, 'Reports')
  await page.getByRole('link', { name: 'Done, stalled and diverged' }).hover()
  await look(page, 'Reports')
  await page.getByRole('link', { name: 'Done, stalled and diverged' }).click()
  expect(await configurationRows(page)).toHaveLength(3)
  await look(page, 'a report')
  for (const chart of ['Convergence as a table', 'Layers as a table'] as const) {
    const button = page.getByRole('button', { name: chart })
    if ((await button.count()) > 0) await button.click()
  }
  await look(page, 'a report, its charts as tables')

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await look(page, 'the command palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await look(page, 'the help')
})
