import { RandomStream } from '../statistics/random-stream'
import type { ListedCard } from './card-session'
import type { Question } from './question'
import { shuffled } from './shuffle'
import type { StudyEvent } from './study-event'
import type { DIFFICULTIES, TOPICS } from './topics'

export type Topic = (typeof TOPICS)[number]
export type Difficulty = (typeof DIFFICULTIES)[number]

/** What is asked about; an empty list takes all. */
export interface StudyFilter {
  readonly topics: readonly Topic[]
  readonly difficulties: readonly Difficulty[]
}

/** A question as a quiz shows it. */
export interface QuizItem {
  readonly question: Question
  /**
   * Places of what is shown, in the order in which it is shown: of options, of the items to order, of the pairs whose right sides
   * are chosen from; empty for a number.
   */
  readonly order: readonly number[]
}

export type QuizAnswer = Extract<StudyEvent, { kind: 'quiz' }>['answers'][number]

/** The items of one of the topics and one of the difficulties, in their order. */
export function fittingItems<
  Item extends { readonly topics: readonly Topic[]; readonly difficulty: Difficulty },
>(items: readonly Item[], { topics, difficulties }: StudyFilter): readonly Item[] {
  return items.filter(
    (item) =>
      (topics.length === 0 || item.topics.some((topic) => topics.includes(topic))) &&
      (difficulties.length === 0 || difficulties.includes(item.difficulty)),
  )
}

/**
 * A quiz of at most `length` of the questions; which, their order and the order of what each shows are drawn from the seed alone.
 * @param seed a safe integer
 */
export function drawQuiz(questions: readonly Question[], length: number, seed: number): readonly QuizItem[] {
  const stream = RandomStream.ofSeed(seed)
  return shuffled(questions, stream)
    .slice(0, length)
    .map((question) => ({ question, order: drawOrder(question, stream) }))
}

/** The places that an order of the question puts in a row: of options, items or pairs; none of a number. */
export function placesOf(question: Question): readonly number[] {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return [...question.options.keys()]
    case 'ordering':
      return [...question.items.keys()]
    case 'matching':
      return [...question.pairs.keys()]
    case 'numeric':
      return []
  }
}

function drawOrder(question: Question, stream: RandomStream): readonly number[] {
  const places = placesOf(question)
  const order = shuffled(places, stream)
  // What is to be put in order must not stand so already.
  const isDone = question.kind === 'ordering' && order.every((place, row) => place === row)
  return isDone ? [...order.slice(1), ...order.slice(0, 1)] : order
}

/** The claims that a question rests on, its options' among them. */
export function claimsOfQuestion(question: Question): readonly string[] {
  const ofOptions = 'options' in question ? question.options.flatMap(({ claims }) => claims) : []
  return [...new Set([...question.claims, ...ofOptions])]
}

/** As many as one record takes besides the quiz itself. */
const MOST_REVIEWS = 99
const CARDS_OF_A_MISS = 2

/**
 * What a quiz tells the scheduler: for each missed question "again" for at most two cards that rest on one of its claims and are
 * in review already, those that share most claims first; a card once. New, suspended and buried cards stay as they are, and a
 * right answer says nothing: one can be right on a question without knowing the card.
 */
export function reviewsOfMisses(
  missed: readonly Question[],
  cards: readonly ListedCard[],
): readonly StudyEvent[] {
  const begun = cards.filter(
    ({ schedule, isSuspended, isBuried }) => schedule.state !== 'new' && !isSuspended && !isBuried,
  )
  const chosen = new Set<string>()
  for (const question of missed) {
    const claims = claimsOfQuestion(question)
    const sharing = begun
      .map(({ card }) => ({ id: card.id, shared: card.claims.filter((id) => claims.includes(id)).length }))
      .filter(({ shared }) => shared > 0)
      .sort((a, b) => b.shared - a.shared)
    for (const { id } of sharing.slice(0, CARDS_OF_A_MISS)) chosen.add(id)
  }
  return [...chosen]
    .slice(0, MOST_REVIEWS)
    .map((card) => ({ kind: 'review', card, grade: 1, milliseconds: 0, from: 'quiz' }))
}

/** The questions whose answer was not wholly right; those that are no longer there are left out. */
export function missedQuestions(
  answers: readonly QuizAnswer[],
  questions: ReadonlyMap<string, Question>,
): readonly Question[] {
  return answers.flatMap(({ question, points }) => {
    const found = questions.get(question)
    return points < 1 && found !== undefined ? [found] : []
  })
}

/** Mean share of the points, 0 to 1; 0 for no answer. */
export function quizScore(answers: readonly QuizAnswer[]): number {
  if (answers.length === 0) return 0
  return answers.reduce((sum, { points }) => sum + points, 0) / answers.length
}
