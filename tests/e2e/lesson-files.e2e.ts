import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { seriousFindings } from './harness/axe'
import { answerDialogs } from './harness/stand-ins'
import { HOSTILE_FORMULAS, HOSTILE_TEXTS, planted } from './harness/hostile-texts'
import { expect, test } from './harness/lab-session'
import { PATIENCE, enter, toast } from './harness/person'
import { dropFile } from './harness/person'

async function example(): Promise<string> {
  const page = await readFile('docs/lesson-files.md', 'utf8')
  const text = /```yaml\n([\s\S]+?)```/.exec(page)?.[1]
  if (text === undefined) throw new Error('the page has no example')
  return text
}

async function mkFolder(parent: string, name: string): Promise<string> {
  const folder = path.join(parent, name)
  await mkdir(folder)
  return folder
}

function openFile(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Open a lesson file …' }).click()
}

test("a teacher's lesson comes in, is read to its end, removed and taken back, and is there after a restart", async ({
  session,
}) => {
  test.setTimeout(180_000)
  const [userData, folder] = [await session.folder('lesson-files'), await session.folder('lesson-texts')]
  const [good, wrong] = [path.join(folder, 'tanh.yaml'), path.join(folder, 'wrong.yaml')]
  await writeFile(good, await example())
  await writeFile(wrong, (await example()).replace('minutes: 5', 'minutes: 50').replace('[gain]', '[hair]'))
  const first = await session.open({ userData })
  const { app, page } = first
  await enter(page, 'Learn')

  await enter(page, 'Home')
  await dropFile(page, wrong)
  const refusal = page.getByRole('alert').filter({ hasText: 'The lesson file was refused' })
  await expect(refusal.getByRole('listitem')).toHaveCount(2)
  await expect(refusal.getByRole('listitem').first()).toContainText('wrong.yaml:6: lessons[0].minutes')
  await expect(refusal).toBeInViewport()
  await expect(page.getByText('0 of 10 lessons done')).toBeVisible()
  expect.soft(await seriousFindings(page)).toEqual([])

  await answerDialogs(app, { openFile: good })
  await openFile(page)
  await expect(toast(page, '1 lesson added')).toBeVisible()
  await expect(refusal).toBeHidden()
  const file = page.getByRole('region', { name: 'tanh.yaml' })
  await file.getByRole('link', { name: '1. How large may tanh start?' }).click()
  const asked = page.getByRole('region', { name: 'Prediction', exact: true })
  await asked.getByRole('radio').nth(1).check({ force: true })
  await asked.getByRole('button', { name: 'Run it' }).click()
  await expect(asked.getByText(/was first in \d of 5 seeds/)).toBeVisible({ timeout: PATIENCE })
  await page.getByRole('button', { name: 'Start the questions' }).click()
  await page.getByRole('button', { name: 'I do not know' }).click()
  await page.getByRole('button', { name: 'To the result' }).click()
  await expect(page.getByText(/of the points, 1 question/)).toBeVisible()
  await page.getByRole('button', { name: 'Finish the lesson' }).click()
  await expect(page.getByText('This lesson is done.')).toBeVisible()

  await enter(page, 'Learn')
  await page.getByRole('link', { name: 'Lessons', exact: true }).click()
  await expect(page.getByText('0 of 10 lessons done')).toBeVisible()
  await expect(file.getByText('Done', { exact: true })).toBeAttached()
  await file.getByRole('button', { name: 'Remove tanh.yaml' }).click()
  await expect(file).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Lessons from files' })).toBeFocused()
  await toast(page, 'The lesson file is removed').getByRole('button', { name: 'Undo' }).click()
  await expect(file.getByText('Done', { exact: true })).toBeAttached()
  await first.close()

  const { page: again } = await session.open({ userData })
  await enter(again, 'Learn')
  await expect(
    again
      .getByRole('region', { name: 'tanh.yaml' })
      .getByRole('link', { name: '1. How large may tanh start?' }),
  ).toBeVisible()
})

test('what lies among the lesson files and cannot be read closes nothing, and a dropped folder is told', async ({
  session,
}) => {
  const userData = await session.folder('lesson-folder')
  const kept = path.join(userData, 'lessons')
  await mkdir(path.join(kept, 'folder.yaml'), { recursive: true })
  await symlink(path.join(userData, 'nowhere'), path.join(kept, 'link.yaml'))
  await writeFile(path.join(kept, 'tanh.yaml'), await example())
  const { page } = await session.open({ userData })
  await enter(page, 'Learn')
  await expect(page.getByText('0 of 10 lessons done')).toBeVisible()
  const files = page.getByRole('region', { name: 'Lessons from files' })
  await expect(files.getByRole('link', { name: '1. How large may tanh start?' })).toBeVisible()
  const broken = files.getByRole('region', { name: 'folder.yaml' })
  await expect(broken.getByText(/cannot be read: it is a folder\.$/)).toBeVisible()
  await expect(files.getByText(/link\.yaml cannot be read: there is no such file/)).toBeVisible()
  await broken.getByRole('button', { name: 'Remove folder.yaml' }).click()
  await expect(broken).toHaveCount(0)

  await dropFile(page, await mkFolder(userData, 'dropped.yaml'))
  await expect(toast(page, 'The file was not taken')).toContainText('dropped.yaml cannot be read')
})

test('forty hostile texts in a lesson file show as text, and nothing of them runs', async ({ session }) => {
  test.setTimeout(180_000)
  const folder = await session.folder('lesson-hostile-texts')
  const texts = [...HOSTILE_TEXTS, ...HOSTILE_FORMULAS]
  expect(HOSTILE_TEXTS).toHaveLength(40)
  const short = texts.map((text) => text.replaceAll('\n', ' ').slice(0, 400))
  const sweep = {
    model: { depth: 2, init: ['he-normal', 'zeros'] },
    train: { steps: 2 },
    seeds: { count: 1 },
  }
  const common = { topics: ['basics'], difficulty: 'easy' }
  const block = (text: string, place: number): object =>
    [
      { kind: 'text', text },
      { kind: 'exercise', prompt: text, answer: text },
      { kind: 'code', caption: text, numpy: text },
      { kind: 'probe', caption: text, sweep },
      { kind: 'formula', latex: short[place], spoken: short[place], caption: text },
      { kind: 'predict-winner', question: text, sweep, metric: 'trainLoss', reveal: text },
    ][place % 6] ?? {}
  const sections = texts.map((text, place) => ({ title: short[place], blocks: [block(text, place)] }))
  const options = texts.slice(0, 3).map((text, place) => ({ text, right: place === 0, why: text }))
  const ask = {
    id: 'ask-hostile',
    ...common,
    kind: 'single',
    prompt: texts[0],
    hint: texts[1],
    why: texts[2],
    options,
  }
  const lesson = {
    ...{ id: 'lesson-hostile', order: 1, title: short[0], minutes: 5, goal: texts[1], ...common },
    ...{ sections, quiz: ['ask-hostile'] },
  }
  const file = path.join(folder, '"><img src=x onerror=window.ran=1>.json')
  await writeFile(file, JSON.stringify({ format: 'initlab-study/1', lessons: [lesson], questions: [ask] }))
  const { app, page } = await session.open({ userData: await session.folder('lesson-hostile') })
  let requests = 0
  page.on('request', (request) => {
    if (!request.url().startsWith('app:')) requests += 1
  })
  await enter(page, 'Learn')
  await answerDialogs(app, { openFile: file })
  await openFile(page)
  await expect(toast(page, '1 lesson added')).toBeVisible()
  expect(await planted(page)).toEqual([])
  await page.evaluate(() => {
    location.hash = '#/learn/lesson-hostile'
  })
  await expect(page.getByRole('button', { name: 'Start the questions' })).toBeVisible({ timeout: PATIENCE })
  const closed = page.getByRole('button', { name: 'Show the answer' })
  for (let left = await closed.count(); left > 0; left -= 1) {
    await closed.first().click()
    await expect(closed).toHaveCount(left - 1)
  }
  await page.getByRole('button', { name: 'Start the questions' }).click()
  await page.getByRole('button', { name: 'I do not know' }).click()
  const shown = await page.getByRole('main').textContent()
  for (const text of HOSTILE_TEXTS) expect(shown).toContain(text.trim())
  expect(await planted(page)).toEqual([])
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(requests).toBe(0)
})
