import type { Channel } from '@shared/ipc-contract'
import { beforeEach, expect, test } from 'vitest'
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
  quiz.start()
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
  quiz.start()
  expect(quiz.run.items).toEqual(first)
})

test('without a typed seed no two quizzes have the same', async () => {
  const quiz = useQuiz()
  quiz.start()
  const seed = quiz.drawnSeed
  await skipAll()
  quiz.start()
  expect(quiz.drawnSeed).not.toBe(seed)
  for (const wrong of ['', ' ', '-1', '1.5', 'x', '1e99']) {
    quiz.typeSeed(wrong)
    expect(quiz.seed, wrong).toBe(seed + 1)
  }
})

test('points, hint and what was given are kept; misses become a new quiz', async () => {
  const quiz = useQuiz()
  quiz.filter = { topics: [], difficulties: ['easy'] }
  quiz.start()
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
  quiz.reviewMissed()
  expect(quiz.run.items.map(({ question }) => question.id)).toEqual(['ask-matching'])
})

test('an answer is judged once, and not before it is whole', () => {
  const quiz = useQuiz()
  quiz.filter = { topics: [], difficulties: ['easy'] }
  quiz.start()
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
  quiz.start()
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
  quiz.start()
  await quiz.finish()
  expect(quiz.phase).toBe('build')
  expect(lab.school.events).toEqual([])
})
