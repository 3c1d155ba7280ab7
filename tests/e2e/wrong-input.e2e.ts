import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'
import type { Page } from '@playwright/test'
import { callLab } from './harness/lab-calls'
import { expect, test } from './harness/lab-session'
import type { SessionWindow } from './harness/lab-session'
import {
  PATIENCE,
  addValues,
  card,
  configurationRows,
  dropFile,
  enter,
  pasteSpec,
  progressBar,
  resultsNamed,
  setValues,
  summaryNamed,
  sweepPill,
  toast,
  untilState,
  valueOf,
} from './harness/person'
import { answerDialogs } from './harness/stand-ins'

const QUICK = (name: string) => `format: initlab-sweep/1
name: ${JSON.stringify(name)}
task: {dataset: xor}
model: {depth: 1, width: 8, init: [he-normal, xavier-normal]}
train: {steps: 20, batchSize: 16}
seeds: {first: 0, count: 3}
`

const DIVERGING = `format: initlab-sweep/1
name: Too large a start
task: {dataset: digits8x8}
model:
  depth: 5
  width: 64
  init: [{scheme: normal, std: 1}, he-normal]
train: {steps: 60, batchSize: 32, learningRate: 0.05}
record: {every: 5}
seeds: {first: 0, count: 3}
`

const LONG = `format: initlab-sweep/1
name: Takes a while
task: {dataset: digits8x8}
model: {depth: 8, width: 64, init: [he-normal, xavier-normal]}
train: {steps: 20000}
seeds: {first: 0, count: 20}
`

function startButton(page: Page) {
  return page.getByRole('button', { name: 'Start', exact: true })
}

/** Start is off, and what describes it says why. */
async function expectBlocked(page: Page, reason: RegExp): Promise<void> {
  await expect(startButton(page)).toBeDisabled({ timeout: PATIENCE })
  await expect(startButton(page)).toHaveAccessibleDescription(reason)
}

/** The window answers: it goes to another room and back. */
async function expectUsable(page: Page): Promise<void> {
  await enter(page, 'Home')
  await expect(page.getByRole('button', { name: 'New sweep' })).toBeEnabled()
  await enter(page, 'Lab')
}

async function runQuick(page: Page, name: string): Promise<void> {
  await enter(page, 'Lab')
  await pasteSpec(page, QUICK(name))
  await expect(page.getByRole('textbox', { name: 'Name of the sweep' })).toHaveValue(name)
  await startButton(page).click()
  await untilState(page, 'Done')
}

async function trialCounts(page: Page): Promise<number[]> {
  return valueOf(await callLab(page, 'library:list', {})).map(({ trialCount }) => trialCount)
}

async function openWindow(session: {
  folder: (name: string) => Promise<string>
  open: (options: { userData: string }) => Promise<SessionWindow>
}): Promise<SessionWindow> {
  return session.open({ userData: await session.folder('wrong') })
}

test('a spec that cannot be read names the key and the line, and Start says so', async ({ session }) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await pasteSpec(
    page,
    QUICK('Wrong key').replace('train: {steps: 20,', 'train: {learnigRate: 0.1, steps: 20,'),
  )
  const problems = page.getByRole('list', { name: 'Problems of the spec' })
  await expect(problems.getByRole('button')).toHaveText(/line 5\s*train\.learnigRate: .*unknown key/i)
  await expectBlocked(page, /error/)
  await problems.getByRole('button').click()
  const chosen = await page
    .getByRole('textbox', { name: 'Text of the spec' })
    .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))
  expect(chosen).toContain('learnigRate')

  await pasteSpec(page, 'model: [1, 2\n  depth: {')
  await expect(problems.getByRole('button').first()).toHaveText(/line \d/)
  await pasteSpec(page, QUICK('Right again'))
  await expect(problems).toBeHidden()
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })
})

test('an impossible value in a card is refused with words, and Start with its reason', async ({
  session,
}) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  for (const [title, value, message] of [
    ['Depth', '2000', /2000 is too large: it may be at most 1000/],
    ['Depth', '2.5', /2\.5 is not a whole number/],
    ['Learning rate', '-1', /too small: it must be at least 0/],
    ['Dropout', '1', /too large: it must be less than 1/],
    ['Scheme', 'he-normall', /not known here/],
    ['Width', 'wide', /not a number/],
  ] as const) {
    const before = await card(page, title)
      .getByRole('button', { name: /^Remove / })
      .allTextContents()
    await addValues(page, title, value)
    await expect(card(page, title).getByRole('alert')).toHaveText(message)
    expect(
      await card(page, title)
        .getByRole('button', { name: /^Remove / })
        .allTextContents(),
    ).toEqual(before)
    await page.getByRole('textbox', { name: `Add values to ${title}` }).fill('')
    await expect(card(page, title).getByRole('alert')).toBeHidden()
  }
  // Three layers' widths do not fit ten hidden layers: only both cards together show it.
  await setValues(page, 'Width', '64-32-16')
  await expect(card(page, 'Depth').getByRole('alert')).toHaveText(/10 does not fit the 3 layers/)
  await expectBlocked(page, /10 does not fit the 3 layers/)
  await setValues(page, 'Width', '32')
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })
})

test('a value that waits in its card with a message keeps Start off', async ({ session }) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })
  await addValues(page, 'Depth', '2000')
  await expectBlocked(page, /^Depth: 2000 is too large/)
  await addValues(page, 'Width', 'wide')
  await expectBlocked(page, /^Depth: 2000 is too large/)
  await addValues(page, 'Depth', '20')
  await expectBlocked(page, /^Width: /)
  await page.getByRole('textbox', { name: 'Add values to Width' }).fill('')
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })

  const seeds = card(page, 'Seeds')
  await seeds.getByText('List', { exact: true }).click()
  await page.getByRole('textbox', { name: 'List of seeds' }).fill('many')
  await page.keyboard.press('Enter')
  await expect(seeds.getByRole('alert')).toBeVisible()
  await expectBlocked(page, /^Seeds: /)
  await seeds.getByText('Range', { exact: true }).click()
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })
})

test('Ctrl+Enter straight after the last letter starts what stands there, or says why not', async ({
  session,
}) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await pasteSpec(page, QUICK('Typed last'))
  await page.keyboard.press('Control+Enter')
  await untilState(page, 'Done')
  expect((await summaryNamed(page, 'Typed last')).trialCount).toBe(6)

  await page.getByRole('button', { name: 'Builder' }).click()
  await page.getByRole('textbox', { name: 'Add values to Depth' }).fill('0')
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await trialCounts(page)).sort()).toEqual([12, 6])
  await untilState(page, 'Done')

  await page.getByRole('button', { name: 'Builder' }).click()
  await page.getByRole('textbox', { name: 'Add values to Depth' }).fill('2000')
  await page.keyboard.press('Control+Enter')
  await expectBlocked(page, /^Depth: 2000 is too large/)
  await page.getByRole('textbox', { name: 'Add values to Depth' }).fill('')
  await pasteSpec(page, 'name: [')
  await page.keyboard.press('Control+Enter')
  await expectBlocked(page, /error/)
  expect(await trialCounts(page)).toHaveLength(2)
})

test('a corrupt report and a foreign zip are refused in words, by dialog and by drop', async ({
  session,
}) => {
  const { app, page } = await openWindow(session)
  const folder = await session.folder('foreign')
  const [corrupt, foreign, other] = ['corrupt.initlab', 'foreign.initlab', 'notes.docx'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string]
  await writeFile(corrupt, Buffer.from('This was a report once. '.repeat(50)))
  await writeFile(foreign, zipSync({ 'word/document.xml': Buffer.from('<document/>') }))
  await writeFile(other, 'text')
  await enter(page, 'Reports')
  for (const [file, message] of [
    [corrupt, /not an Init Lab report: it is not a zip file/],
    [foreign, /zip is not an Init Lab report/],
  ] as const) {
    await answerDialogs(app, { openFile: file })
    await page.getByRole('button', { name: 'Open …' }).click()
    await expect(toast(page, message)).toContainText('The report was not opened')
    await toast(page, message).getByRole('button', { name: 'Close' }).click()
    await expect(toast(page, message)).toHaveCount(0)
    await dropFile(page, file)
    await expect(toast(page, message)).toContainText('The report was not opened')
    await toast(page, message).getByRole('button', { name: 'Details' }).click()
    const details = page.getByRole('dialog', { name: 'What went wrong' })
    await expect(details).toContainText(message)
    await expect(details).toContainText('your library is as it was')
    await page.keyboard.press('Escape')
    await expect(details).toBeHidden()
  }
  await dropFile(page, other)
  await expect(toast(page, 'notes.docx is none of')).toContainText('The file was not taken')
  await expect(page.getByText('No reports yet')).toBeVisible()
  await expectUsable(page)
})

test('a CSV file with a wrong cell names its row and column, by dialog and by drop', async ({ session }) => {
  const { app, page } = await openWindow(session)
  const file = path.join(await session.folder('csv'), 'people.csv')
  const rows = Array.from(
    { length: 20 },
    (_, row) => `${row === 2 ? 'forty' : 20 + row},${row * 1.5},${row % 2}`,
  )
  await writeFile(file, ['age,height,class', ...rows].join('\n'))
  await enter(page, 'Lab')
  await answerDialogs(app, { openFile: file })
  await page.getByRole('button', { name: 'CSV …' }).click()
  const note = card(page, 'Data set').getByRole('alert')
  await expect(note).toContainText(/row 4.*column "age"/)
  await expect(note).toContainText('forty')
  await expectBlocked(page, /forty/)
  await page.getByRole('button', { name: 'Undo in the draft' }).click()
  await expect(note).toBeHidden()
  await dropFile(page, file)
  await expect(note).toContainText(/row 4.*column "age"/)
  await setValues(page, 'Data set', 'digits8x8')
  await expect(note).toBeHidden()
  await expect(startButton(page)).toBeEnabled({ timeout: PATIENCE })
})

test('a trial too large for the memory is refused with its estimate before it runs', async ({ session }) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await setValues(page, 'Width', '4096')
  await setValues(page, 'Depth', '1000')
  await expectBlocked(page, /One trial of .* would take about \d+ MB of memory; \d+ MB are allowed/)
  await page.keyboard.press('Control+Enter')
  await page.waitForTimeout(500)
  await enter(page, 'Reports')
  await expect(page.getByText('No reports yet')).toBeVisible()
})

test('a diverging sweep is a result with its step, counted wherever it is shown', async ({ session }) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await pasteSpec(page, DIVERGING)
  await expect(page.getByRole('tab', { name: '6 trials' })).toBeVisible()
  await startButton(page).click()
  await untilState(page, 'Done')
  const { trials, summary } = await resultsNamed(page, 'Too large a start')
  expect(summary.counts).toMatchObject({ diverged: 3, error: 0 })
  await expect(progressBar(page)).toHaveAttribute('aria-valuetext', /3 diverged/)
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('3 diverged')
  const [large] = await configurationRows(page)
  expect(large?.slice(-5)).toEqual(['3', 'diverged', expect.any(String), '× 3', '0'])
  await expect(page.getByRole('img', { name: /^Convergence/ })).toHaveAttribute(
    'aria-label',
    /3 of 6 trials diverged/,
  )
  const map = page.getByRole('application', { name: /^Map of the trials/ })
  await map.focus()
  const first = trials.find(({ configuration, seed }) => configuration === 0 && seed === 0)
  expect(first).toMatchObject({ status: 'diverged' })
  await expect(page.getByRole('region', { name: 'Trials', exact: true })).toContainText(
    new RegExp(`diverged.*step ${first?.firstCause?.step ?? first?.steps}`),
  )
})

test('while one sweep runs, a second one is refused in words', async ({ session }) => {
  const { page } = await openWindow(session)
  await enter(page, 'Lab')
  await pasteSpec(page, LONG)
  await expect(page.getByRole('tab', { name: '40 trials' })).toBeVisible()
  await startButton(page).click()
  await untilState(page, 'Running')
  await page.getByRole('button', { name: 'Builder' }).click()
  await expectBlocked(page, /Another sweep is running\. Pause or cancel it first\./)
  await page.keyboard.press('Control+Enter')
  await enter(page, 'Home')
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeDisabled()
  await page.keyboard.press('Control+k')
  await page
    .getByRole('dialog')
    .getByRole('combobox')
    .or(page.getByPlaceholder(/^Type a command/))
    .first()
    .fill('start sweep')
  await expect(page.getByRole('option', { name: /^Start sweep/ })).toBeDisabled()
  await page.keyboard.press('Escape')
  expect((await summaryNamed(page, 'Takes a while')).state).toBe('running')
  await enter(page, 'Reports')
  await expect(page.getByRole('button', { name: 'Delete Takes a while' })).toBeDisabled()
  await sweepPill(page).click()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page
    .getByRole('dialog', { name: 'Cancel this sweep?' })
    .getByRole('button', { name: 'Cancel sweep' })
    .click()
  await untilState(page, 'Cancelled')
})

test('a report is renamed, deleted and brought back; a long name stays in the window', async ({
  session,
}) => {
  const { page } = await openWindow(session)
  await runQuick(page, 'Comes back')
  await page.getByRole('button', { name: 'Open in Reports' }).click()
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Came back')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Came back')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Not this')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Came back')

  const before = await resultsNamed(page, 'Came back')
  await page.getByRole('button', { name: 'Delete this report' }).click()
  await expect(page.getByText('No reports yet')).toBeVisible()
  await toast(page, 'Deleted “Came back”').getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Came back' }).click()
  expect((await configurationRows(page)).map(([, n]) => n)).toEqual(['3', '3'])
  expect((await resultsNamed(page, 'Came back')).trials).toEqual(before.trials)

  const long = 'averylongnamewithoutanyspace'.repeat(8).slice(0, 200)
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(long)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(long)
  expect((await summaryNamed(page, long)).name).toHaveLength(200)
  for (const room of ['Home', 'Lab', 'Reports'] as const) {
    await expectNoSidewaysScroll(page, `${room}, before it`)
    await enter(page, room)
    if (room === 'Reports') await page.getByRole('link', { name: long }).waitFor()
    await expectNoSidewaysScroll(page, room)
  }
})

/** Neither the page nor the room scrolls sideways; tables and charts may, inside of their own frames. */
async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const excess = await page.evaluate(() =>
    [document.documentElement, document.body, document.getElementById('room')!].map(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    ),
  )
  expect(excess, where).toEqual([0, 0, 0])
}
