import type { Channel } from '@shared/ipc-contract'
import { beforeEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { useQuiz } from '../../../src/renderer/stores/quiz'
import { useSchool } from '../../../src/renderer/stores/school'
import { QUESTIONS, SINGLE } from '../../shared/study/study-fixtures'
import type { FakeLab } from '../fake-lab'
import { useFakeLab } from '../use-fake-lab'

let lab: FakeLab
let failing: Partial<Record<Channel, string>>

beforeEach(async () => {
  failing = {}
  lab = useFakeLab({ failing })
  lab.school.content = { ...lab.school.content, questions: QUESTIONS }
  await useSchool().load()
})

/** Answers nothing to all that is left. */
async function skipAll(): Promise<void> {
  const quiz = useQuiz()
  while (quiz.phase === 'asking') {
    quiz.run.skip()
    await quiz.next()
  }
}

test('a quiz asks as many as fit, ends in a kept result and can be asked again with the same seed', async () => {
  const quiz = useQuiz()
  quiz.filter = { topics: ['he', 'fans'], difficulties: [] }
  quiz.typeSeed('7')
  await quiz.start()
  const first = quiz.run.items
  expect(first.map(({ question }) => question.id).sort()).toEqual([
    'ask-matching',
    'ask-numeric',
    'ask-single',
  ])
  await skipAll()
  expect(quiz.phase).toBe('report')
  expect(quiz.keeping).toBe('kept')
  expect(lab.school.events.map(({ kind }) => kind)).toEqual(['quiz'])
  expect(quiz.kept).toHaveLength(1)
  expect(quiz.topicShares[0]).toMatchObject({ share: 0 })
  quiz.build()
  await quiz.start()
  expect(quiz.run.items).toEqual(first)
})

test('without a typed seed no two quizzes have the same', async () => {
  const quiz = useQuiz()
  await quiz.start()
  const seed = quiz.drawnSeed
  await skipAll()
  await quiz.start()
  expect(quiz.drawnSeed).not.toBe(seed)
  for (const wrong of ['', ' ', '-1', '1.5', 'x', '1e99']) {
    quiz.typeSeed(wrong)
    expect(quiz.seed, wrong).toBe(seed + 1)
  }
})

test('points, hint and what was given are kept; misses become a new quiz', async () => {
  const quiz = useQuiz()
  quiz.filter = { topics: [], difficulties: ['easy'] }
  await quiz.start()
  for (const place of [0, 1]) {
    const { question } = quiz.run.item ?? {}
    quiz.run.hint()
    if (question?.kind === 'single') {
      quiz.run.given = [1]
      quiz.run.confirm()
    } else quiz.run.skip()
    quiz.run.hint()
    await quiz.next()
    expect(quiz.run.answers).toHaveLength(place + 1)
  }
  const [event] = lab.school.events
  const answers = event?.kind === 'quiz' ? [...event.answers].sort((a, b) => a.points - b.points) : []
  expect(answers).toEqual([
    { question: 'ask-matching', given: [], points: 0, usedHint: true },
    { question: SINGLE.id, given: [1], points: 1, usedHint: true },
  ])
  await quiz.reviewMissed()
  expect(quiz.run.items.map(({ question }) => question.id)).toEqual(['ask-matching'])
})

test('an answer is judged once, and not before it is whole', async () => {
  const quiz = useQuiz()
  quiz.filter = { topics: [], difficulties: ['easy'] }
  await quiz.start()
  quiz.run.confirm()
  quiz.run.next()
  expect([quiz.run.judgement, quiz.run.place]).toEqual([null, 0])
  quiz.run.skip()
  quiz.run.skip()
  quiz.run.confirm()
  expect(quiz.run.answers).toHaveLength(1)
})

test('a result that was not written says so and can be tried again; nothing is lost', async () => {
  const quiz = useQuiz()
  await quiz.start()
  failing['study:record'] = 'the disk is full'
  await skipAll()
  expect(quiz.keeping).toBe('failed')
  expect(quiz.kept).toHaveLength(0)
  delete failing['study:record']
  await quiz.keep()
  expect(quiz.keeping).toBe('kept')
  expect(quiz.kept).toHaveLength(1)
})

test('a quiz that is left without an answer leaves nothing', async () => {
  const quiz = useQuiz()
  await quiz.start()
  await quiz.finish()
  expect(quiz.phase).toBe('build')
  expect(lab.school.events).toEqual([])
})

/** The window of the next start of the program, on the same disk. */
async function startAgain(): Promise<void> {
  const { school } = lab
  lab = useFakeLab({ failing })
  Object.assign(lab.school, { content: school.content, underWay: school.underWay })
  lab.school.events.push(...school.events)
  await useSchool().load()
}

test('a quiz that a crash cut short goes on where it stood, and counts once', async () => {
  const quiz = useQuiz()
  await quiz.start()
  for (let turn = 0; turn < 2; turn += 1) {
    quiz.run.hint()
    quiz.run.skip()
    await quiz.next()
  }
  quiz.run.hint()
  await nextTick()
  const [items, answers, seed] = [quiz.run.items, quiz.run.answers, quiz.drawnSeed]

  await startAgain()
  const again = useQuiz()
  expect(again.waiting?.answers).toEqual(answers)
  await again.resume()
  expect([again.phase, again.drawnSeed, again.run.place, again.run.usedHint]).toEqual([
    'asking',
    seed,
    2,
    true,
  ])
  expect(again.run.items).toEqual(items)
  await skipAll()
  again.build()
  expect(again.waiting).toBeNull()
  expect(lab.school.events).toHaveLength(1)

  // The last moment of a quiz that was recorded, as a crash right after it leaves it.
  await startAgain()
  expect(lab.school.underWay.quiz).not.toBeNull()
  expect(useQuiz().waiting).toBeNull()
})

test('leaving a quiz that waits, or starting another one, keeps its answers as an early end', async () => {
  for (const deed of ['leave', 'start'] as const) {
    const quiz = useQuiz()
    quiz.build()
    await quiz.start()
    quiz.run.skip()
    await quiz.next()
    const before = lab.school.events.length
    await startAgain()
    await useQuiz()[deed]()
    expect(lab.school.events).toHaveLength(before + 1)
    expect(lab.school.events.at(-1)).toMatchObject({ kind: 'quiz', answers: [{ points: 0 }] })
    expect(useQuiz().phase).toBe(deed === 'leave' ? 'report' : 'asking')
  }
})

test('a quiz that waits is not overwritten while its answers cannot be written', async () => {
  const quiz = useQuiz()
  await quiz.start()
  quiz.run.skip()
  await quiz.next()
  await startAgain()
  failing['study:record'] = 'the disk is full'
  await useQuiz().start()
  expect([useQuiz().phase, useQuiz().keeping]).toEqual(['report', 'failed'])
  useQuiz().build()
  expect(useQuiz().waiting?.answers).toHaveLength(1)
})
