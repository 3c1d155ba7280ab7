import type { Channel } from '@shared/ipc-contract'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useLessonQuiz } from '../../../src/renderer/composables/use-lesson-quiz'
import type { LessonQuiz } from '../../../src/renderer/composables/use-lesson-quiz'
import { useQuiz } from '../../../src/renderer/stores/quiz'
import { useSchool } from '../../../src/renderer/stores/school'
import { MATCHING, QUESTIONS, SINGLE } from '../../shared/study/study-fixtures'
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

function quizOf(lesson: string): LessonQuiz {
  const scope = effectScope()
  onTestFinished(() => {
    scope.stop()
  })
  const quiz = scope.run(() =>
    useLessonQuiz(
      () => lesson,
      () => [SINGLE.id, MATCHING.id],
    ),
  )
  if (quiz === undefined) throw new Error('The scope has ended')
  return quiz
}

async function answerOne(quiz: LessonQuiz): Promise<void> {
  quiz.run.skip()
  await nextTick()
  await quiz.next()
}

test('the questions of a lesson go on where they were left, in their lesson, and count once', async () => {
  const first = quizOf('basics')
  await first.start()
  await answerOne(first)
  expect(quizOf('theory').waiting.value).toBeNull()

  const second = quizOf('basics')
  expect(second.waiting.value?.answers).toHaveLength(1)
  await second.resume()
  expect(second.run.items.value).toEqual(first.run.items.value)
  expect(second.run.place.value).toBe(1)
  await answerOne(second)
  expect(second.phase.value).toBe('ended')
  expect(lab.school.events).toMatchObject([{ kind: 'quiz', answers: [{ points: 0 }, { points: 0 }] }])
  expect(quizOf('basics').waiting.value).toBeNull()
})

test('a quiz of the other room that ends does not end them', async () => {
  const first = quizOf('basics')
  await first.start()
  await answerOne(first)
  const quiz = useQuiz()
  await quiz.start()
  while (quiz.phase === 'asking') {
    quiz.run.skip()
    await quiz.next()
  }
  expect(quizOf('basics').waiting.value?.answers).toHaveLength(1)
})

test('once more, pressed before the result is on disk, counts it once', async () => {
  const quiz = quizOf('basics')
  await quiz.start()
  await answerOne(quiz)
  quiz.run.skip()
  await nextTick()
  await Promise.all([quiz.next(), quiz.start()])
  expect(quiz.phase.value).toBe('asking')
  expect(lab.school.events).toHaveLength(1)
})

test('a result that is written again is written once, however often that is asked', async () => {
  const quiz = quizOf('basics')
  await quiz.start()
  await answerOne(quiz)
  quiz.run.skip()
  await nextTick()
  failing['study:record'] = 'The disk is full.'
  await quiz.next()
  expect(quiz.isLost.value).toBe(true)
  delete failing['study:record']
  await Promise.all([quiz.keep(), quiz.keep()])
  expect(quiz.isLost.value).toBe(false)
  expect(lab.school.events).toHaveLength(1)
})

test('the questions of another lesson first keep what was answered', async () => {
  await quizOf('basics').start()
  const first = quizOf('basics')
  await first.start()
  await answerOne(first)
  await quizOf('theory').start()
  expect(lab.school.events).toMatchObject([{ kind: 'quiz', answers: [{ points: 0 }] }])
})
