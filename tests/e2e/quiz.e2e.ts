import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { DownloadItem } from 'electron'
import { RandomStream } from '../../src/shared/statistics/random-stream'
import { foundConcepts } from '../../src/shared/study/concepts'
import { drawQuiz, type QuizItem } from '../../src/shared/study/quiz'
import { judgeAnswer, type Given } from '../../src/shared/study/quiz-judgement'
import { shuffled } from '../../src/shared/study/shuffle'
import type { StudyContent } from '../../src/shared/study/study-content'
import { seriousFindings } from './harness/axe'
import { callLab } from './harness/lab-calls'
import { expect, killWithChildren, test } from './harness/lab-session'
import { enter, valueOf } from './harness/person'

const KINDS = ['single', 'multiple', 'ordering', 'matching', 'numeric'] as const
const LENGTH = 10

async function contentOf(page: Page): Promise<StudyContent> {
  return valueOf(await callLab(page, 'study:content', {}))
}

/** The first seed whose quiz of ten has a question of every kind. */
function seedOfEveryKind({ questions }: StudyContent): number {
  for (let seed = 1; ; seed += 1) {
    const kinds = new Set(drawQuiz(questions, LENGTH, seed).map(({ question }) => question.kind))
    if (kinds.size === KINDS.length) return seed
  }
}

/** Types a right or a wrong answer with keys alone, and says what was given. */
async function typeAnswer(page: Page, { question, order }: QuizItem, isRight: boolean): Promise<Given> {
  const { keyboard } = page
  switch (question.kind) {
    case 'single':
    case 'multiple': {
      const chosen = [...question.options.entries()].flatMap(([place, { right }]) =>
        right === isRight ? [place] : [],
      )
      const given = question.kind === 'single' ? chosen.slice(0, 1) : chosen
      for (const place of given) await keyboard.press(String(order.indexOf(place) + 1))
      return given
    }
    case 'ordering': {
      if (!isRight) return order
      const rows = [...order]
      for (let target = 0; target < rows.length; target += 1) {
        for (let row = rows.indexOf(target); row > target; row -= 1) {
          await keyboard.press(String(row + 1))
          await keyboard.press('ArrowUp')
          rows.splice(row - 1, 2, target, rows[row - 1] ?? 0)
        }
      }
      return rows
    }
    case 'matching': {
      const texts = order.map((place) => question.pairs[place]?.right ?? '')
      const letters = [...new Set(texts)]
      const given: number[] = []
      for (const [row, { right }] of question.pairs.entries()) {
        const text = isRight ? right : (letters[0] ?? '')
        await keyboard.press(String(row + 1))
        await keyboard.press('ABCDEFG'.charAt(letters.indexOf(text)))
        given.push(order[texts.indexOf(text)] ?? -1)
      }
      return given
    }
    case 'numeric': {
      const value = isRight ? question.answer : 12_345
      await keyboard.type(String(value))
      return [value]
    }
  }
}

/** Answers a whole quiz by keyboard: the first question of each kind right, the others wrong. @returns the points */
async function answerQuiz(
  page: Page,
  items: readonly QuizItem[],
  rightAll = false,
  of = items.length,
): Promise<number> {
  const seen = new Set<string>()
  let points = 0
  for (const [row, item] of items.entries()) {
    await expect(page.getByText(`Question ${String(row + 1)} of ${String(of)}`)).toBeVisible()
    const isRight = rightAll || !seen.has(item.question.kind)
    seen.add(item.question.kind)
    if (row === 0) await page.keyboard.press('h')
    const given = await typeAnswer(page, item, isRight)
    await page.keyboard.press('Enter')
    const judged = judgeAnswer(item.question, given)
    points += judged.points
    const word = judged.isRight ? 'Right' : judged.points > 0 ? 'Partly right' : 'Not right'
    await expect(
      page.getByRole('article', { name: 'Question' }).getByText(word, { exact: true }),
      item.question.id,
    ).toBeVisible()
    await page.keyboard.press('Enter')
  }
  return points
}

async function expectNoFindings(page: Page, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const html = page.locator('html')
    await (colorScheme === 'dark'
      ? expect(html).toHaveClass(/\bdark\b/)
      : expect(html).not.toHaveClass(/\bdark\b/))
    await page.mouse.move(0, 0)
    await page.waitForTimeout(400)
    expect.soft(await seriousFindings(page), `${view}, ${colorScheme}`).toEqual([])
  }
}

function pointsText(points: number): string {
  return String(Math.round(points * 100) / 100)
}

test('a quiz of every kind by keyboard, its misses again, and the results after a restart', async ({
  session,
}) => {
  test.setTimeout(180_000)
  const userData = await session.folder('quiz')
  const lab = await session.open({ userData })
  const { page } = lab
  const content = await contentOf(page)
  const seed = seedOfEveryKind(content)
  const items = drawQuiz(content.questions, LENGTH, seed)
  const begun = content.cards.slice(0, 60).map(({ id }) => ({
    kind: 'review' as const,
    card: id,
    grade: 4 as const,
    milliseconds: 1,
    from: 'cards' as const,
  }))
  valueOf(await callLab(page, 'study:record', { events: begun }))

  await enter(page, 'Quiz')
  await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(seed))
  await page.getByRole('button', { name: 'Start the quiz' }).focus()
  await page.keyboard.press('Enter')
  const points = await answerQuiz(page, items)
  await expect(page.getByText(`${pointsText(points)} of ${String(LENGTH)} points`)).toBeVisible()
  await expect(page.getByText('1 hint used')).toBeVisible()
  await expect(page.getByText('The result is kept.')).toBeVisible()

  const history = valueOf(await callLab(page, 'study:history', {}))
  const kept = history.flatMap(({ event }) => (event.kind === 'quiz' ? [event] : []))
  expect(kept).toHaveLength(1)
  expect(kept[0]?.answers.map(({ question }) => question)).toEqual(items.map(({ question }) => question.id))
  expect(kept[0]?.answers.filter(({ usedHint }) => usedHint)).toHaveLength(1)
  const missed =
    kept[0]?.answers.flatMap(({ question, points: share }) => (share < 1 ? [question] : [])) ?? []
  expect(missed.length).toBeGreaterThan(2)

  const cards = valueOf(await callLab(page, 'cards:list', {}))
  const claims = new Set(
    content.questions.flatMap((question) =>
      missed.includes(question.id)
        ? [
            ...question.claims,
            ...('options' in question ? question.options.flatMap((one) => one.claims) : []),
          ]
        : [],
    ),
  )
  const again = cards.filter(({ schedule }) => schedule.lapses > 0 || schedule.reviews > 1)
  expect(again.length).toBeGreaterThan(0)
  expect(again.length).toBeLessThanOrEqual(2 * missed.length)
  for (const { card } of again)
    expect(
      card.claims.some((id) => claims.has(id)),
      card.id,
    ).toBe(true)
  expect(cards.filter(({ schedule }) => schedule.state !== 'new')).toHaveLength(begun.length)

  await page.keyboard.press('Tab')
  await expect(
    page.getByRole('button', { name: `Review what was missed (${String(missed.length)})` }),
  ).toBeFocused()
  await page.keyboard.press('Enter')
  const asked = content.questions.filter(({ id }) => missed.includes(id))
  const inOrder = missed.flatMap((id) => asked.filter((question) => question.id === id))
  const second = drawQuiz(inOrder, missed.length, seed + 1)
  await expect(page.getByText(`Question 1 of ${String(missed.length)}`)).toBeVisible()
  await enter(page, 'Home')
  await enter(page, 'Quiz')
  const all = await answerQuiz(page, second, true)
  expect(all).toBe(missed.length)
  await expect(page.getByText('Every answer was right')).toBeVisible()
  await expect(page.getByText('The result is kept.')).toBeVisible()
  await lab.close()

  const next = await session.open({ userData })
  await enter(next.page, 'Quiz')
  const results = next.page.getByRole('region', { name: 'Results so far' }).getByRole('listitem')
  await expect(results).toHaveCount(2)
  await expect(results.first()).toContainText('100 %')
  await results.last().getByRole('button', { name: /^Open/ }).click()
  await expect(next.page.getByText(`${pointsText(points)} of ${String(LENGTH)} points`)).toBeVisible()
  await expect(next.page.getByRole('list', { name: 'Weak topics' })).toBeVisible()

  const wrong = items.findIndex(({ question }) => question.kind === 'single' && missed.includes(question.id))
  const row = next.page.locator('[aria-labelledby="quiz-answers"] > ol > li').nth(wrong)
  await expect(row.getByText('Wrong, chosen')).toBeHidden()
  await row.locator('summary').first().press('Enter')
  await expect(row.getByText('Wrong, chosen')).toBeVisible()
  await expect(row.getByText('Right, not chosen')).toBeVisible()
  await expectNoFindings(next.page, 'an answer of a kept result')
})

async function savesTo(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ session }, target) => {
    session.defaultSession.prependListener('will-download', (_event: unknown, item: DownloadItem) => {
      item.setSavePath(target)
    })
  }, file)
}

test('an interview: the words that were typed tick their concepts, and its report is kept and exported', async ({
  session,
}) => {
  test.setTimeout(120_000)
  const userData = await session.folder('interview')
  const lab = await session.open({ userData })
  const { page } = lab
  const { interview } = await contentOf(page)
  const [first] = shuffled(interview, RandomStream.ofSeed(1))
  if (first === undefined) throw new Error('The school has no interview question')
  const typed = `I would say: ${first.concepts[0]?.words[0] ?? ''}.`.toUpperCase()
  const found = foundConcepts(typed, first.concepts)
  expect(found).toContain(0)

  await enter(page, 'Quiz')
  await page.getByText('Interview', { exact: true }).click()
  await page.getByRole('button', { name: 'All topics' }).press('End')
  await expect(page.getByRole('button', { name: /^Frameworks/ })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Easy' })).toBeFocused()
  await page.getByRole('button', { name: '2 min' }).click()
  await page.getByRole('button', { name: 'Start the interview' }).click()
  await expect(page.getByRole('timer')).toContainText(/\d:\d\d left/)
  await page.keyboard.press('Tab')
  await page.keyboard.type(typed)
  await enter(page, 'Home')
  await enter(page, 'Quiz')
  await expect(page.getByRole('textbox', { name: /Answer aloud/ })).toHaveValue(typed)
  // The keys that start a sweep elsewhere.
  await page.getByRole('textbox', { name: /Answer aloud/ }).press('Control+Enter')
  const count = first.concepts.length
  const covers = (covered: number) =>
    page.getByText(`You covered ${String(covered)} of ${String(count)} concepts`)
  await expect(covers(found.length)).toBeVisible()
  await page.getByRole('checkbox', { name: first.concepts[0]?.name ?? '', exact: true }).uncheck()
  await expect(covers(found.length - 1)).toBeVisible()
  await page.getByRole('checkbox', { name: first.concepts[0]?.name ?? '', exact: true }).check()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Question 2 of 5')).toBeVisible()
  await page.getByRole('button', { name: /^End here/ }).click()
  await expect(page.getByText('The report is kept.')).toBeVisible()

  const file = path.join(userData, 'interview.md')
  await savesTo(lab.app, file)
  await page.getByRole('button', { name: 'Export as Markdown' }).click()
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('# Interview practice')
  const text = await readFile(file, 'utf8')
  expect(text).toContain(`You covered ${String(found.length)} of ${String(count)} concepts.`)
  expect(text).toContain(`- [x] ${first.concepts[0]?.name ?? ''}`)
  expect(text).toContain('> I WOULD SAY')
  await page.locator('[aria-labelledby="interview-answers"] summary').first().press('Enter')
  await expect(page.getByText(typed)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Model answer' })).toBeVisible()
  await page.getByRole('button', { name: 'New interview' }).click()
  const review = page.getByRole('region', { name: 'Quick review' })
  await review.getByRole('checkbox').first().check()
  await expect(review.getByText('1 of')).toBeVisible()
  await lab.close()

  const next = await session.open({ userData })
  await enter(next.page, 'Quiz')
  await next.page.getByText('Interview', { exact: true }).click()
  const kept = next.page.getByRole('region', { name: 'Interviews so far' }).getByRole('listitem')
  await expect(kept).toHaveCount(1)
  await expect(kept).toContainText(`${String(found.length)} of ${String(count)} concepts`)
  const again = next.page.getByRole('region', { name: 'Quick review' })
  await expect(again.getByRole('checkbox').first()).toBeChecked()
})

test('axe finds nothing serious in the quiz and in the interview, in light and in dark', async ({
  session,
}) => {
  test.setTimeout(240_000)
  const { page } = await session.open({ userData: await session.folder('quiz-axe') })
  const content = await contentOf(page)
  const seed = seedOfEveryKind(content)
  await enter(page, 'Quiz')
  await expectNoFindings(page, 'the builder of a quiz')
  await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(seed))
  await page.getByRole('button', { name: 'Start the quiz' }).click()
  const seen = new Set<string>()
  for (const item of drawQuiz(content.questions, LENGTH, seed)) {
    const isNew = !seen.has(item.question.kind)
    seen.add(item.question.kind)
    if (isNew) {
      await page.keyboard.press('h')
      await typeAnswer(page, item, false)
      await expectNoFindings(page, `a question, ${item.question.kind}`)
      await page.keyboard.press('Enter')
      await expectNoFindings(page, `an answer, ${item.question.kind}`)
    } else await page.getByRole('button', { name: 'I do not know' }).click()
    await page.getByRole('button', { name: /Next question|See the result/ }).click()
  }
  await expect(page.getByText('The result is kept.')).toBeVisible()
  await expectNoFindings(page, 'the result of a quiz')
  await page.getByRole('button', { name: 'New quiz' }).click()
  await expectNoFindings(page, 'the builder with results')

  await page.getByText('Interview', { exact: true }).click()
  await expectNoFindings(page, 'the builder of an interview')
  await page.getByRole('button', { name: 'Start the interview' }).click()
  await page.getByRole('textbox', { name: /Answer aloud/ }).fill('Variance and symmetry.')
  await expectNoFindings(page, 'a question of an interview')
  await page.getByRole('button', { name: 'Show the model answer' }).click()
  await expectNoFindings(page, 'a model answer')
  await page.getByRole('button', { name: /^End here/ }).click()
  await expect(page.getByText('The report is kept.')).toBeVisible()
  await expectNoFindings(page, 'the report of an interview')
})

test('a quiz and an interview go on after a kill with what was answered and typed', async ({ session }) => {
  test.setTimeout(180_000)
  const userData = await session.folder('quiz-kill')
  const first = await session.open({ userData })
  const { page } = first
  const content = await contentOf(page)
  const items = drawQuiz(content.questions, LENGTH, 5)
  await enter(page, 'Quiz')
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('5')
  await page.getByRole('button', { name: 'Start the quiz' }).click()
  const points = await answerQuiz(page, items.slice(0, 3), false, LENGTH)
  await expect(page.getByText(`Question 4 of ${String(LENGTH)}`)).toBeVisible()
  await page.getByText('Interview', { exact: true }).click()
  await page.getByRole('button', { name: 'Start the interview' }).click()
  await page.getByRole('textbox', { name: /Answer aloud/ }).fill('Half a sentence')
  await expect
    .poll(async () => valueOf(await callLab(page, 'study:under-way', {})).interview?.text)
    .toBe('Half a sentence')
  const prompt = await page.getByRole('article', { name: 'Interview question' }).innerText()
  await killWithChildren(first.process)

  const second = await session.open({ userData })
  await enter(second.page, 'Quiz')
  await second.page.getByRole('button', { name: `Continue: 3 of ${String(LENGTH)} answered` }).click()
  await expect(second.page.getByText(`Question 4 of ${String(LENGTH)}`)).toBeVisible()
  await expect(second.page.getByText(`${pointsText(points)} of 3 points`)).toBeVisible()
  await expect(second.page.getByText('Seed 5', { exact: true })).toBeVisible()
  await second.page.getByText('Interview', { exact: true }).click()
  await second.page.getByRole('button', { name: 'Continue: 0 of 5 answered' }).click()
  await expect(second.page.getByRole('textbox', { name: /Answer aloud/ })).toHaveValue('Half a sentence')
  await expect(second.page.getByRole('article', { name: 'Interview question' })).toHaveText(prompt, {
    useInnerText: true,
  })
  await killWithChildren(second.process)

  const third = await session.open({ userData })
  await enter(third.page, 'Quiz')
  await expectNoFindings(third.page, 'the offer to continue')
  await third.page.getByRole('button', { name: 'Leave it' }).click()
  await expect(third.page.getByText('The result is kept.')).toBeVisible()
  await third.page.getByRole('button', { name: 'New quiz' }).click()
  await expect(third.page.getByRole('button', { name: 'Leave it' })).toBeHidden()
  const history = valueOf(await callLab(third.page, 'study:history', {}))
  const answers = history.flatMap(({ event }) => (event.kind === 'quiz' ? [event.answers] : []))
  expect(answers.map((one) => one.map(({ question }) => question))).toEqual([
    items.slice(0, 3).map(({ question }) => question.id),
  ])
})

test('at 200 % zoom neither the quiz nor the interview scrolls sideways', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('quiz-zoom') })
  const content = await contentOf(page)
  const seed = seedOfEveryKind(content)
  const metrics = await page.context().newCDPSession(page)
  const zoomed = { width: 640, height: 360, deviceScaleFactor: 2, mobile: false }
  await enter(page, 'Quiz')
  await metrics.send('Emulation.setDeviceMetricsOverride', zoomed)
  const room = page.locator('#room')
  const fits = async (message: string): Promise<void> => {
    await expect
      .poll(() => room.evaluate((element) => element.scrollWidth - element.clientWidth), { message })
      .toBeLessThanOrEqual(0)
  }
  await fits('the builder of a quiz')
  await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(seed))
  await page.getByRole('button', { name: 'Start the quiz' }).click()
  for (const { question } of drawQuiz(content.questions, LENGTH, seed)) {
    await expect(page.getByRole('button', { name: 'I do not know' })).toBeVisible()
    await fits(`${question.id}, asked`)
    await page.getByRole('button', { name: 'I do not know' }).click()
    await expect(page.getByRole('button', { name: /Next question|See the result/ })).toBeVisible()
    await fits(`${question.id}, judged`)
    await page.getByRole('button', { name: /Next question|See the result/ }).click()
  }
  await expect(page.getByText('The result is kept.')).toBeVisible()
  await fits('the result of a quiz')
  await page.getByText('Interview', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start the interview' })).toBeVisible()
  await fits('the builder of an interview')
  await page.getByRole('button', { name: 'Start the interview' }).click()
  await page.getByRole('textbox', { name: /Answer aloud/ }).fill('Variance and symmetry.')
  await fits('a question of an interview')
  await page.getByRole('button', { name: 'Show the model answer' }).click()
  await expect(page.getByText(/You covered \d/)).toBeVisible()
  await fits('a model answer')
  await page.getByRole('button', { name: /^End here/ }).click()
  await expect(page.getByText('The report is kept.')).toBeVisible()
  await fits('the report of an interview')
})
