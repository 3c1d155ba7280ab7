import type { Locator, Page } from '@playwright/test'
import { seriousFindings } from './harness/axe'
import { callLab } from './harness/lab-calls'
import { expect, killWithChildren, test } from './harness/lab-session'
import { PATIENCE, enter, summaryNamed, toast, valueOf } from './harness/person'

async function openLesson(page: Page, title: string): Promise<void> {
  await enter(page, 'Learn')
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title.replace(/^\d+\. /, '') })).toBeVisible()
}

function prediction(page: Page): Locator {
  return page.getByRole('region', { name: 'Prediction', exact: true })
}

/** Tabs on until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

async function look(page: Page, view: string): Promise<void> {
  await expect(toast(page, /./)).toHaveCount(0, { timeout: 20_000 })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const html = page.locator('html')
    await (theme === 'dark' ? expect(html).toHaveClass(/\bdark\b/) : expect(html).not.toHaveClass(/\bdark\b/))
    await page.evaluate(() => {
      for (const animation of document.getAnimations())
        if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish()
    })
    expect.soft(await seriousFindings(page), `${view}, ${theme}`).toEqual([])
  }
}

test('a lesson asks for a prediction by keyboard, runs it, scores it and keeps it over a restart', async ({
  session,
}) => {
  test.setTimeout(240_000)
  const userData = await session.folder('learn')
  const first = await session.open({ userData })
  const { page } = first
  await enter(page, 'Learn')
  await expect(page.getByText('0 of 10 lessons done')).toBeVisible()
  await look(page, 'the path')
  await openLesson(page, '5. He')
  await look(page, 'a lesson')

  const asked = prediction(page)
  const claim = page.getByRole('complementary', { name: 'Claim C05' })
  await expect(claim.getByText('What came out stands here once')).toBeVisible()
  await tabTo(page, asked.getByRole('radio').first())
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await expect(asked.getByRole('radio', { name: 'he-normal', exact: true })).toBeChecked()
  await tabTo(page, asked.getByRole('slider'))
  await page.keyboard.press('End')
  for (let presses = 0; presses < 9; presses += 1) await page.keyboard.press('ArrowLeft')
  await expect(asked.getByRole('slider')).toHaveAttribute('aria-valuetext', '90 %')
  await page.keyboard.press('Control+1')
  await openLesson(page, '5. He')
  await expect(asked.getByRole('radio', { name: 'he-normal', exact: true })).toBeChecked()
  await expect(asked.getByRole('slider')).toHaveAttribute('aria-valuetext', '90 %')
  await tabTo(page, asked.getByRole('button', { name: 'Run it' }))
  await page.keyboard.press('Enter')
  await expect(asked.getByText('You were right.')).toBeVisible({ timeout: PATIENCE })
  await expect(asked.getByText('was first in 5 of 5 seeds')).toBeVisible()
  await expect(asked.getByText(/^Brier score 0\.010 .* log score 0\.11\.$/)).toBeVisible()
  await expect(
    asked.getByRole('img', { name: /^What the seeds did: .*You named he-normal, 90 % sure/ }),
  ).toBeVisible()
  await expect(claim.getByText('Holds', { exact: true })).toBeVisible()
  const more = page.getByRole('region', { name: 'More experiments' })
  await expect(
    more.getByRole('button', { name: /^Show me C05b: .* Predict its experiment first\.$/ }),
  ).toBeVisible()
  await look(page, 'a lesson with its reveal')
  await tabTo(page, page.getByRole('button', { name: 'Finish the lesson' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('This lesson is done.')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /^6\. Gains/ })).toBeFocused()
  await page.keyboard.press('Enter')
  const next = page.getByRole('heading', { level: 1, name: 'Gains and other activations' })
  await expect(next).toBeInViewport()
  await expect(next).toBeFocused()

  await enter(page, 'Reports')
  await expect(page.getByRole('link', { name: 'Prediction: He' })).toBeVisible()
  await enter(page, 'Learn')
  await expect(page.getByText('1 of 10 lessons done')).toBeVisible()
  await page.getByRole('link', { name: 'Predictions' }).click()
  await expect(page.getByText('1 prediction: too few')).toBeVisible()
  await expect(page.getByRole('img', { name: /^Calibration: .*90 % sure and 100 % right/ })).toBeVisible()
  await look(page, 'the predictions')
  await first.close()

  const { page: again } = await session.open({ userData })
  await openLesson(again, '5. He')
  await expect(again.getByRole('article').getByText('Done', { exact: true })).toBeVisible()
  const kept = prediction(again)
  await expect(kept.getByText(/You were 90 % sure, and you were right\./)).toBeVisible()
  await expect(kept.getByRole('radio')).toHaveCount(0)
  await kept.getByRole('button', { name: 'Show what came out' }).click()
  await expect(kept.getByText('was first in 5 of 5 seeds')).toBeVisible()
  await expect(kept.getByText('You were right.')).toBeVisible()
  await expect(
    kept.getByRole('img', { name: /^What the seeds did: .*You named he-normal, 90 % sure/ }),
  ).toBeVisible()
  await kept.getByRole('button', { name: 'Close and repeat' }).click()

  const { id } = await summaryNamed(again, 'Prediction: He')
  valueOf(await callLab(again, 'library:delete', { sweepId: id }))
  await again.reload()
  await openLesson(again, '5. He')
  await kept.getByRole('button', { name: 'Show what came out' }).click()
  await expect(kept.getByText('Its report is not in the library any more.')).toBeVisible()
  await kept.getByRole('button', { name: 'Run it again' }).click()
  await expect(kept.getByText('was first in 5 of 5 seeds')).toBeVisible({ timeout: PATIENCE })
  const history = valueOf(await callLab(again, 'study:history', {}))
  expect(history.filter(({ event }) => event.kind === 'prediction')).toHaveLength(1)
})

test('a curve is drawn with the pointer and by keyboard, and compared with the seeds', async ({
  session,
}) => {
  test.setTimeout(180_000)
  const { page } = await session.open({ userData: await session.folder('learn-curve') })
  await openLesson(page, '3. Variance and fans')
  const asked = prediction(page)
  const pad = asked.getByRole('img', { name: /^Your curve of the mean square of z/ })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (box === null) throw new Error('the pad is not in view')
  // From 1 at the first layer down to some 10^-9 at the last.
  await page.mouse.move(box.x + box.width * 0.09, box.y + box.height * 0.36)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.97, box.y + box.height * 0.75, { steps: 40 })
  await page.mouse.up()
  const fields = asked.getByRole('textbox')
  await expect(fields).toHaveCount(10)
  const drawn = await fields.evaluateAll((all) => all.map((field) => Number(Reflect.get(field, 'value'))))
  expect(
    drawn.every((value, place) => place === 0 || value < (drawn[place - 1] ?? 0)),
    String(drawn),
  ).toBe(true)
  await fields.first().fill('0.7')
  await fields.first().press('Enter')
  await fields.last().focus()
  await page.keyboard.press('ArrowUp')
  await expect(fields.last()).not.toHaveValue(String(drawn.at(-1)))
  await look(page, 'a drawn curve')
  const wanted = await fields.evaluateAll((all) => all.map((field) => String(Reflect.get(field, 'value'))))
  await enter(page, 'Home')
  await openLesson(page, '3. Variance and fans')
  await expect
    .poll(() => fields.evaluateAll((all) => all.map((field) => String(Reflect.get(field, 'value')))))
    .toEqual(wanted)
  await asked.getByRole('button', { name: 'Run it' }).click()
  await expect(
    asked.getByText(/That is (close|off): your curve lies .* powers of ten from the median/),
  ).toBeVisible({
    timeout: PATIENCE,
  })
  await expect(
    asked.getByRole('img', { name: /^What the seeds did: .*5 seeds: the median goes from/ }),
  ).toBeVisible()
})

test('a lesson is more than text: its code, its probe, its exercise and its questions answer', async ({
  session,
}) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('learn-blocks') })
  await openLesson(page, '5. He')
  await page.getByRole('radio', { name: 'Keras' }).check({ force: true })
  await expect(page.getByRole('region', { name: 'Program in Keras' })).toContainText('import keras')

  const probe = page.getByRole('figure', { name: 'Live probe' })
  const picture = probe.getByRole('img', { name: /^Before training: / })
  await expect(picture).toBeVisible({ timeout: PATIENCE })
  const before = await picture.getAttribute('aria-label')
  const scheme = probe.getByRole('radiogroup', { name: 'Scheme' })
  await tabTo(page, scheme.getByRole('radio', { name: 'he-normal' }))
  await page.keyboard.press('ArrowRight')
  await expect(scheme.getByRole('radio', { name: 'xavier-normal' })).toBeChecked()
  await expect(picture).not.toHaveAttribute('aria-label', before ?? '')

  await page.getByRole('button', { name: 'Show the answer' }).click()
  await expect(page.getByText('Each activation passes on another share')).toBeVisible()

  await page.getByRole('button', { name: 'Start the questions' }).click()
  for (let asked = 1; asked <= 4; asked += 1) {
    await expect(page.getByText(`Question ${String(asked)} of 4`)).toBeVisible()
    await page.getByRole('button', { name: 'I do not know' }).click()
    if (asked === 1) await look(page, 'a question of the lesson, answered')
    await page.keyboard.press('Enter')
  }
  await expect(page.getByText(/of the points, 4 questions/)).toBeVisible()
  const history = valueOf(await callLab(page, 'study:history', {}))
  const quiz = history.flatMap(({ event }) => (event.kind === 'quiz' ? [event.answers.length] : []))
  expect(quiz).toEqual([4])
  // The reader saw every section on the way down.
  await expect
    .poll(async () =>
      valueOf(await callLab(page, 'study:history', {})).flatMap(({ event }) =>
        event.kind === 'lesson' ? [event.section] : [],
      ),
    )
    .toContain(3)
})

test('a kill before its sweep has ended takes no prediction away', async ({ session }) => {
  test.setTimeout(180_000)
  const userData = await session.folder('learn-kill-prediction')
  const first = await session.open({ userData })
  await openLesson(first.page, '9. Transfer')
  await prediction(first.page).getByRole('radio', { name: 'original pixels · finetune' }).check()
  await prediction(first.page).getByRole('button', { name: 'Run it' }).click()
  await expect
    .poll(async () => {
      const { prediction: kept } = valueOf(await callLab(first.page, 'study:under-way', {}))
      return kept?.runs[0]?.sweep ?? null
    })
    .not.toBeNull()
  await killWithChildren(first.process)

  const { page } = await session.open({ userData })
  await openLesson(page, '9. Transfer')
  const asked = prediction(page)
  await expect(asked.getByText('You name original pixels · finetune, 60 % sure.')).toBeVisible()
  await asked.getByRole('button', { name: 'Resume' }).click()
  await expect(asked.getByText('You were right.')).toBeVisible({ timeout: PATIENCE })
  const history = valueOf(await callLab(page, 'study:history', {}))
  const said = history.flatMap(({ event }) => (event.kind === 'prediction' ? [event.said] : []))
  expect(said).toEqual([{ kind: 'winner', configuration: 1 }])
  expect(valueOf(await callLab(page, 'study:under-way', {})).prediction?.runs).toEqual([])
})

test('the questions of a lesson go on after a kill where they were', async ({ session }) => {
  test.setTimeout(120_000)
  const userData = await session.folder('learn-kill')
  const first = await session.open({ userData })
  await openLesson(first.page, '5. He')
  await first.page.getByRole('button', { name: 'Start the questions' }).click()
  await first.page.getByRole('button', { name: 'I do not know' }).click()
  await first.page.keyboard.press('Enter')
  await expect(first.page.getByText('Question 2 of 4')).toBeVisible()
  const question = await first.page.getByRole('article', { name: 'Question' }).innerText()
  await expect
    .poll(async () => valueOf(await callLab(first.page, 'study:under-way', {})).lesson?.answers.length)
    .toBe(1)
  await killWithChildren(first.process)

  const { page } = await session.open({ userData })
  await openLesson(page, '5. He')
  await page.getByRole('button', { name: 'Continue: 1 of 4 answered' }).click()
  await expect(page.getByText('Question 2 of 4')).toBeVisible()
  await expect(page.getByRole('article', { name: 'Question' })).toHaveText(question, { useInnerText: true })
  for (let asked = 2; asked <= 4; asked += 1) {
    await page.getByRole('button', { name: 'I do not know' }).click()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByText(/of the points, 4 questions/)).toBeVisible()
  const history = valueOf(await callLab(page, 'study:history', {}))
  expect(history.flatMap(({ event }) => (event.kind === 'quiz' ? [event.answers.length] : []))).toEqual([4])
})

test('every claim is one click from its experiment, which runs on fresh seeds, and back', async ({
  session,
}) => {
  test.setTimeout(240_000)
  const { page } = await session.open({ userData: await session.folder('learn-claims') })
  await enter(page, 'Learn')
  await page.getByRole('link', { name: 'Claims' }).click()
  const ledger = page.getByRole('region', { name: 'Ledger of claims' })
  await expect(ledger.getByRole('status')).toHaveText(/^\d+ claims$/)
  await look(page, 'the ledger')
  await ledger.getByRole('searchbox').fill('C02')
  await expect(ledger.getByRole('status')).toHaveText('1 claim')
  await ledger.getByRole('button', { name: /^C02/ }).click()
  const evidence = page.getByRole('dialog', { name: 'Claim C02' })
  await expect(evidence.getByText(/^checked for this release/)).toBeVisible()
  await expect(
    evidence.getByRole('region', { name: 'Checks of the claim' }).getByRole('row').nth(1),
  ).toBeVisible()
  await look(page, 'the evidence of a claim')
  await evidence.getByRole('button', { name: 'Run it on fresh seeds' }).click()
  await expect(evidence.getByText(/^run just now, seeds from 50[1-9]000/)).toBeVisible({
    timeout: 2 * PATIENCE,
  })
  await page.keyboard.press('Escape')
  await expect(evidence).toHaveCount(0)
  await expect(ledger.getByRole('searchbox')).toHaveValue('C02')
})

test('every formula of every lesson has a spoken form, and a narrow window cuts nothing', async ({
  session,
}) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('learn-formulas') })
  const { lessons } = valueOf(await callLab(page, 'study:content', {}))
  await enter(page, 'Learn')
  const metrics = await page.context().newCDPSession(page)
  let formulas = 0
  for (const { id, title } of lessons) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/learn/${id}`)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    const mute = await page.locator('.katex').evaluateAll((all) =>
      all.flatMap((formula) => {
        const label = formula.closest('[role=math]')?.getAttribute('aria-label') ?? ''
        const isHidden = formula.closest('[aria-hidden=true]') !== null
        return label.trim().length > 0 && isHidden ? [] : [formula.textContent]
      }),
    )
    expect(mute, id).toEqual([])
    await expect(page.locator('.katex-error')).toHaveCount(0)
    formulas += await page.getByRole('math').count()

    await metrics.send('Emulation.setDeviceMetricsOverride', {
      width: 640,
      height: 360,
      deviceScaleFactor: 2,
      mobile: false,
    })
    const room = page.locator('#room')
    await expect
      .poll(() => room.evaluate((element) => element.scrollWidth - element.clientWidth), { message: id })
      .toBeLessThanOrEqual(0)
    await metrics.send('Emulation.clearDeviceMetricsOverride')
  }
  expect(formulas).toBeGreaterThan(50)
})
