import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/lab-session'
import {
  PATIENCE,
  configurationRows,
  endedTrials,
  enter,
  roomButton,
  summaryNamed,
  untilEnded,
  untilState,
} from './harness/person'
import type { Room } from './harness/person'

const ROOMS = ['Home', 'Lab', 'Reports', 'Learn', 'Cards', 'Quiz'] as const satisfies readonly Room[]
const SPEC = `format: initlab-sweep/1
name: By keys alone
task: {dataset: digits8x8}
model: {depth: 10, width: 32, init: [he-normal, xavier-normal]}
train: {steps: 15000}
seeds: {first: 0, count: 8}
`

/** Opens the palette, types, and takes the first answer. */
async function command(page: Page, words: string, title: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await expect(palette).toBeVisible()
  await page.keyboard.type(words)
  await expect(palette.getByRole('option').first()).toHaveText(new RegExp(`^${title}`))
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  for (let press = 0; press < most; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${String(most)} presses of Tab did not reach ${String(target)}`)
}

test('from the first key to the finished sweep without a mouse', async ({ session }) => {
  test.setTimeout(180_000)
  const { page } = await session.open({ userData: await session.folder('keyboard') })
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible()

  await test.step('Ctrl and a digit open the rooms', async () => {
    for (const [index, room] of [...ROOMS.entries()].reverse()) {
      await page.keyboard.press(`Control+${String(index + 1)}`)
      await expect(roomButton(page, room)).toHaveAttribute('aria-current', 'page')
    }
  })

  await test.step('? opens the help, Escape closes it', async () => {
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await page.keyboard.press('?')
    await expect(help).toContainText('Start sweep')
    await page.keyboard.press('Escape')
    await expect(help).toBeHidden()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('a new sweep is set up', async () => {
    await command(page, 'new sweep', 'New sweep')
    await expect(roomButton(page, 'Lab')).toHaveAttribute('aria-current', 'page')
    const depth = page.getByRole('textbox', { name: 'Add values to Depth' })
    await tabTo(page, depth)
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: '40 trials' })).toBeVisible()
    // In a field the sign is a sign.
    await page.keyboard.type('?')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect(page.getByRole('tab', { name: '20 trials' })).toBeVisible()
    await page.keyboard.press('Control+Shift+e')
    const text = page.getByRole('textbox', { name: 'Text of the spec' })
    await tabTo(page, text)
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(SPEC)
    await expect(page.getByRole('tab', { name: '16 trials' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled({ timeout: PATIENCE })
  })

  await test.step('it starts, pauses, goes on and ends', async () => {
    await page.keyboard.press('Control+Enter')
    await untilState(page, 'Running')
    await untilEnded(page, 1)
    await command(page, 'pause', 'Pause or resume sweep')
    await untilState(page, 'Paused')
    expect(await endedTrials(page)).toBeLessThan(16)
    await command(page, 'resume', 'Pause or resume sweep')
    await untilState(page, 'Done')
    expect((await summaryNamed(page, 'By keys alone')).counts.error).toBe(0)
  })

  await test.step('its report opens, and goes and comes back', async () => {
    await page.keyboard.press('Control+3')
    const link = page.getByRole('link', { name: 'By keys alone' })
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    expect((await configurationRows(page)).map(([, n]) => n)).toEqual(['8', '8'])
    await page.keyboard.press('Control+3')
    await tabTo(page, link)
    await page.keyboard.press('Delete')
    await expect(page.getByText('No reports yet')).toBeVisible()
    // F8 is the key of the toasts.
    await page.keyboard.press('F8')
    await tabTo(page, page.getByRole('button', { name: 'Undo', exact: true }))
    await page.keyboard.press('Enter')
    await expect(link).toBeVisible()
    await command(page, 'by keys', 'By keys alone')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('By keys alone')
  })
})

test('F6 goes round the regions of the window, and back with Shift', async ({ session }) => {
  const { page } = await session.open({ userData: await session.folder('regions') })
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible()
  await page.keyboard.press('Control+2')
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  const regions = ['Rooms', 'Status', 'Room', 'Settings of the sweep', 'Start, trials and spec', 'Forecast']
  for (const region of [...regions, 'Rooms']) {
    await page.keyboard.press('F6')
    expect(await focused()).toBe(region)
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
    expect(outline, region).toBe('solid')
  }
  for (const region of [...regions].reverse()) {
    await page.keyboard.press('Shift+F6')
    expect(await focused()).toBe(region)
  }
})

/** A stop of Tab: what it is, and whether it looked otherwise than without the focus. */
interface Stop {
  readonly name: string
  readonly isMarked: boolean
}

/** Presses Tab through the whole view; each stop is compared with how it looks when the focus has gone on. */
async function tabThrough(page: Page): Promise<Stop[]> {
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('* { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]
    // What marks a focus: on the element, or on the field or label around it.
    const looks = (element: Element): string => {
      const own = [element, element.parentElement, element.parentElement?.parentElement]
      return own
        .filter((part) => part !== null && part !== undefined)
        .map((part) => {
          const { outline, boxShadow, borderColor, backgroundColor, clipPath, width } = getComputedStyle(part)
          return [outline, boxShadow, borderColor, backgroundColor, clipPath, width].join('|')
        })
        .join('\n')
    }
    const nameOf = (element: Element): string => {
      const text = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)
      return `${element.tagName.toLowerCase()} ${element.getAttribute('role') ?? ''} "${text}"`
    }
    const stops: { element: Element; name: string; looks: string }[] = []
    Object.assign(window, {
      noteStop: () => {
        const element = document.activeElement ?? document.body
        if (element === document.body || stops.some((stop) => stop.element === element)) return false
        stops.push({ element, name: nameOf(element), looks: looks(element) })
        return true
      },
      readStops: () =>
        stops.map(({ element, name, looks: focused }) => ({ name, isMarked: looks(element) !== focused })),
    })
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  for (let press = 0; press < 200; press += 1) {
    await page.keyboard.press('Tab')
    if (!(await page.evaluate<boolean>('window.noteStop()'))) break
  }
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  return page.evaluate<Stop[]>('window.readStops()')
}

test('the focus is visible at every stop of Tab', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('focus') })
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible()
  const views: Record<string, () => Promise<unknown>> = {
    Home: () => enter(page, 'Home'),
    Lab: () => enter(page, 'Lab'),
    'Lab, spec': () => page.keyboard.press('Control+Shift+e'),
    Reports: () => enter(page, 'Reports'),
    Learn: () => enter(page, 'Learn'),
  }
  for (const [view, go] of Object.entries(views)) {
    await go()
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
    const stops = await tabThrough(page)
    expect(stops.length, view).toBeGreaterThan(8)
    const unmarked = stops.filter(({ isMarked }) => !isMarked).map(({ name }) => name)
    expect.soft(unmarked, `${view}: stops without a visible focus`).toEqual([])
  }
})
