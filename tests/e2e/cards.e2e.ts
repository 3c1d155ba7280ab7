import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ListedCard } from '../../src/shared/study/card-session'
import type { StudyEvent } from '../../src/shared/study/study-event'
import { seriousFindings } from './harness/axe'
import { HOSTILE_FORMULAS, HOSTILE_TEXTS, planted } from './harness/hostile-texts'
import { callLab } from './harness/lab-calls'
import { expect, killWithChildren, test } from './harness/lab-session'
import { enter, toast, valueOf } from './harness/person'
import { answerDialogs } from './harness/stand-ins'

const SETTINGS = { retention: 0.9, newPerDay: 10, streak: false }

const sheet = (page: Page) => page.getByRole('article', { name: 'Card' })
const answer = (page: Page) => sheet(page).getByRole('region', { name: 'Answer' })

async function cardsOf(page: Page): Promise<readonly ListedCard[]> {
  return valueOf(await callLab(page, 'cards:list', {}))
}

async function answersOf(page: Page): Promise<number> {
  return (await cardsOf(page)).reduce((sum, { schedule }) => sum + schedule.reviews, 0)
}

/** More events than one call takes. */
async function record(page: Page, events: readonly StudyEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += 50)
    valueOf(await callLab(page, 'study:record', { events: events.slice(from, from + 50) }))
}

/** Shows the answer and grades, with an eye on the card so that it is known to be another one. */
async function answerCard(page: Page, grade: 1 | 2 | 3 | 4, nth: number): Promise<void> {
  await page.keyboard.press('Space')
  await expect(answer(page)).toBeVisible()
  await page.keyboard.press(String(grade))
  await expect.poll(() => answersOf(page)).toBe(nth)
}

test('ten cards by keyboard alone, undone to the first and done again, and all there after a restart', async ({
  session,
}) => {
  test.setTimeout(180_000)
  const userData = await session.folder('cards')
  const first = await session.open({ userData })
  const { page } = first
  valueOf(await callLab(page, 'cards:change-settings', { settings: SETTINGS }))
  await page.keyboard.press('Control+5')
  await expect(sheet(page)).toBeVisible()
  const untouched = await cardsOf(page)
  const firstCard = await sheet(page).innerText()

  await test.step('ten cards, and what was done', async () => {
    for (let nth = 1; nth <= 10; nth += 1) await answerCard(page, 4, nth)
    await expect(page.getByRole('heading', { name: 'Nothing waits now' })).toBeVisible()
    await expect(page.getByText('10 answers on 10 cards: 10 easy.')).toBeVisible()
    await expect(page.getByText(/^The next card is due on /)).toBeVisible()
  })

  await test.step('after the last card every step can be taken back, one by one', async () => {
    for (let left = 9; left >= 0; left -= 1) {
      await page.keyboard.press('Control+z')
      await expect.poll(() => answersOf(page)).toBe(left)
    }
    await expect(sheet(page)).toHaveText(firstCard, { useInnerText: true })
    const state = (cards: readonly ListedCard[]) =>
      cards.map(({ card, schedule }) => [card.id, schedule.state, schedule.reviews, schedule.stability])
    expect(state(await cardsOf(page))).toEqual(state(untouched))
  })

  await test.step('done again with every grade, one card suspended and one buried', async () => {
    await page.keyboard.press('s')
    await expect.poll(async () => (await cardsOf(page)).filter((one) => one.isSuspended).length).toBe(1)
    await page.keyboard.press('b')
    await expect.poll(async () => (await cardsOf(page)).filter((one) => one.isBuried).length).toBe(1)
    await answerCard(page, 4, 1)
    await answerCard(page, 3, 2)
    await page.keyboard.press('Control+z')
    await expect.poll(() => answersOf(page)).toBe(1)
    for (let nth = 2; nth <= 10; nth += 1) await answerCard(page, 4, nth)
    await expect(page.getByText('10 answers on 10 cards: 10 easy. 2 cards put away.')).toBeVisible()
  })

  const before = await cardsOf(page)
  await first.close()
  const second = await session.open({ userData })
  await second.page.keyboard.press('Control+5')
  await expect(second.page.getByRole('heading', { name: 'Nothing waits now' })).toBeVisible()
  const kept = (cards: readonly ListedCard[]) =>
    cards.filter(({ schedule }) => schedule.reviews > 0).map(({ card, schedule }) => [card.id, schedule])
  expect(kept(await cardsOf(second.page))).toEqual(kept(before))
  expect((await cardsOf(second.page)).filter((one) => one.isSuspended)).toHaveLength(1)

  await second.page.getByRole('button', { name: 'Change the limit' }).click()
  const limit = second.page.getByRole('spinbutton', { name: 'New cards a day' })
  // An emptied field is no number of cards, and no fault.
  await limit.fill('')
  await limit.press('Enter')
  await expect(limit).toHaveValue('10')
  await expect(toast(second.page, 'The setting was not kept')).toBeHidden()
  await limit.fill('11')
  await limit.press('Enter')
  await second.page.getByRole('tab', { name: 'Study' }).click()
  await expect(sheet(second.page)).toBeVisible()
})

test('an experiment is predicted by keyboard before it is shown, once', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('cards-predict') })
  valueOf(await callLab(page, 'cards:change-settings', { settings: SETTINGS }))
  const decided = new Map(
    valueOf(await callLab(page, 'claims:list', {})).flatMap(({ id, stored, conditions }) =>
      stored === null ? [] : [[id, { stored, conditions }] as const],
    ),
  )
  const cards = await cardsOf(page)
  const asked = cards.find(({ card }) => decided.has(card.claims[0] ?? ''))
  const claim = decided.get(asked?.card.claims[0] ?? '')
  if (asked === undefined || claim === undefined) throw new Error('no card rests on a claim')
  const away = cards.filter(({ card }) => card.id !== asked.card.id)
  await record(
    page,
    away.map(({ card }): StudyEvent => ({ kind: 'suspend', card: card.id })),
  )
  await page.keyboard.press('Control+5')
  await expect(sheet(page)).toBeVisible()
  const evidence = page.getByRole('dialog', { name: /^Claim C/ })
  const cameOut = evidence.getByRole('region', { name: 'What came out' })
  const slider = evidence.getByRole('slider', { name: 'How sure are you?' })

  await test.step('the question gives nothing away', async () => {
    await page.keyboard.press('e')
    await expect(evidence.getByRole('group', { name: 'What will its experiment say?' })).toBeVisible()
    await expect(cameOut).toHaveCount(0)
    await expect(evidence.getByText(claim.conditions)).toHaveCount(0)
    await expect(evidence.getByRole('button', { name: 'Run it on fresh seeds' })).toHaveCount(0)
    await expect(evidence.getByRole('button', { name: 'See what came out' })).toBeDisabled()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => {
        for (const animation of document.getAnimations())
          if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish()
      })
      expect.soft(await seriousFindings(page), `the question, ${colorScheme}`).toEqual([])
    }
  })

  await test.step('an answer by keyboard shows what came out, with the scores', async () => {
    for (let presses = 0; presses < 10; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await evidence.locator('input[type=radio]:focus').count()) > 0) break
    }
    // Holds is chosen by Space, Refuted lies one up from it.
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowUp')
    await expect(evidence.getByRole('radio', { name: 'Refuted' })).toBeChecked()
    await page.keyboard.press('Tab')
    await expect(slider).toBeFocused()
    await page.keyboard.press('Home')
    await expect(slider).toHaveAttribute('aria-valuetext', '34 %')
    await page.keyboard.press('End')
    await expect(slider).toHaveAttribute('aria-valuetext', '99 %')
    for (let presses = 0; presses < 9; presses += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(cameOut).toBeFocused()
    const isRight = claim.stored.outcome === 'refuted'
    await expect(cameOut).toContainText(`You said Refuted, 90 % sure: ${isRight ? 'right' : 'not so'}.`)
    await expect(cameOut).toContainText(
      isRight ? /Brier score 0\.010 .*log score 0\.11\./ : /Brier score 0\.81 .*log score 2\.3\./,
    )
    await expect(cameOut).toContainText(claim.stored.sentence)
    await expect(evidence.getByText(claim.conditions)).toBeVisible()
    await expect(evidence.getByRole('button', { name: 'Run it on fresh seeds' })).toBeVisible()
    expect(await seriousFindings(page), 'what came out').toEqual([])
  })

  await test.step('the next time it is there at once, and the Predictions page counts it', async () => {
    await page.keyboard.press('Escape')
    await expect(evidence).toBeHidden()
    await page.keyboard.press('e')
    await expect(cameOut).toContainText('You said Refuted, 90 % sure')
    await expect(evidence.getByRole('radio')).toHaveCount(0)
    await page.keyboard.press('Escape')
    expect(await answersOf(page)).toBe(0)
    await enter(page, 'Learn')
    await page.getByRole('link', { name: 'Predictions' }).click()
    await expect(page.getByText(/^1 prediction, on average 90 % sure and /).first()).toBeVisible()
  })
})

test('keys work wherever the focus is, not in a field and not behind a dialog', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('cards-keys') })
  valueOf(await callLab(page, 'cards:change-settings', { settings: SETTINGS }))
  const claimed = (await cardsOf(page)).find(({ card }) => card.kind === 'number' && card.claims.length > 0)
  if (claimed === undefined) throw new Error('no typed number rests on a claim')
  // Only this card is left to ask.
  const others = (await cardsOf(page)).filter(({ card }) => card.id !== claimed.card.id)
  const away = others.map(({ card }): StudyEvent => ({ kind: 'suspend', card: card.id }))
  await record(page, away)
  await page.keyboard.press('Control+5')
  const field = page.getByRole('textbox', { name: 'Your answer' })
  await expect(field).toBeFocused()

  await test.step('E opens the experiment over the card, and nothing is graded behind it', async () => {
    await page.keyboard.press('e')
    const evidence = page.getByRole('dialog', { name: /^Claim C/ })
    await expect(evidence).toBeVisible()
    await page.keyboard.press('Space')
    await page.keyboard.press('3')
    expect(await answersOf(page)).toBe(0)
    await page.keyboard.press('Escape')
    await expect(evidence).toBeHidden()
  })

  await test.step('what is typed is a number, and is judged', async () => {
    if (claimed.card.kind !== 'number') return
    await field.focus()
    await page.keyboard.type(String(claimed.card.answer * 3 + 1))
    await page.keyboard.press('Enter')
    await expect(answer(page)).toContainText('the answer is')
    await expect(page.getByRole('button', { name: /^Again .*suggested by your answer$/ })).toBeVisible()
    // From any button of the room.
    await page.getByRole('tab', { name: 'Study' }).focus()
    await page.keyboard.press('4')
    await expect(page.getByRole('heading', { name: 'Nothing waits now' })).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(sheet(page)).toBeVisible()
    await page.keyboard.type(String(claimed.card.answer))
    await page.keyboard.press('Space')
    await expect(answer(page)).toContainText('Right')
    await expect(page.getByRole('button', { name: /^Good .*suggested by your answer$/ })).toBeVisible()
  })

  await test.step('palette and help know the keys', async () => {
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(help).toContainText('Bury the card until tomorrow')
    await page.keyboard.press('Escape')
    await expect(help).toBeHidden()
    await enter(page, 'Lab')
    await page.keyboard.press('Control+z')
    expect((await cardsOf(page)).filter((one) => one.isSuspended)).toHaveLength(others.length)
  })
})

test('a kill in a session loses at most the card on the screen', async ({ session }) => {
  test.setTimeout(120_000)
  const userData = await session.folder('cards-kill')
  const first = await session.open({ userData })
  valueOf(await callLab(first.page, 'cards:change-settings', { settings: SETTINGS }))
  await first.page.keyboard.press('Control+5')
  await expect(sheet(first.page)).toBeVisible()
  for (let nth = 1; nth <= 4; nth += 1) await answerCard(first.page, 4, nth)
  const open = await sheet(first.page).innerText()
  await first.page.keyboard.press('Space')
  await expect(answer(first.page)).toBeVisible()
  await killWithChildren(first.process)

  const second = await session.open({ userData })
  await second.page.keyboard.press('Control+5')
  await expect(sheet(second.page)).toHaveText(open, { useInnerText: true })
  expect(await answersOf(second.page)).toBe(4)
})

test('forty hostile texts in cards show as text, and nothing of them runs', async ({ session }) => {
  test.setTimeout(180_000)
  const { page } = await session.open({ userData: await session.folder('cards-hostile') })
  const texts = [...HOSTILE_TEXTS, ...HOSTILE_FORMULAS]
  expect(HOSTILE_TEXTS).toHaveLength(40)
  const shipped = await cardsOf(page)
  const cards = texts.map((text, place): StudyEvent => {
    const common = {
      id: `own-hostile-${String(place).padStart(2, '0')}`,
      covers: [],
      claims: [],
      corrects: [],
      topics: ['basics' as const],
      difficulty: 'easy' as const,
    }
    return { kind: 'card', card: { ...common, kind: 'reveal', front: text, back: text } }
  })
  const away = shipped.map(({ card }): StudyEvent => ({ kind: 'suspend', card: card.id }))
  await record(page, [...away, ...cards])
  valueOf(await callLab(page, 'cards:change-settings', { settings: { ...SETTINGS, newPerDay: 100 } }))
  let asked = 0
  page.on('request', (request) => {
    if (!request.url().startsWith('initlab:') && !request.url().startsWith('app:')) asked += 1
  })

  await enter(page, 'Cards')
  for (const [place, text] of texts.entries()) {
    await expect(sheet(page)).toBeVisible()
    await page.keyboard.press('Space')
    await expect(answer(page)).toBeVisible()
    if (place < HOSTILE_TEXTS.length) expect(await answer(page).textContent()).toContain(text)
    expect(await planted(page), text).toEqual([])
    await page.keyboard.press('4')
    await expect.poll(() => answersOf(page)).toBe(place + 1)
  }
  await page.getByRole('tab', { name: 'All cards' }).click()
  const search = page.getByRole('searchbox', { name: 'Search the cards' })
  await search.fill('own-hostile')
  await expect(
    page.getByText(`${String(texts.length)} of ${String(shipped.length + texts.length)} cards`),
  ).toBeVisible()
  expect(await planted(page)).toEqual([])
  await search.fill('own-hostile-01')
  await page.getByRole('button', { name: /^Edit: / }).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('onerror="window.ran=1"')
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(asked).toBe(0)
})

test('a wrong deck is refused with its lines, a right one comes in and goes out', async ({ session }) => {
  test.setTimeout(120_000)
  const { app, page } = await session.open({ userData: await session.folder('cards-deck') })
  const folder = await session.folder('cards-files')
  const [wrong, right, out] = ['wrong.csv', 'right.csv', 'out.csv'].map((name) => path.join(folder, name))
  if (wrong === undefined || right === undefined || out === undefined) throw new Error('no paths')
  await writeFile(wrong, '#separator:Comma\nWhat is a fan?,An input\nOnly a front\nTwo?,2\n,Only a back\n')
  await writeFile(right, '#separator:Comma\nWhat is a fan?,An input\nTwo?,2\n')
  const count = (await cardsOf(page)).length
  await enter(page, 'Cards')
  await page.getByRole('tab', { name: 'All cards' }).click()

  await answerDialogs(app, { openFile: wrong })
  await page.getByRole('button', { name: 'Import CSV …' }).click()
  const refusal = page.getByRole('alert').filter({ hasText: 'The deck was refused' })
  await expect(refusal.getByRole('listitem')).toHaveText([
    'wrong.csv:3: a card needs a front and a back',
    'wrong.csv:5: a card needs a front and a back',
  ])
  expect(await cardsOf(page)).toHaveLength(count)

  await answerDialogs(app, { openFile: right, saveFile: out })
  await page.getByRole('button', { name: 'Import CSV …' }).click()
  await expect(toast(page, '2 cards added')).toBeVisible()
  await expect(refusal).toBeHidden()
  await expect(page.getByText(`${String(count + 2)} cards`, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Export CSV …' }).click()
  await expect(toast(page, `${String(count + 2)} cards exported`)).toBeVisible()
  expect(await readFile(out, 'utf8')).toContain('What is a fan?,An input')
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(page.getByText(`${String(count)} cards`, { exact: true })).toBeVisible()
  expect(await cardsOf(page)).toHaveLength(count)
})

test('a card is written, edited, suspended and removed, and each is undone', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('cards-own') })
  const count = (await cardsOf(page)).length
  await enter(page, 'Cards')
  await page.getByRole('tab', { name: 'All cards' }).click()
  await page.getByRole('button', { name: 'Write a card' }).click()
  const editor = page.getByRole('dialog', { name: 'Write a card' })
  await editor.getByRole('textbox', { name: 'Question' }).fill('What is $x$?')
  await editor.getByRole('textbox', { name: 'Answer in words' }).fill('A zebra.')
  await expect(editor.getByText(/needs its spoken words/)).toBeVisible()
  await editor.getByRole('button', { name: 'Save the card' }).click()
  expect(await cardsOf(page)).toHaveLength(count)
  await editor.getByRole('textbox', { name: 'Question' }).fill('What is $x|the letter x$?')
  await expect(editor.getByRole('math', { name: 'the letter x' })).toHaveCount(1)
  await editor.getByRole('button', { name: 'Save the card' }).click()
  await expect(editor).toBeHidden()
  await expect.poll(async () => (await cardsOf(page)).length).toBe(count + 1)

  await page.getByRole('searchbox', { name: 'Search the cards' }).fill('what letter x')
  await page.getByRole('button', { name: 'Suspend: What is the letter x?' }).click()
  await expect(page.getByRole('cell', { name: 'Suspended' })).toBeVisible()
  await page.getByRole('button', { name: 'Return: What is the letter x?' }).click()
  await expect(page.getByRole('cell', { name: 'New' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove: What is the letter x?' }).click()
  await expect.poll(async () => (await cardsOf(page)).length).toBe(count)
  for (const left of [count + 1, count + 1, count + 1, count]) {
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
    await expect.poll(async () => (await cardsOf(page)).length).toBe(left)
  }
})

test("Anki's own export comes in as cards, and a deck goes from one lab to another byte for byte", async ({
  session,
}) => {
  test.setTimeout(120_000)
  const first = await session.open({ userData: await session.folder('cards-anki') })
  const folder = await session.folder('cards-anki-files')
  const [notes, out, again] = ['notes.txt', 'out.csv', 'again.csv'].map((name) => path.join(folder, name))
  if (notes === undefined || out === undefined || again === undefined) throw new Error('no paths')
  const rows = [
    'q~1Wx\tBasic\tNets::Init\t"What is <b>one</b>?<br>Say ""why"""\t<div>A zebra</div>\the hard',
    'z;2\tCloze\tNets\tThe gain of {{c1::ReLU}} is {{c2::\\(\\sqrt{2}\\)}}.\t\t',
  ]
  const headers =
    '\uFEFF#separator:tab\r\n#html:true\r\n#guid column:1\r\n#notetype column:2\r\n#deck column:3\r\n#tags column:6\r\n'
  await writeFile(notes, `${headers}${rows.join('\r\n')}\r\n`)
  const count = (await cardsOf(first.page)).length

  await test.step('the notes are cards, with their formulas and blanks', async () => {
    const { page } = first
    await answerDialogs(first.app, { openFile: notes, saveFile: out })
    await enter(page, 'Cards')
    await page.getByRole('tab', { name: 'All cards' }).click()
    await page.getByRole('button', { name: 'Import CSV …' }).click()
    await expect(toast(page, '2 cards added')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search the cards' }).fill('zebra hard')
    await expect(page.getByText(`1 of ${String(count + 2)} cards`)).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search the cards' }).fill('gain relu is')
    await page.getByRole('button', { name: /^Edit: The gain of ReLU/ }).click()
    const preview = page.getByRole('region', { name: 'Preview' })
    await expect(preview.getByRole('img', { name: 'blank' })).toHaveCount(2)
    await expect(preview.getByRole('math', { name: 'sqrt 2' })).toHaveCount(1)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Export CSV …' }).click()
    await expect(toast(page, `${String(count + 2)} cards exported`)).toBeVisible()
    await first.close()
  })

  await test.step('another lab takes them and gives the same file', async () => {
    const { app, page } = await session.open({ userData: await session.folder('cards-anki-other') })
    await answerDialogs(app, { openFile: out, saveFile: again })
    await enter(page, 'Cards')
    await page.getByRole('tab', { name: 'All cards' }).click()
    await page.getByRole('button', { name: 'Import CSV …' }).click()
    await expect(toast(page, '2 cards added')).toBeVisible()
    await page.getByRole('button', { name: 'Export CSV …' }).click()
    await expect(toast(page, `${String(count + 2)} cards exported`)).toBeVisible()
    expect((await readFile(again)).equals(await readFile(out))).toBe(true)
  })
})

test('a card is edited in the middle of a session, and nothing typed is lost', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('cards-edit') })
  await page.keyboard.press('Control+5')
  await expect(sheet(page)).toBeVisible()
  await page.keyboard.press('Space')
  await expect(answer(page)).toBeVisible()
  const editor = page.getByRole('dialog', { name: 'Edit the card' })
  const words = editor.getByRole('textbox', { name: /^(Answer in words|Note after)/ })

  await test.step('Escape closes the editor, and what was typed can be had back', async () => {
    await page.keyboard.press('Shift+E')
    await words.fill('A zebra.')
    await page.keyboard.press('Escape')
    await expect(editor).toBeHidden()
    await toast(page, 'The card was not saved').getByRole('button', { name: 'Go on writing' }).click()
    await expect(words).toHaveValue('A zebra.')
  })

  await test.step('the open card says what was saved, and can be graded at once', async () => {
    await editor.getByRole('button', { name: 'Save the card' }).click()
    await expect(editor).toBeHidden()
    await expect(answer(page)).toContainText('A zebra.')
    await page.keyboard.press('4')
    await expect.poll(() => answersOf(page)).toBe(1)
    await page.keyboard.press('Control+z')
    await expect.poll(() => answersOf(page)).toBe(0)
    expect((await cardsOf(page)).filter((card) => card.isEdited)).toHaveLength(1)
  })

  await test.step('it is written and saved by keyboard alone', async () => {
    await page.keyboard.press('Shift+E')
    await expect(editor.getByRole('textbox').first()).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Which animal has [[stripes]]?')
    await page.keyboard.press('Control+Enter')
    await expect(editor).toBeHidden()
    await expect(sheet(page)).toContainText('Which animal has')
    await page.keyboard.press('Control+z')
    await expect(sheet(page)).not.toContainText('Which animal has')
  })

  await test.step("the lab's own words are one press away", async () => {
    await page.keyboard.press('Shift+E')
    await editor.getByRole('button', { name: "The lab's own words" }).click()
    await expect(words).not.toHaveValue('A zebra.')
    await editor.getByRole('button', { name: 'Save the card' }).click()
    await expect.poll(async () => (await cardsOf(page)).filter((card) => card.isEdited).length).toBe(0)
  })
})

test('a very long card scrolls down and never sideways', async ({ session }) => {
  test.setTimeout(120_000)
  const { page } = await session.open({ userData: await session.folder('cards-long') })
  const away = (await cardsOf(page)).map(({ card }): StudyEvent => ({ kind: 'suspend', card: card.id }))
  const word = 'averylongword'.repeat(60)
  const back = `\`${word}\`\n\n$\\sum ${'x_i + '.repeat(80)} 1|a long sum$\n\n${'Word '.repeat(1500)}`
  const card = {
    id: 'own-long',
    kind: 'reveal' as const,
    front: word,
    back,
    covers: [],
    claims: [],
    corrects: [],
    topics: ['basics' as const],
    difficulty: 'hard' as const,
  }
  const asked = { ...card, id: 'own-long-question', front: 'Why? '.repeat(900), back: 'That is why.' }
  await record(page, [...away, { kind: 'card', card }, { kind: 'card', card: asked }])
  await enter(page, 'Cards')
  await page.keyboard.press('Space')
  await expect(answer(page)).toBeVisible()
  const room = page.locator('#room')
  expect(await room.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  await expect(page.getByRole('button', { name: /^Good/ })).toBeInViewport()

  await test.step('the answer opens in sight below a long question, and the next card begins at its top', async () => {
    await room.evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    await page.keyboard.press('4')
    await expect(answer(page)).toBeHidden()
    expect(await room.evaluate((element) => element.scrollTop)).toBe(0)
    await page.keyboard.press('Space')
    await expect(answer(page)).toBeInViewport()
    const top = await answer(page).evaluate((element) => element.getBoundingClientRect().top)
    expect(top).toBeLessThan(await page.evaluate(() => window.innerHeight - 200))
  })
})

test('every part of the room is accessible in light and dark, and fits at 200 %', async ({ session }) => {
  test.setTimeout(180_000)
  const { app, page } = await session.open({ userData: await session.folder('cards-axe') })
  await enter(page, 'Cards')
  await expect(sheet(page)).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(
      (isDark) => document.documentElement.classList.toggle('dark', isDark),
      theme === 'dark',
    )
    await page.getByRole('tab', { name: 'Study' }).click()
    expect(await seriousFindings(page), `${theme}: question`).toEqual([])
    await page.keyboard.press('Space')
    await expect(answer(page)).toBeVisible()
    expect(await seriousFindings(page), `${theme}: answer`).toEqual([])
    await page.keyboard.press('4')
    for (const part of ['All cards', 'Statistics', 'Settings'] as const) {
      await page.getByRole('tab', { name: part }).click()
      await expect(page.getByRole('tab', { name: part })).toHaveAttribute('aria-selected', 'true')
      expect(await seriousFindings(page), `${theme}: ${part}`).toEqual([])
    }
  }
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(1280, 720)
    window?.webContents.setZoomFactor(2)
  })
  for (const part of ['Study', 'All cards', 'Statistics', 'Settings'] as const) {
    await page.getByRole('tab', { name: part }).click()
    const overflow = await page.locator('#room').evaluate((room) => room.scrollWidth - room.clientWidth)
    expect(overflow, part).toBeLessThanOrEqual(0)
  }
})
