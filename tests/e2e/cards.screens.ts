import { test } from './harness/lab-window'
import { enter } from './harness/person'
import { photograph } from './harness/photographs'

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
  await page.screenshot({ path: 'test-results/screens/cards-editor.png' })
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Statistics' }).click()
  await photograph(lab, 'cards-statistics')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await photograph(lab, 'cards-settings')
  await page.getByRole('tab', { name: 'Study' }).click()
  await page.getByRole('button', { name: /^Choose cards/ }).click()
  await page.waitForTimeout(300)
  await page.screenshot({ path: 'test-results/screens/cards-filter.png' })
})
