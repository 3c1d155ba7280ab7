import { expect, type Locator, type Page } from '@playwright/test'
import type { Result } from '../../../src/shared/errors'
import type { SweepResults, SweepSummary, TrialCounts } from '../../../src/shared/sweep'
import { callLab } from './lab-calls'

/** Generous: the machine may be busy with other work. */
export const PATIENCE = 90_000

export type Room = 'Home' | 'Lab' | 'Reports' | 'Learn' | 'Cards' | 'Quiz'

/** The room's button in the rail. */
export function roomButton(page: Page, room: Room): Locator {
  return page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: room, exact: true })
}

export async function enter(page: Page, room: Room): Promise<void> {
  await roomButton(page, room).click()
  await expect(roomButton(page, room)).toHaveAttribute('aria-current', 'page')
}

/** A card of the builder, by its title. */
export function card(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true })
}

/** Types values into a card's field and presses Enter. */
export async function addValues(page: Page, title: string, values: string): Promise<void> {
  const field = page.getByRole('textbox', { name: `Add values to ${title}` })
  await field.fill(values)
  await field.press('Enter')
}

/** Takes every chip of a card away, then types the values. */
export async function setValues(page: Page, title: string, values: string): Promise<void> {
  const chips = card(page, title).getByRole('button', { name: /^Remove / })
  for (let left = await chips.count(); left > 0; left -= 1) {
    await chips.first().click()
    await expect(chips).toHaveCount(left - 1)
  }
  await addValues(page, title, values)
}

export async function setSeedCount(page: Page, count: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Number of seeds' })
  await field.fill(String(count))
  await field.press('Enter')
  await expect(field).toHaveValue(String(count))
}

/** Opens the text of the spec and replaces it as a person pastes. */
export async function pasteSpec(page: Page, text: string): Promise<void> {
  await page.getByRole('tab', { name: 'Spec' }).click()
  await page.getByRole('textbox', { name: 'Text of the spec' }).fill(text)
}

/** The bar above the results: how many trials ended, of how many, in which states. */
export function progressBar(page: Page): Locator {
  return page.getByRole('progressbar', { name: 'Trials by state' })
}

export async function endedTrials(page: Page): Promise<number> {
  return Number(await progressBar(page).getAttribute('aria-valuenow', { timeout: PATIENCE }))
}

/** Waits until so many trials ended; says how many it saw then. */
export async function untilEnded(page: Page, least: number): Promise<number> {
  await expect.poll(() => endedTrials(page), { timeout: PATIENCE }).toBeGreaterThanOrEqual(least)
  return endedTrials(page)
}

type StateWord = 'Running' | 'Paused' | 'Done' | 'Cancelled'

/** The button in the bar at the top that names state, sweep and share, and leads to it. */
export function sweepPill(page: Page, ...words: readonly StateWord[]): Locator {
  const begin = words.length === 0 ? 'Running|Paused|Done|Cancelled' : words.join('|')
  return page
    .getByRole('banner', { name: 'Status' })
    .getByRole('button', { name: new RegExp(`^(${begin})\\b`) })
}

export async function untilState(page: Page, word: StateWord): Promise<void> {
  await expect(sweepPill(page, word)).toBeVisible({ timeout: PATIENCE })
}

/** The table of configurations as text, the buttons of each row left out. */
export async function configurationRows(page: Page): Promise<string[][]> {
  const table = page.getByRole('region', { name: 'Configurations: table' }).getByRole('table')
  await expect(table).toBeVisible({ timeout: PATIENCE })
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim()),
      ),
    )
}

/** Lets a file of the disk fall on the window. */
export async function dropFile(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data })
  }
  await session.detach()
}

/** The toast with this title. */
export function toast(page: Page, title: string | RegExp): Locator {
  return page
    .getByRole('region', { name: /Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: title })
}

export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** The library's line of a sweep, asked of the main process: to check what the window shows. */
export async function summaryNamed(page: Page, name: string): Promise<SweepSummary> {
  const found = valueOf(await callLab(page, 'library:list', {})).find((sweep) => sweep.name === name)
  if (found === undefined) throw new Error(`The library has no sweep named ${name}`)
  return found
}

export async function resultsNamed(page: Page, name: string): Promise<SweepResults> {
  const { id } = await summaryNamed(page, name)
  return valueOf(await callLab(page, 'library:results', { sweepId: id }))
}

export function endedOf(counts: TrialCounts): number {
  return counts.done + counts.stalled + counts.diverged + counts.error + counts.cancelled
}

/** The middle of an odd number of values; a value that is no number counts as the worst. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.map((value) => (Number.isNaN(value) ? Infinity : value)).sort((a, b) => a - b)
  return sorted[(sorted.length - 1) / 2] ?? NaN
}
