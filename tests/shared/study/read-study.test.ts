import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Result } from '@shared/errors'
import { readStudy } from '@shared/study/read-study'
import { joinStudy } from '@shared/study/study-content'
import type { StudyContent } from '@shared/study/study-content'

const LESSON = `format: initlab-study/1
lessons:
  - id: lesson-own
    topics: [he]
    difficulty: easy
    order: 1
    title: Own
    minutes: 5
    goal: Know it
    sections:
      - title: One
        blocks:
          - {kind: text, text: Weights start somewhere.}
          - kind: probe
            caption: Look
            sweep: {task: {dataset: digits8x8}, model: {depth: 2}}
    quiz: [ask-own]
questions:
  - id: ask-own
    kind: numeric
    topics: [he]
    difficulty: easy
    prompt: How much?
    hint: Two
    why: It is two.
    answer: 2
`

function joined(text: string): Result<StudyContent> {
  const read = readStudy(text, 'own.yaml')
  return read.ok ? joinStudy([{ name: 'own.yaml', document: read.value }], new Set(['C05'])) : read
}

function messageOf(text: string): string {
  const read = joined(text)
  return read.ok ? '' : read.error.message
}

test('a lesson file is read', () => {
  const read = joined(LESSON)
  expect(read.ok && read.value.lessons.map(({ id }) => id)).toEqual(['lesson-own'])
})

describe('a damaged lesson file is refused with the place', () => {
  test.each([
    [
      'a key too many',
      LESSON.replace('minutes: 5', 'minutes: 5\n    mood: good'),
      /^own\.yaml:\d+: lessons\[0\]: .*mood/,
    ],
    ['too long', LESSON.replace('minutes: 5', 'minutes: 50'), /^own\.yaml:8: lessons\[0\]\.minutes: /],
    [
      'no such topic',
      LESSON.replace('topics: [he]', 'topics: [hair]'),
      /^own\.yaml:4: lessons\[0\]\.topics\[0\]: /,
    ],
    [
      'a block of no kind',
      LESSON.replace('kind: text', 'kind: script'),
      /^own\.yaml:13: lessons\[0\]\.sections\[0\]\.blocks\[0\]/,
    ],
    ['another format', LESSON.replace('study/1', 'study/9'), /^own\.yaml:1: format: /],
    ['broken YAML', LESSON.replace('quiz: [', 'quiz: [['), /^own\.yaml:\d+: /],
    ['an alias', LESSON.replace('goal: Know it', 'goal: *there'), /^own\.yaml:\d+: /],
    ['keys of a prototype', LESSON.replace('title: One', '__proto__: {a: 1}'), /^own\.yaml:11: /],
    ['a sweep that cannot run', LESSON.replace('depth: 2', 'depth: -2'), /lesson-own: .*model\.depth/],
    [
      'a question that is not there',
      LESSON.replace('quiz: [ask-own]', 'quiz: [ask-other]'),
      /lesson-own: there is no question "ask-other"/,
    ],
    [
      'a claim that is not there',
      LESSON.replace('topics: [he]', 'topics: [he]\n    claims: [C99]'),
      /there is no claim "C99"/,
    ],
    [
      'an id twice',
      LESSON.replace('id: ask-own', 'id: lesson-own'),
      /lesson-own: another item has this id already/,
    ],
  ])('%s', (_what, text, message) => {
    expect(messageOf(text)).toMatch(message)
  })

  test('whatever bytes are lost: a reason, never an exception', () => {
    fc.assert(
      fc.property(fc.nat(LESSON.length), fc.nat(40), fc.string({ maxLength: 8 }), (at, length, put) => {
        const read = joined(LESSON.slice(0, at) + put + LESSON.slice(at + length))
        expect(read.ok || read.error.message.length > 0).toBe(true)
      }),
      { numRuns: 1500 },
    )
    // A second on a quiet machine; the limit is for crowded ones.
  }, 60_000)
})

test('a card that draws its numbers and asks for what they do not have is refused with its line', () => {
  const deck = `format: initlab-study/1
cards:
  - id: own-card
    kind: generated
    topics: [he]
    difficulty: easy
    back: Compute.
    generator:
      task: weight-bound
      scheme: he-normal
      fanIn: [8, 32]
      fanOut: [10, 50]
`
  expect(messageOf(deck)).toMatch(
    /^own\.yaml:10: cards\[0\]\.generator\.scheme: he-normal has no largest weight/,
  )
  expect(messageOf(deck.replace('he-normal', 'he-uniform'))).toBe('')
})
