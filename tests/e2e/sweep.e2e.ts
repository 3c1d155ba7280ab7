import path from 'node:path'
import { collectEvents, seenEvents } from './harness/lab-calls'
import { expect, test } from './harness/lab-session'
import {
  PATIENCE,
  addValues,
  card,
  configurationRows,
  endedOf,
  endedTrials,
  enter,
  medianOf,
  progressBar,
  resultsNamed,
  setSeedCount,
  setValues,
  summaryNamed,
  sweepPill,
  toast,
  untilEnded,
  untilState,
} from './harness/person'
import { answerDialogs } from './harness/stand-ins'

const NAME = 'Two schemes, three depths'
const NUMBER = /^[\d.]+/

test('a grid made by hand runs, pauses, ends, is saved, and opens elsewhere with the same medians', async ({
  session,
}) => {
  test.setTimeout(240_000)
  const userData = await session.folder('sweep')
  const file = path.join(await session.folder('saved'), 'two-schemes.initlab')
  const lab = await session.open({ userData })
  const { page } = lab

  await test.step('the grid is set up in the cards', async () => {
    await page.getByRole('button', { name: 'New sweep' }).click()
    await page.getByRole('textbox', { name: 'Name of the sweep' }).fill(NAME)
    await setValues(page, 'Scheme', 'he-normal')
    await card(page, 'Scheme').getByRole('button', { name: 'Choose values of Scheme' }).click()
    await page.getByRole('option', { name: /^xavier-normal/ }).click()
    await page.keyboard.press('Escape')
    await setValues(page, 'Depth', '3')
    await addValues(page, 'Depth', '10, 20')
    await setValues(page, 'Data set', 'digits8x8')
    // Slow learning: the table shows the losses as plain numbers.
    await setValues(page, 'Learning rate', '0.0005')
    await setValues(page, 'Steps', '6000')
    await setSeedCount(page, 5)
    await expect(card(page, 'Depth').getByText('3 values')).toBeVisible()
    await expect(card(page, 'Scheme').getByText('2 values')).toBeVisible()
  })

  await test.step('the forecast counts the grid', async () => {
    const forecast = page.getByLabel('Forecast', { exact: true })
    await expect(forecast).toContainText(/6\s+configurations\s*×\s*5\s+seeds\s*=\s*30\s+trials/)
    await expect(forecast).toContainText(/Time\s*≈/, { timeout: PATIENCE })
    await expect(page.getByRole('tab', { name: '30 trials' })).toBeVisible()
  })

  await test.step('it starts and counts up', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await untilState(page, 'Running')
    const seen = await untilEnded(page, 1)
    await untilEnded(page, seen + 1)
    await expect(progressBar(page)).toHaveAttribute('aria-valuetext', /\d+ done.*running/)
  })

  await test.step('a pause holds every trial', async () => {
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await untilState(page, 'Paused')
    const held = await summaryNamed(page, NAME)
    expect(held.state).toBe('paused')
    await expect.poll(() => endedTrials(page)).toBe(endedOf(held.counts))
    expect(endedOf(held.counts)).toBeLessThan(30)
    await collectEvents(page, ['sweep:update'])
    await page.waitForTimeout(1500)
    // Trials that had begun sleep in their workers: they count as running, and do not move.
    expect((await summaryNamed(page, NAME)).counts).toEqual(held.counts)
    expect(await endedTrials(page)).toBe(endedOf(held.counts))
    expect(await seenEvents(page)).toEqual([])
  })

  await test.step('it goes on to the end', async () => {
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await untilState(page, 'Done')
    await expect(page.getByRole('region', { name: 'Progress' })).toContainText('30 of 30 trials')
    await expect(sweepPill(page)).toContainText('100')
  })

  const rows = await test.step('the table shows the medians of five seeds', async () => {
    const shown = await configurationRows(page)
    expect(shown).toHaveLength(6)
    const { trials } = await resultsNamed(page, NAME)
    expect(new Set(trials.map(({ configuration, seed }) => `${configuration}:${seed}`)).size).toBe(30)
    for (const [configuration, cells] of shown.entries()) {
      const [depth, scheme, n, trainLoss] = cells
      expect([scheme, depth, n]).toEqual([
        ['he-normal', 'xavier-normal'][configuration % 2],
        ['3', '10', '20'][Math.floor(configuration / 2)],
        '5',
      ])
      const losses = trials.filter((trial) => trial.configuration === configuration)
      const median = medianOf(losses.map(({ final }) => final?.trainLoss ?? NaN))
      expect(Number(NUMBER.exec(trainLoss ?? '')?.[0]) / median).toBeCloseTo(1, 2)
    }
    return shown
  })

  await test.step('the chart shows a band for each configuration, as picture and as table', async () => {
    const picture = page.getByRole('img', { name: /^Convergence: by step, over seeds: median/ })
    await expect(picture).toHaveAttribute('aria-label', /median \[quartiles\]\..*ends at .*\[.*\].*n=5 each/)
    const colours = await picture
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        return new Set(new Uint32Array(data.buffer)).size
      })
    expect(colours).toBeGreaterThan(50)
    await page.getByRole('button', { name: 'Convergence as a table' }).click()
    const table = page.getByRole('region', { name: 'Convergence: table' }).getByRole('table')
    await expect(table.locator('tbody tr')).toHaveCount(6)
    for (const row of await table.locator('tbody tr').all()) await expect(row).toContainText('n=5')
    await expect(table.getByRole('columnheader', { name: 'step 6000' })).toBeVisible()
  })

  await test.step('the report is saved', async () => {
    await answerDialogs(lab.app, { saveFile: file })
    await page.getByRole('button', { name: 'Save report as …' }).click()
    await expect(toast(page, 'Saved two-schemes.initlab')).toBeVisible()
    await lab.close()
  })

  await test.step('the file opens in a new laboratory with the same medians', async () => {
    const other = await session.open({ userData: await session.folder('other'), parameters: [file] })
    await expect(other.page.getByRole('heading', { level: 1 })).toContainText(NAME, { timeout: PATIENCE })
    expect(await configurationRows(other.page)).toEqual(rows)
    await expect(other.page.getByText('opened from a file')).toBeVisible()
    await other.close()
  })

  await test.step('the old laboratory still has it', async () => {
    const again = await session.open({ userData })
    await enter(again.page, 'Reports')
    await again.page.getByRole('link', { name: NAME }).click()
    await expect(again.page.getByRole('heading', { level: 1 })).toContainText(NAME)
    expect(await configurationRows(again.page)).toEqual(rows)
    await again.close()
  })
})
