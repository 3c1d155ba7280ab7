import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './harness/lab-window'

const ROOMS = [
  {
    name: 'Home',
    key: 'Control+1',
    heading: 'How do a network’s starting weights decide whether it learns?',
  },
  { name: 'Lab', key: 'Control+2', heading: 'Lab' },
  { name: 'Reports', key: 'Control+3', heading: 'Reports' },
  { name: 'Learn', key: 'Control+4', heading: 'Learn' },
  { name: 'Cards', key: 'Control+5', heading: 'Cards' },
  { name: 'Quiz', key: 'Control+6', heading: 'Quiz' },
] as const

/** Runs on while a person looks around, however fast the machine is. */
const LONG = `format: initlab-sweep/1
name: Takes a while
model: {depth: 8, width: 64, init: [he-normal, xavier-normal]}
train: {steps: 20000}
seeds: {first: 0, count: 20}
`

async function goTo(page: Page, room: (typeof ROOMS)[number]): Promise<void> {
  await page.keyboard.press(room.key)
  await expect(page.getByRole('heading', { level: 1, name: room.heading })).toBeAttached()
}

/** Reka UI's toasts stand between two hidden elements that pass the focus on; they are never focused themselves. */
const FOCUS_PROXIES = '[role="region"] > span[aria-hidden="true"][tabindex="0"]'

/** What axe finds serious or critical, in words. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude(FOCUS_PROXIES).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    )
}

test('every room answers to its key, in light and in dark, and has nothing that axe finds serious', async ({
  lab: { page },
}) => {
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const room of ROOMS) {
      await goTo(page, room)
      expect(await findings(page), `${room.name}, ${theme}`).toEqual([])
    }
  }
})

test('the first result comes from one button, and its report can be renamed, deleted and brought back', async ({
  lab: { app, page },
}) => {
  test.setTimeout(180_000)
  await page.keyboard.press('Control+2')
  await page.getByRole('textbox', { name: 'Name of the sweep' }).fill('Two depths')
  await page.getByRole('textbox', { name: 'Notes' }).fill('**Question.** Which depth?')
  await page.keyboard.press('Tab')
  await expect(page.locator('strong', { hasText: 'Question.' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  const depth = page.getByRole('textbox', { name: 'Add values to Depth' })
  await depth.press('Backspace')
  await depth.fill('1, 2')
  await depth.press('Enter')
  const steps = page.getByRole('textbox', { name: 'Add values to Steps' })
  await steps.press('Backspace')
  await steps.fill('20')
  await steps.press('Enter')
  await expect(
    page.getByRole('contentinfo', { name: 'Forecast' }).or(page.getByLabel('Forecast')),
  ).toContainText('40')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Two depths' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save report as …' })).toBeVisible({ timeout: 120_000 })
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720)
  })
  await expect(page.getByRole('row', { name: /^\D*2 / }).first()).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('slider', { name: 'Step' })).toBeInViewport({ ratio: 1 })

  await page.keyboard.press('Control+3')
  await page.getByRole('link', { name: 'Two depths' }).click()
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Renamed')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete this report' }).click()
  await expect(page.getByText('No reports yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Renamed' })).toBeVisible()
})

test('Home offers three questions first, and every preset when asked', async ({ lab: { page } }) => {
  const runs = page.getByRole('button', { name: /^Run / })
  await expect(runs).toHaveCount(3)
  await page.getByRole('button', { name: /^All presets/ }).click()
  await expect(runs).toHaveCount(19)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Set up Weights from another task' }).click()
  await expect(page.getByLabel('Name of the sweep')).toHaveValue('Weights from another task')
  await page.keyboard.press('Control+1')
  await expect(runs).toHaveCount(3)
})

test('a running sweep is seen from every room, pauses, resumes, and is cancelled only after a question', async ({
  lab: { page },
}) => {
  await page.keyboard.press('Control+Shift+E')
  await page.getByRole('textbox', { name: 'Text of the spec' }).fill(LONG)
  await expect(page.getByRole('tab', { name: '40 trials' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+3')
  const pill = page.getByTitle('Show the sweep in the Lab')
  await expect(pill).toContainText('Running')
  await page.keyboard.press('Control+Shift+P')
  await expect(pill).toContainText('Paused')
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: 'Resume Takes a while' }).click()
  await expect(pill).toContainText('Running')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Keep running' }).click()
  await expect(pill).toContainText('Running')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel sweep' }).click()
  await expect(pill).toContainText('Cancelled')
  await page.getByRole('button', { name: 'New sweep from this' }).click()
  await expect(page.getByLabel('Name of the sweep')).toHaveValue('Takes a while')
})

test('the spec and the cards are one draft; a wrong text names its line and nothing starts', async ({
  lab: { page },
}) => {
  await page.keyboard.press('Control+Shift+E')
  const text = page.getByRole('textbox', { name: 'Text of the spec' })
  await text.fill('format: initlab-sweep/1\nname: Typed\nmodel:\n  depth: [2, 4, 8]\n')
  await expect(page.getByLabel('Name of the sweep')).toHaveValue('Typed')
  await expect(page.getByRole('button', { name: 'Remove 8' })).toBeVisible()
  await text.fill('format: initlab-sweep/1\nmodel:\n  depht: 2\n')
  await expect(page.getByText('line 3')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'Back to the form’s spec' }).click()
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled()
})

test('palette, help, regions and theme work by keyboard alone', async ({ lab: { page } }) => {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command or the name of a report').fill('reports')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('F6')
  const first = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await page.keyboard.press('F6')
  const second = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  expect(first).not.toBe(second)
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByRole('button', { name: /^Theme: light/ })).toBeVisible()
  await expect(page.locator('html')).toHaveClass(/light/)
})

test('at 200 % nothing is cut off sideways', async ({ lab: { page, app } }) => {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
  })
  for (const room of ROOMS) {
    await goTo(page, room)
    const overflow = await page
      .locator('#room')
      .evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(overflow, room.name).toBeLessThanOrEqual(1)
  }
})
