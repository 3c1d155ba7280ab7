import { card } from '../../../src/shared/study/card'
import type { CardState, ListedCard } from '../../../src/shared/study/card-session'
import { interviewQuestion } from '../../../src/shared/study/interview'
import { question } from '../../../src/shared/study/question'

const ASKED = { topics: ['he'], difficulty: 'easy', hint: 'Think of ReLU.', why: 'ReLU halves.' }

export const SINGLE = question.parse({
  ...ASKED,
  id: 'ask-single',
  kind: 'single',
  prompt: 'Which start keeps the signal of ReLU?',
  claims: ['C05'],
  options: [
    { text: 'Xavier', right: false, why: 'It halves in every layer.' },
    { text: 'He', right: true, why: 'It makes up for the half.', claims: ['C06'] },
    { text: 'LeCun', right: false, why: 'It halves as well.' },
  ],
})
export const MULTIPLE = question.parse({
  ...ASKED,
  id: 'ask-multiple',
  kind: 'multiple',
  topics: ['symmetry', 'biases'],
  difficulty: 'medium',
  prompt: 'What may start at zero?',
  options: [
    { text: 'Biases', right: true, why: 'Weights break the tie.' },
    { text: 'All weights', right: false, why: 'Copies stay copies.' },
    { text: 'The output layer', right: true, why: 'Its inputs differ.' },
    { text: 'One hidden layer', right: false, why: 'Its units stay equal.' },
  ],
})
export const ORDERING = question.parse({
  ...ASKED,
  id: 'ask-ordering',
  kind: 'ordering',
  topics: ['variance'],
  difficulty: 'hard',
  prompt: 'Order by size, smallest first.',
  items: ['One', 'Two', 'Three', 'Four'],
})
export const MATCHING = question.parse({
  ...ASKED,
  id: 'ask-matching',
  kind: 'matching',
  topics: ['activations', 'he'],
  prompt: 'Match each activation with its start.',
  pairs: [
    { left: 'ReLU', right: 'He' },
    { left: 'Tanh', right: 'Xavier' },
    { left: 'Leaky ReLU', right: 'He' },
  ],
})
export const NUMERIC = question.parse({
  ...ASKED,
  id: 'ask-numeric',
  kind: 'numeric',
  topics: ['fans'],
  difficulty: 'hard',
  prompt: 'What is 2 over 100?',
  answer: 0.02,
  tolerance: 0.01,
  near: [
    { value: 0.0201, why: 'A slip close by.' },
    { value: 0.01, why: 'Half is missing.' },
    { value: 0.010001, why: 'Nearly half is missing.' },
  ],
})
export const QUESTIONS = [SINGLE, MULTIPLE, ORDERING, MATCHING, NUMERIC] as const

export const TALK = interviewQuestion.parse({
  id: 'talk-zero',
  topics: ['symmetry'],
  difficulty: 'easy',
  prompt: 'Why not start at zero?',
  answer: 'Because of **symmetry**: equal units stay equal.',
  concepts: [
    { name: 'Symmetry', words: ['symmetry', 'same gradient'] },
    { name: 'Zero gradient', words: ['zero gradient', 'fan_in'] },
    { name: 'Random', words: ['random'] },
  ],
  followUps: ['And a constant?'],
})

export function listedCard(id: string, claims: readonly string[], state: CardState = 'review'): ListedCard {
  const front = { kind: 'reveal', front: 'Front', back: 'Back', topics: ['he'], difficulty: 'easy' }
  return {
    card: card.parse({ ...front, id, claims }),
    schedule: {
      state,
      due: '2026-11-22T08:00:00.000Z',
      stability: 3,
      difficulty: 5,
      reviews: 2,
      lapses: 0,
      lastReview: null,
    },
    isOwn: false,
    isEdited: false,
    isSuspended: false,
    isBuried: false,
    recall: 0.9,
  }
}
