import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { callLab } from './harness/lab-calls'
import { expect, test } from './harness/lab-window'
import { enter, valueOf } from './harness/person'
import { photograph, picturePath } from './harness/photographs'

test('the Cards room', async ({ lab }) => {
  test.setTimeout(240_000)
  const { page } = lab
  await enter(page, 'Cards')
  await page.waitForTimeout(800)
  await photograph(lab, 'cards-question')
  await page.keyboard.press('Space')
  await photograph(lab, 'cards-answer')
  for (let n = 0; n < 8; n += 1) {
    await page.keyboard.press('3')
    await page.keyboard.press('Space')
  }
  await page.getByRole('tab', { name: 'All cards' }).click()
  await photograph(lab, 'cards-browse')
  await page.getByRole('button', { name: 'Write a card' }).click()
  await page
    .getByRole('textbox', { name: 'Question' })
    .fill('What is $\\sqrt{4}|the square root of four$ and $x$?')
  await page.getByRole('textbox', { name: 'Answer in words' }).fill('Two. **Always.**')
  await page.waitForTimeout(500)
  await page.screenshot({ path: picturePath('cards-editor') })
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Statistics' }).click()
  await photograph(lab, 'cards-statistics')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await photograph(lab, 'cards-settings')
  await page.getByRole('tab', { name: 'Study' }).click()
  await page.getByRole('button', { name: /^Choose cards/ }).click()
  await page.waitForTimeout(300)
  await page.screenshot({ path: picturePath('cards-filter') })
  await page.keyboard.press('Escape')
  await lab.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(1280, 720)
    window?.webContents.setZoomFactor(2)
  })
  for (const [part, name] of [
    ['Study', 'study'],
    ['All cards', 'browse'],
    ['Statistics', 'statistics'],
  ] as const) {
    await page.getByRole('tab', { name: part }).click()
    await page.waitForTimeout(400)
    // Playwright's own picture shows a corner of a zoomed window.
    const picture = await lab.app.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
      return image?.toPNG().toString('base64') ?? ''
    })
    await writeFile(picturePath(`cards-zoom-${name}`), Buffer.from(picture, 'base64'))
  }
  await lab.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1)
  })
  await onlyNumbers(page)
  await page.getByRole('tab', { name: 'Study' }).click()
  await page.waitForTimeout(300)
  await page.keyboard.type('0.5')
  await page.screenshot({ path: picturePath('cards-number') })
  await page.keyboard.press('Enter')
  await page.waitForTimeout(300)
  await page.screenshot({ path: picturePath('cards-judged') })
  for (let n = 0; n < 40; n += 1) {
    await page.keyboard.press('Space')
    await page.keyboard.press('4')
  }
  await expect(page.getByRole('heading', { name: 'Nothing waits now' })).toBeVisible()
  await page.screenshot({ path: picturePath('cards-end') })
})

/** Leaves only the cards that ask for a number. */
async function onlyNumbers(page: Page): Promise<void> {
  const cards = valueOf(await callLab(page, 'cards:list', {}))
  const events = cards
    .filter(({ card }) => card.kind !== 'number' && card.kind !== 'generated')
    .map(({ card }) => ({ kind: 'suspend' as const, card: card.id }))
  for (let from = 0; from < events.length; from += 50)
    valueOf(await callLab(page, 'study:record', { events: events.slice(from, from + 50) }))
}
