import type { Page } from '@playwright/test'
import { callLab } from './harness/lab-calls'
import { expect, test } from './harness/lab-window'
import { photograph, picturePath } from './harness/photographs'
import { PATIENCE, enter } from './harness/person'

/** The lesson in pieces, each as high as can be looked at. */
async function photographWhole(page: Page, name: string, height: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark')
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1280,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    })
    await page.waitForTimeout(1500)
    for (let top = 0; top < height; top += 1100)
      await page.screenshot({
        path: picturePath(`${name}-${theme}-at-${String(top)}`),
        clip: { x: 150, y: top, width: 1000, height: 1100 },
      })
  }
  await session.send('Emulation.clearDeviceMetricsOverride')
  await session.detach()
}

async function openLesson(page: Page, title: RegExp): Promise<void> {
  await enter(page, 'Learn')
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

test('the room and its lessons', async ({ lab }) => {
  const { page } = lab
  await enter(page, 'Learn')
  await expect(page.getByRole('link', { name: /What initialization is/ })).toBeVisible()
  await photograph(lab, 'learn')
  await page.getByRole('link', { name: 'Claims' }).click()
  await photograph(lab, 'learn-claims')

  await openLesson(page, /5\. He/)
  await photograph(lab, 'lesson-he')
  await page.getByRole('radio', { name: 'he-normal', exact: true }).first().check({ force: true })
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.getByRole('region', { name: 'What the seeds did' })).toBeVisible({ timeout: PATIENCE })
  await page.getByRole('region', { name: 'Prediction' }).scrollIntoViewIfNeeded()
  await page.waitForTimeout(8000)
  await photograph(lab, 'lesson-he-reveal')
  await page.getByRole('button', { name: 'Start the questions' }).click()
  await photographWhole(page, 'lesson-he', 6500)

  await openLesson(page, /3\. Variance/)
  await page.getByRole('region', { name: 'Prediction' }).scrollIntoViewIfNeeded()
  await photograph(lab, 'lesson-variance')
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.getByRole('region', { name: 'What the seeds did' })).toBeVisible({ timeout: PATIENCE })
  await photographWhole(page, 'lesson-variance', 5500)

  await openLesson(page, /2\. /)
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.getByRole('region', { name: 'What the seeds did' })).toBeVisible({ timeout: PATIENCE })
  await photographWhole(page, 'lesson-symmetry', 5500)

  await callLab(page, 'study:record', {
    events: [0.5, 0.6, 0.9, 0.75].map((confidence, place) => ({
      kind: 'prediction',
      lesson: `lesson-${place}`,
      place: [0, 0],
      claims: [],
      outcome: { kind: 'winner', confidence, isRight: place !== 1, choices: 3 },
    })),
  })
  await page.reload()
  await enter(page, 'Learn')
  await photograph(lab, 'learn-begun')
  await page.getByRole('link', { name: 'Predictions' }).click()
  await expect(page.getByRole('region', { name: 'Calibration' })).toBeVisible()
  await photograph(lab, 'learn-predictions')
  await openLesson(page, /5\. He/)
  await page.getByRole('region', { name: 'Prediction' }).scrollIntoViewIfNeeded()
  await photograph(lab, 'lesson-he-made')

  // Half the width of the smallest window: 200 %.
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 640,
    height: 1400,
    deviceScaleFactor: 1,
    mobile: false,
  })
  for (const [name, title] of [
    ['lesson-narrow', /7\. /],
    ['lesson-narrow-winner', /8\. /],
  ] as const) {
    await openLesson(page, title)
    await page.getByRole('region', { name: 'Prediction' }).scrollIntoViewIfNeeded()
    await page.waitForTimeout(800)
    await page.screenshot({ path: picturePath(name) })
  }
  await enter(page, 'Learn')
  await page.waitForTimeout(800)
  await page.screenshot({ path: picturePath('learn-narrow') })
})
