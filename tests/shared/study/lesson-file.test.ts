import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { success } from '@shared/errors'
import { withLessonFiles } from '@shared/study/lesson-file'
import type { LessonFile } from '@shared/study/lesson-file'
import { readStudy } from '@shared/study/read-study'
import type { StudyContent, StudyFile } from '@shared/study/study-content'
import { TOPICS } from '@shared/study/topics'

const page = readFileSync('docs/lesson-files.md', 'utf8')
const EXAMPLE = /```yaml\n([\s\S]+?)```/.exec(page)?.[1] ?? ''

/** The lab's own content, in small. */
const SHIPPED: readonly StudyFile[] = [fileOf('shipped.yaml', EXAMPLE.replaceAll('-tanh-', '-lab-'))]

function fileOf(name: string, text: string): StudyFile {
  const read = readStudy(text, name)
  if (!read.ok) throw new Error(read.error.message)
  return { name, document: read.value }
}

function joined(...texts: readonly string[]): {
  readonly content: StudyContent
  readonly files: readonly LessonFile[]
} {
  const named = texts.map((text, place) => ({
    name: `${String.fromCodePoint(97 + place)}.yaml`,
    text: success(text),
  }))
  const read = withLessonFiles(SHIPPED, named, new Set(['C05']))
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

function problemOf(text: string): string {
  return joined(text).files[0]?.problem ?? ''
}

test('the example of the page comes in, after the lessons of the lab whatever its order', () => {
  const { content, files } = joined(EXAMPLE)
  expect(files).toEqual([{ name: 'a.yaml', lessons: ['lesson-tanh-by-hand'], problem: null }])
  expect(content.lessons.map(({ id }) => id)).toEqual(['lesson-lab-by-hand', 'lesson-tanh-by-hand'])
  expect(content.questions.map(({ id }) => id)).toContain('ask-tanh-gain-half')
})

test('the page names every topic and every kind of block', () => {
  expect(/`topics`.*`(basics [^`]+)`/.exec(page)?.[1]?.split(' ')).toEqual([...TOPICS])
  const kinds = ['text', 'formula', 'code', 'probe', 'predict-winner', 'predict-curve', 'claim', 'exercise']
  for (const kind of kinds) expect(page).toContain(`| \`${kind}\` |`)
})

test('a file that does not fit is left out alone, with the reason', () => {
  const { content, files } = joined(EXAMPLE.replace('minutes: 5', 'minutes: 50'), EXAMPLE)
  expect(files.map(({ lessons }) => lessons.length)).toEqual([0, 1])
  expect(files[0]?.problem).toMatch(/^a\.yaml:6: lessons\[0\]\.minutes: /)
  expect(content.lessons).toHaveLength(2)
})

test('the second of two files with the same lesson is left out', () => {
  const { files } = joined(EXAMPLE, EXAMPLE)
  expect(files.map(({ problem }) => problem === null)).toEqual([true, false])
  expect(files[1]?.problem).toContain('b.yaml:3: lesson-tanh-by-hand: another item has this id already')
  expect(files[1]?.problem).toContain('b.yaml:38: ask-tanh-gain-half: another item has this id already')
})

test('a lesson asks its own questions and those of the lab, none of another file', () => {
  const other = EXAMPLE.replace('lesson-tanh', 'lesson-other').replace('quiz: [ask-tanh', 'quiz: [ask-lab')
  const own = other.replaceAll('- id: ask-tanh', '- id: ask-other')
  expect(joined(EXAMPLE, own).files.map(({ problem }) => problem)).toEqual([null, null])
  const foreign = own.replace('quiz: [ask-lab', 'quiz: [ask-tanh')
  expect(joined(EXAMPLE, foreign).files[1]?.problem).toBe(
    'b.yaml:3: lesson-other-by-hand: there is no question "ask-tanh-gain-half"',
  )
})

describe('is refused with the place', () => {
  const WINNERS = 'init: [{scheme: lecun-normal, gain: 0.5}, lecun-normal, {scheme: lecun-normal, gain: 1.5}]'
  const PREDICTED = EXAMPLE.indexOf('kind: predict-winner')
  const inPrediction = (from: string, to: string): string =>
    EXAMPLE.slice(0, PREDICTED) + EXAMPLE.slice(PREDICTED).replace(from, to)

  test.each([
    ['nothing', '\n', /^a\.yaml:1: the text is empty; a file of the school begins/],
    ['a text that is no school file', 'just words', /^a\.yaml:1: a file of the school begins with format/],
    [
      'another format',
      EXAMPLE.replace('study/1', 'study/2'),
      /^a\.yaml:1: format: a file of the school begins/,
    ],
    ['no lesson', EXAMPLE.replace(/lessons:[\s\S]+(?=questions:)/, ''), /at least one lesson/],
    [
      'a checklist',
      `${EXAMPLE}checklist:\n  - {id: check-a, topics: [he], difficulty: easy, text: x}\n`,
      /^a\.yaml/,
    ],
    ['a question that is not there', EXAMPLE.replace('quiz: [ask', 'quiz: [not'), /there is no question/],
    [
      'a claim that is not there',
      EXAMPLE.replace('    quiz:', '    claims: [C99]\n    quiz:'),
      /no claim "C99"/,
    ],
    ['one choice', inPrediction(WINNERS, 'init: lecun-normal'), /among 2 to 12 configurations, not 1/],
    ['a long run', inPrediction('seeds: {count: 5}', 'seeds: {count: 500}'), /at most 300 trials, not 1500/],
    [
      'a file as data',
      inPrediction('sweep:', 'sweep:\n              task: {dataset: "csv:/etc/passwd"}'),
      /built-in data/,
    ],
    ['a sweep that cannot run', inPrediction('depth: 10', 'depth: -1'), /depth/],
    [
      'a curve of many',
      inPrediction('kind: predict-winner', 'kind: predict-curve').replace(
        'metric: trainLoss',
        'quantity: loss-by-step',
      ),
      /one configuration, not 3/,
    ],
    [
      'a curve over one step',
      inPrediction('kind: predict-winner', 'kind: predict-curve')
        .replace('metric: trainLoss', 'quantity: loss-by-step')
        .replace('steps: 100', 'steps: 1'),
      /over 6 steps or more/,
    ],
    [
      'a curve over one layer',
      inPrediction('kind: predict-winner', 'kind: predict-curve')
        .replace('metric: trainLoss', 'quantity: signal-by-layer')
        .replace(/depth: 10(?=[^]*quantity)/g, 'depth: 1'),
      /two hidden layers or more/,
    ],
    [
      'a title of many lines',
      EXAMPLE.replace('title: How', `title: ${'very '.repeat(30)}`),
      /title: Too big/,
    ],
    [
      'a curve over epochs',
      inPrediction('kind: predict-winner', 'kind: predict-curve')
        .replace('metric: trainLoss', 'quantity: loss-by-step')
        .replace('steps: 100', 'epochs: 1'),
      /steps, not epochs/,
    ],
  ])('%s', (_, text, message) => {
    expect(text).not.toBe(EXAMPLE)
    expect(problemOf(text)).toMatch(message)
    expect(problemOf(text)).toMatch(/^a\.yaml:/)
  })
})
