import { readFile } from 'node:fs/promises'
import katex from 'katex'
import { beforeAll, describe, expect, test } from 'vitest'
import { readStudySources } from '@engine/study/study-sources'
import { studyItems } from '@shared/study/study-content'
import type { StudyContent } from '@shared/study/study-content'
import type { LessonBlock } from '@shared/study/lesson'
import { plainStudyText, studySpans } from '@shared/study/study-text'
import type { StudySpan } from '@shared/study/study-text'
import { TOPICS } from '@shared/study/topics'
import inventory from '../../golden/source-items.json'
import { unwrap } from '../sweep/lab-fixture'
import { STUDY_FOLDERS } from './study-folders'

let content: StudyContent

beforeAll(async () => {
  content = unwrap(await readStudySources(STUDY_FOLDERS)).content
})

/** Every string of an item, whatever its place. */
function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}

function formulasOf(span: StudySpan): readonly string[] {
  if (span.kind === 'blank') return span.answer.flatMap(formulasOf)
  return span.kind === 'formula' ? [span.latex] : []
}

/** What a reader reads of a block: all of it but programs, settings and ids. */
function readOf(block: LessonBlock): readonly string[] {
  if (block.kind === 'code' || block.kind === 'probe') return [block.caption]
  if (block.kind === 'predict-winner' || block.kind === 'predict-curve') return [block.question, block.reveal]
  return block.kind === 'claim' ? [] : stringsOf(block)
}

function coveredIds(): ReadonlySet<string> {
  const parts = content.lessons.flatMap(({ sections }) =>
    sections.flatMap(({ covers, blocks }) => [
      ...covers,
      ...blocks.flatMap((block) => (block.kind === 'exercise' ? block.covers : [])),
    ]),
  )
  return new Set([...studyItems(content).flatMap(({ covers }) => covers), ...parts])
}

describe('the content of the school', () => {
  test('takes over every item of the source pages, and no other', () => {
    const known = inventory.items
    const covered = coveredIds()
    expect(known.filter((id) => !covered.has(id))).toEqual([])
    expect([...covered].filter((id) => !known.includes(id))).toEqual([])
  })

  test('is as large as it promises', () => {
    const { cards, questions, interview, lessons } = content
    expect(cards.length).toBeGreaterThanOrEqual(60)
    expect(questions.length).toBeGreaterThanOrEqual(60)
    expect(interview.length).toBeGreaterThanOrEqual(30)
    expect(lessons.length).toBeGreaterThanOrEqual(10)
    expect([...new Set(cards.map(({ kind }) => kind))].sort()).toEqual([
      'cloze',
      'generated',
      'number',
      'reveal',
    ])
    expect([...new Set(questions.map(({ kind }) => kind))].sort()).toEqual([
      'matching',
      'multiple',
      'numeric',
      'ordering',
      'single',
    ])
    for (const id of inventory.items.filter((item) => /^001-\d+$/.test(item)))
      expect(content.interview.some(({ covers }) => covers.includes(id))).toBe(true)
  })

  test('is as large as the README says', async () => {
    const readme = await readFile('README.md', 'utf8')
    const { cards, questions, interview, lessons } = content
    expect(readme).toContain(`${String(cards.length)} flashcards`)
    expect(readme).toContain(`${String(questions.length)} questions by topic`)
    expect(readme).toContain(`${String(interview.length)} questions, answered aloud`)
    expect(lessons).toHaveLength(10)
    expect(readme).toContain('ten lessons')
  })

  test('has every topic and every difficulty in cards, questions and interview', () => {
    for (const items of [content.cards, content.questions, content.interview]) {
      const topics = new Set(items.flatMap((item) => item.topics))
      expect(TOPICS.filter((topic) => !topics.has(topic))).toEqual([])
      expect(new Set(items.map(({ difficulty }) => difficulty)).size).toBe(3)
    }
  })

  test('puts every known error of the sources right, where its items are', () => {
    const ids = inventory.corrections
    expect(content.corrections.map(({ id }) => id).sort()).toEqual([...ids].sort())
    const used = new Set(studyItems(content).flatMap(({ corrects }) => corrects))
    expect(ids.filter((id) => !used.has(id))).toEqual([])
  })

  test('has no formula that cannot be set', () => {
    const blocks: readonly LessonBlock[] = content.lessons.flatMap(({ sections }) =>
      sections.flatMap((section) => section.blocks),
    )
    const inText = stringsOf(content).flatMap((text) => studySpans(text).flatMap(formulasOf))
    const formulas = [
      ...inText,
      ...blocks.flatMap((block) => (block.kind === 'formula' ? [block.latex] : [])),
    ]
    expect(formulas.length).toBeGreaterThan(100)
    for (const latex of formulas)
      expect(() => katex.renderToString(latex, { throwOnError: true, strict: 'error' }), latex).not.toThrow()
  })

  test('says in a matching question each side once', () => {
    for (const question of content.questions) {
      if (question.kind !== 'matching') continue
      expect(new Set(question.pairs.map(({ right }) => right)).size, question.id).toBe(question.pairs.length)
      expect(new Set(question.pairs.map(({ left }) => left)).size, question.id).toBe(question.pairs.length)
    }
  })

  test('keeps a lesson with its questions under ten minutes: 200 words a minute, half a minute for each thing to do', () => {
    for (const { id, sections, goal, minutes, quiz } of content.lessons) {
      const blocks = sections.flatMap((section) => section.blocks)
      const read = [goal, ...blocks.flatMap(readOf)].map(plainStudyText).join(' ').split(/\s+/).length
      const things = blocks.filter((block) => block.kind !== 'text' && block.kind !== 'formula').length
      const taken = read / 200 + (things + quiz.length) / 2
      expect(taken, id).toBeLessThan(10)
      expect(Math.abs(minutes - taken), id).toBeLessThan(1)
    }
  })
})
