import { beforeAll, describe, expect, test } from 'vitest'
import { readStudySources } from '@engine/study/study-sources'
import { foundConcepts } from '@shared/study/concepts'
import type { InterviewQuestion } from '@shared/study/interview'
import { plainStudyText } from '@shared/study/study-text'
import { unwrap } from '../sweep/lab-fixture'
import typed from './fixtures/typed-answers.json'
import { STUDY_FOLDERS } from './study-folders'

let interview: readonly InterviewQuestion[]

beforeAll(async () => {
  interview = unwrap(await readStudySources(STUDY_FOLDERS)).content.interview
})

function namesOf({ concepts }: InterviewQuestion, text: string): readonly string[] {
  return foundConcepts(text, concepts).map((place) => concepts[place]?.name ?? '')
}

describe('the concepts of an interview question', () => {
  test('are all in its model answer, and none in the question itself', () => {
    for (const question of interview) {
      const names = question.concepts.map(({ name }) => name)
      expect(namesOf(question, plainStudyText(question.answer)), question.id).toEqual(names)
      expect(namesOf(question, plainStudyText(question.prompt)), question.id).toEqual([])
    }
  })

  // Two answers of each kind a question, in other words than the model answer's.
  test('are found in a good typed answer, and not in one that is wrong or says nothing', () => {
    expect(typed.map(({ id }) => id).sort()).toEqual(interview.map(({ id }) => id).sort())
    for (const question of interview) {
      const { good, bad } = typed.find(({ id }) => id === question.id) ?? { good: [], bad: [] }
      const names = question.concepts.map(({ name }) => name)
      for (const answer of good) expect(namesOf(question, answer), answer).toEqual(names)
      for (const answer of bad) expect(namesOf(question, answer), answer).toEqual([])
    }
  })
})
