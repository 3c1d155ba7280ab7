import type { Lesson } from '@shared/study/lesson'
import type { RecordedEvent } from '@shared/study/study-event'
import { expect, test } from 'vitest'
import { lessonPath } from '../../../src/renderer/study/lesson-path'

function lessonOf(id: string, order: number): Lesson {
  return {
    id,
    order,
    title: id,
    minutes: 5,
    goal: 'You can.',
    topics: ['variance', 'he'],
    difficulty: 'easy',
    covers: [],
    claims: [],
    corrects: [],
    sections: [],
    quiz: ['ask-a'],
  }
}

function read(lesson: string, section: number, isDone: boolean): RecordedEvent {
  return {
    id: section,
    at: '2026-11-22T08:00:00.000Z',
    session: 1,
    event: { kind: 'lesson', lesson, section, isDone },
  }
}

const LESSONS = [lessonOf('lesson-a', 1), lessonOf('lesson-b', 2), lessonOf('lesson-c', 3)]

test('without history the first lesson is the next one', () => {
  expect(lessonPath(LESSONS, []).map(({ state, isNext }) => [state, isNext])).toEqual([
    ['new', true],
    ['new', false],
    ['new', false],
  ])
})

test('a lesson is done once, however often it is read again; sections count from the furthest', () => {
  const steps = lessonPath(LESSONS, [
    read('lesson-a', 3, true),
    read('lesson-a', 0, false),
    read('lesson-b', 2, false),
    read('lesson-b', 1, false),
  ])
  expect(steps.map(({ state, seen, isNext }) => [state, seen, isNext])).toEqual([
    ['done', 4, false],
    ['begun', 3, true],
    ['new', 0, false],
  ])
  expect(steps[0]?.topics).toBe('Variance · He')
})
