import type { Page } from '@playwright/test'
import { seriousFindings } from './harness/axe'
import { callLab } from './harness/lab-calls'
import { expect, test } from './harness/lab-session'
import { PATIENCE, enter, pasteSpec, toast, untilState } from './harness/person'

/** Schemes that learn, stall and diverge, with histograms: every view has something of every kind to show. */
const EVERY_STATE = `format: initlab-sweep/1
name: Every state
task: {dataset: digits8x8, trainSize: 200}
model: {depth: [2, 6], width: 16, init: [he-normal, zeros, {scheme: normal, std: 3}]}
train: {steps: 40, learningRate: 0.1}
record: {every: 10, histograms: [0, last]}
seeds: {first: 0, count: 6}
`

async function views(page: Page): Promise<readonly string[]> {
  return page.getByRole('main').getByRole('tab').allInnerTexts()
}

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: view, exact: true }).click()
  await expect(page.getByRole('tab', { name: view, exact: true })).toHaveAttribute('aria-selected', 'true')
}

/** Labels of what scrolls by itself up and down within the room, the page of the room left out. */
async function scrollersIn(page: Page, outermost: string): Promise<readonly string[]> {
  return page.locator(outermost).evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { overflowY } = getComputedStyle(element)
        const scrolls = overflowY === 'auto' || overflowY === 'scroll'
        return scrolls && element.scrollHeight > element.clientHeight
      })
      .map((element) => element.getAttribute('aria-label') ?? element.className),
  )
}

test('at 1280 by 720 the builder is one page, and so is the overview with its whole table', async ({
  session,
}) => {
  test.setTimeout(180_000)
  const { app, page } = await session.open({ userData: await session.folder('one-page') })
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720)
  })
  await enter(page, 'Lab')
  await expect(page.getByRole('list', { name: 'What this design will show' })).toBeVisible({
    timeout: PATIENCE,
  })
  const inLab = ':has(> [aria-label="Settings of the sweep"])'
  expect(await scrollersIn(page, inLab)).toEqual([])
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeInViewport({ ratio: 1 })
  await page.getByRole('spinbutton', { name: 'First seed' }).focus()
  await expect(page.getByRole('spinbutton', { name: 'First seed' })).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Control+Shift+e')
  await expect(page.getByRole('button', { name: 'Copy' })).toBeInViewport({ ratio: 1 })
  await run(page, EVERY_STATE)
  await expect(page.getByRole('region', { name: 'Configurations: table' }).locator('tbody tr')).toHaveCount(6)
  expect(await scrollersIn(page, '#room')).toEqual([])
})

async function run(page: Page, spec: string): Promise<void> {
  await enter(page, 'Lab')
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled({ timeout: PATIENCE })
  await pasteSpec(page, spec)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await untilState(page, 'Done')
}

test('every view of the results says something true, and axe finds nothing serious in it', async ({
  session,
}) => {
  test.setTimeout(300_000)
  const { page } = await session.open({ userData: await session.folder('results') })
  await run(page, EVERY_STATE)
  await expect(toast(page, /./)).toHaveCount(0, { timeout: 20_000 })
  const layers = page.getByRole('region', { name: 'Layers', exact: true }).getByRole('img')
  await expect(layers).toHaveAttribute('aria-label', /measured, .* predicted/, { timeout: PATIENCE })
  const names = await views(page)
  expect(names).toEqual(['Overview', 'Verdicts', 'Seeds', 'Grid', 'Facets', 'Layers', 'Compare', 'Trials'])
  for (const view of names) {
    await show(page, view)
    // Charts appear a frame or more after their view.
    await page.waitForTimeout(1500)
    const summaries = await page
      .locator('main div[role=img]')
      .evaluateAll((charts) => charts.map((chart) => chart.getAttribute('aria-label') ?? ''))
    for (const summary of summaries) {
      expect(summary, view).not.toMatch(/NaN|undefined|\[object/)
      expect(summary.length, `${view}: ${summary}`).toBeGreaterThan(20)
    }
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.waitForTimeout(300)
      expect.soft(await seriousFindings(page), `${view}, ${theme}`).toEqual([])
    }
  }
})

// Uncaught errors of the page fail the test with its window.
test('at 200 % every view is drawn, and facets change their panels', async ({ session }) => {
  test.setTimeout(180_000)
  const { app, page } = await session.open({ userData: await session.folder('large') })
  // More layers than the ten up to which ECharts looks at no axis.
  await run(page, EVERY_STATE.replace('[2, 6]', '[2, 12]').replace('steps: 40', 'steps: 10'))
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
  })
  for (const view of await views(page)) {
    await show(page, view)
    const charts = page.locator('main div[role=img]')
    // Charts appear a frame or more after their view.
    await page.waitForTimeout(1500)
    for (const chart of await charts.all()) {
      await expect(
        chart.locator('canvas').first(),
        (await chart.getAttribute('aria-label')) ?? '',
      ).toBeAttached()
    }
  }
  await show(page, 'Facets')
  for (const [place, factor] of [
    ['columns', 'Scheme'],
    ['rows', 'Depth'],
    ['rows', 'none'],
  ] as const) {
    await page.getByRole('combobox', { name: `Factor of the ${place}` }).click()
    await page.getByRole('option', { name: factor, exact: true }).click()
    await page.waitForTimeout(700)
  }
  await expect(page.locator('main div[role=img]')).toHaveAttribute('aria-label', /of 3 panels/)
})

test('a sweep of one configuration, one seed and one step has its views too', async ({ session }) => {
  test.setTimeout(180_000)
  const { page } = await session.open({ userData: await session.folder('one') })
  await run(
    page,
    `format: initlab-sweep/1
name: One of everything
task: {dataset: xor}
model: {depth: 1, width: 4, init: he-normal}
train: {steps: 1}
seeds: {first: 0, count: 1}
`,
  )
  for (const view of await views(page)) {
    await show(page, view)
    await page.waitForTimeout(800)
    await expect(page.locator('main')).not.toContainText(/NaN|undefined|\[object/)
  }
})

// With four seeds no difference can be told from chance among three comparisons, however large it is.
test('the verdict is read in the first view, and the seeds that would settle it come from its button', async ({
  session,
}) => {
  test.setTimeout(240_000)
  const { page } = await session.open({ userData: await session.folder('verdict') })
  await run(
    page,
    `format: initlab-sweep/1
name: Undecided
task: {dataset: digits8x8, trainSize: 200}
model: {depth: 2, width: 16, init: [he-normal, {scheme: he-normal, gain: 0.25}, zeros]}
train: {steps: 30}
seeds: {first: 0, count: 4}
`,
  )
  const strip = page.getByRole('region', { name: 'Verdicts' }).first()
  await expect(strip).toContainText(/undecided|training loss|difference/, { timeout: PATIENCE })
  await show(page, 'Verdicts')
  const rows = page.getByRole('list', { name: 'Comparisons' }).getByRole('listitem')
  await expect(rows).toHaveCount(3, { timeout: PATIENCE })
  for (const text of await rows.allInnerTexts()) expect(text).toMatch(/n = 4/)
  const more = page.getByRole('button', { name: /^\d+ seeds?$/ }).first()
  const added = Number.parseInt(await more.innerText(), 10)
  await more.click()
  await untilState(page, 'Done')
  const list = await callLab(page, 'library:list', {})
  const trials = list.ok ? list.value.map(({ trialCount }) => trialCount) : []
  expect(trials.toSorted((a, b) => a - b)).toEqual([12, 3 * (4 + added)])
})

test('the builder draws the start of the chosen configuration after an edit', async ({ session }) => {
  const { page } = await session.open({ userData: await session.folder('probe') })
  await enter(page, 'Lab')
  const chart = page.getByRole('region', { name: 'Before training' }).getByRole('img')
  await expect(chart).toHaveAttribute('aria-label', /a layer \(/, { timeout: PATIENCE })
  const before = await chart.getAttribute('aria-label')
  await pasteSpec(
    page,
    `format: initlab-sweep/1
name: Halving
task: {dataset: digits8x8}
model: {depth: 12, width: 64, activation: relu, init: xavier-normal}
train: {steps: 10}
seeds: {first: 0, count: 5}
`,
  )
  await expect(chart).not.toHaveAttribute('aria-label', before ?? '', { timeout: PATIENCE })
  await expect(chart).toHaveAttribute('aria-label', /×0\.\d+ a layer \(0\.50 in theory\)/)
  await expect(page.getByRole('list', { name: 'What this design will show' })).toContainText('plain descent')
})
