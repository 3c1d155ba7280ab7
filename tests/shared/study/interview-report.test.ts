import { expect, test } from 'vitest'
import { conceptCount, interviewMarkdown } from '../../../src/shared/study/interview-report'
import { TALK } from './study-fixtures'

const WORDS = {
  date: '22 Nov 2026',
  duration: (milliseconds: number) => `${String(milliseconds / 1000)} s`,
  topic: (topic: string) => topic.toUpperCase(),
}
const TYPED = {
  question: TALK.id,
  covered: [0, 2],
  of: 3,
  text: 'Symmetry.\n# <b>Random</b>\n1. one',
  milliseconds: 9000,
}

test('a report says time, concepts, weak topics and every answer', () => {
  const answers = [TYPED, { ...TYPED, covered: [], text: ' ', milliseconds: 1000 }]
  const text = interviewMarkdown({ kind: 'interview', answers }, new Map([[TALK.id, TALK]]), WORDS)
  expect(text).toBe(`# Interview practice, 22 Nov 2026

2 questions in 10 s. Covered 2 of 6 concepts.

## Weak topics

- SYMMETRY: 33 % of the concepts, n = 2

## Questions

### 1. Why not start at zero?

Easy; SYMMETRY; 9 s. You covered 2 of 3 concepts.

- [x] Symmetry
- [ ] Zero gradient
- [x] Random

Your answer:

> Symmetry.
> \\# \\<b\\>Random\\</b\\>
> 1\\. one

Model answer:

> Because of symmetry: equal units stay equal.

Follow-ups:

- And a constant?

### 2. Why not start at zero?

Easy; SYMMETRY; 1 s. You covered 0 of 3 concepts.

- [ ] Symmetry
- [ ] Zero gradient
- [ ] Random

Nothing was typed.

Model answer:

> Because of symmetry: equal units stay equal.

Follow-ups:

- And a constant?
`)
  expect(conceptCount(answers)).toEqual({ covered: 2, of: 6 })
})

test('a full cover has no weak topic, and a question that is gone says so', () => {
  const answers = [
    { ...TYPED, covered: [0, 1, 2] },
    { ...TYPED, question: 'talk-gone' },
  ]
  const text = interviewMarkdown({ kind: 'interview', answers }, new Map([[TALK.id, TALK]]), WORDS)
  expect(text).toContain('None: every concept was covered.')
  expect(text).toContain('### 2. talk-gone\n\nThis question is no longer part of the school.')
})
