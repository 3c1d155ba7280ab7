import type { Locator, Page } from '@playwright/test'
import { TOPIC_TITLES } from '../../src/shared/study/topics'
import { seriousFindings } from './harness/axe'
import { callLab } from './harness/lab-calls'
import { expect, test } from './harness/lab-session'
import { enter, valueOf } from './harness/person'

const NEW_PER_DAY = 4

function study(page: Page): Locator {
  return page.getByRole('region', { name: 'Your study' })
}

async function masteryOf(page: Page, title: string): Promise<number> {
  const meter = study(page).getByRole('meter', { name: `Mastery of ${title}`, exact: true })
  return Number(await meter.getAttribute('aria-valuenow'))
}

test('Home tells what is due and what is mastered, after reviews, an experiment and a restart', async ({
  session,
}) => {
  test.setTimeout(120_000)
  const userData = await session.folder('home')
  const first = await session.open({ userData })
  const { page } = first
  const settings = { retention: 0.9, newPerDay: NEW_PER_DAY, streak: false }
  valueOf(await callLab(page, 'cards:change-settings', { settings }))
  await page.reload()
  const panel = study(page)

  await test.step('at the first start nothing is mastered, and no day is counted', async () => {
    await expect(panel.getByText(`${String(NEW_PER_DAY)} new`, { exact: true })).toBeVisible()
    const meters = panel.getByRole('meter')
    await expect(meters).toHaveCount(Object.keys(TOPIC_TITLES).length)
    for (const meter of await meters.all()) await expect(meter).toHaveAttribute('aria-valuenow', '0')
    await meters.first().focus()
    await page.keyboard.press('ArrowRight')
    await expect(meters.nth(1)).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(panel.locator('[role="meter"]:focus'), 'the topics are one stop').toHaveCount(0)
    await expect(panel.getByText(/in a row/)).toHaveCount(0)
    await expect(panel.getByRole('link', { name: /^Lesson 1: / })).toBeVisible()
  })

  const { card } = valueOf(
    await callLab(page, 'cards:turn', { filter: { topics: null, difficulties: null } }),
  )
  const topic = card?.topics[0]
  if (topic === undefined) throw new Error('no card waits')

  await test.step('a card that is known leaves the count and lifts its topic', async () => {
    await panel.getByRole('link', { name: 'Start cards' }).click()
    const sheet = page.getByRole('article', { name: 'Card' })
    await expect(sheet).toBeVisible()
    await page.keyboard.press('Space')
    await expect(sheet.getByRole('region', { name: 'Answer' })).toBeVisible()
    await page.keyboard.press('4')
    await expect
      .poll(async () => {
        const cards = valueOf(await callLab(page, 'cards:list', {}))
        return cards.reduce((sum, { schedule }) => sum + schedule.reviews, 0)
      })
      .toBe(1)
    await enter(page, 'Home')
    await expect(panel.getByText(`${String(NEW_PER_DAY - 1)} new`, { exact: true })).toBeVisible()
    expect(await masteryOf(page, TOPIC_TITLES[topic])).toBeGreaterThan(0)
  })

  await test.step('an experiment that was opened lifts the topics that rest on it', async () => {
    const before = await masteryOf(page, 'Symmetry')
    await enter(page, 'Learn')
    await page.getByRole('link', { name: 'Claims' }).click()
    await page.getByRole('searchbox').fill('C02')
    await page.getByRole('button', { name: /^C02/ }).click()
    await expect(page.getByRole('dialog', { name: 'Claim C02' })).toBeVisible()
    await page.keyboard.press('Escape')
    await enter(page, 'Home')
    await expect.poll(() => masteryOf(page, 'Symmetry')).toBeGreaterThan(before)
  })

  await test.step('a card to be learned again is counted as in learning, and the streak when it is wanted', async () => {
    const cards = valueOf(await callLab(page, 'cards:list', {}))
    const fresh = cards.find(({ schedule }) => schedule.state === 'new')
    if (fresh === undefined) throw new Error('no card is new')
    const review = { kind: 'review', card: fresh.card.id, grade: 1, milliseconds: 1, from: 'cards' } as const
    valueOf(await callLab(page, 'study:record', { events: [review] }))
    valueOf(await callLab(page, 'cards:change-settings', { settings: { ...settings, streak: true } }))
    await enter(page, 'Lab')
    await enter(page, 'Home')
    await expect(panel.getByText(`1 in learning, ${String(NEW_PER_DAY - 2)} new`)).toBeVisible()
    await expect(panel.getByText('1 day in a row')).toBeVisible()
  })

  const told = await panel.innerText()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.mouse.move(0, 0)
    await page.waitForTimeout(400)
    expect.soft(await seriousFindings(page), colorScheme).toEqual([])
  }
  await first.close()

  const { page: again } = await session.open({ userData })
  await expect(study(again).getByText('1 day in a row')).toBeVisible()
  await expect(study(again)).toHaveText(told, { useInnerText: true })
})
