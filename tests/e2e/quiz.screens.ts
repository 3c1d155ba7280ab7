import type { Page } from '@playwright/test'
import { expect, test } from './harness/lab-window'
import { photograph, picturePath } from './harness/photographs'

/** Goes through a quiz with whatever answer, and shows each kind once asked and once judged. */
async function answerAll(lab: Parameters<typeof photograph>[0]): Promise<void> {
  const { page } = lab
  const seen = new Set<string>()
  for (let turn = 0; turn < 80; turn += 1) {
    const card = page.getByRole('article', { name: 'Question' })
    if ((await card.count()) === 0) return
    const kind = await kindShown(page)
    const isNew = !seen.has(kind)
    seen.add(kind)
    if (isNew && kind !== 'number') await page.keyboard.press('h')
    await answer(page, kind)
    if (isNew) await photograph(lab, `quiz-${kind}`)
    await page.getByRole('button', { name: 'Check' }).click()
    await page.waitForTimeout(150)
    if (isNew) await photograph(lab, `quiz-${kind}-judged`)
    if (isNew) {
      const session = await page.context().newCDPSession(page)
      const metrics = { width: 640, height: 360, deviceScaleFactor: 2, mobile: false }
      await session.send('Emulation.setDeviceMetricsOverride', metrics)
      await page.waitForTimeout(300)
      await page.screenshot({ path: picturePath(`quiz-${kind}-zoom`) })
      await session.send('Emulation.clearDeviceMetricsOverride')
      await session.detach()
    }
    if (seen.size === 5) {
      await page.getByRole('button', { name: /Next question|See the result/ }).click()
      await page.getByRole('button', { name: /End here/ }).click()
      return
    }
    await page.getByRole('button', { name: /Next question|See the result/ }).click()
    await page.waitForTimeout(100)
  }
}

async function kindShown(page: Page): Promise<string> {
  if ((await page.getByRole('radio').count()) > 2) return 'single'
  if ((await page.getByRole('checkbox').count()) > 2) return 'multiple'
  if ((await page.getByRole('combobox').count()) > 0) return 'matching'
  if ((await page.getByRole('textbox', { name: 'Your number' }).count()) > 0) return 'number'
  return 'ordering'
}

async function answer(page: Page, kind: string): Promise<void> {
  if (kind === 'number') await page.getByRole('textbox', { name: 'Your number' }).fill('0.5')
  else if (kind === 'matching')
    for (const choice of await page.getByRole('combobox').all()) await choice.selectOption({ index: 1 })
  else await page.keyboard.press('1')
}

test('quiz', async ({ lab }) => {
  test.setTimeout(400_000)
  const { page } = lab
  await page.keyboard.press('Control+6')
  await expect(page.getByRole('button', { name: 'Start the quiz' })).toBeEnabled()
  await photograph(lab, 'quiz-build')
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await page.getByRole('button', { name: 'Start the quiz' }).click()
  await answerAll(lab)
  await expect(page.getByText('The result is kept.')).toBeVisible()
  await photograph(lab, 'quiz-result')
  await page.getByRole('button', { name: 'New quiz' }).click()
  await photograph(lab, 'quiz-build-kept')
})

test('interview', async ({ lab }) => {
  test.setTimeout(400_000)
  const { page } = lab
  await page.keyboard.press('Control+6')
  await page.getByText('Interview', { exact: true }).click()
  await photograph(lab, 'interview-build')
  await page.getByRole('button', { name: '2 min' }).click()
  await page.getByRole('button', { name: 'Start the interview' }).click()
  await page
    .getByRole('textbox')
    .fill('Symmetry: equal units get the same gradient. Random weights, variance, fan-in.')
  await photograph(lab, 'interview-asking')
  await page.getByRole('button', { name: 'Show the model answer' }).click()
  await photograph(lab, 'interview-answer')
  await page.getByRole('button', { name: 'Next question' }).click()
  await page.getByRole('button', { name: 'Show the model answer' }).click()
  await photograph(lab, 'interview-answer-aloud')
  await page.getByRole('button', { name: /End here/ }).click()
  await photograph(lab, 'interview-report')
  await page.getByRole('button', { name: 'New interview' }).click()
  await photograph(lab, 'interview-build-kept')
})
