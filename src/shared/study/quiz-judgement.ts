import { isCloseEnough } from './number-answer'
import type { Question } from './question'

/**
 * What was answered: the places of the chosen options; the places of the items in the order given; for each pair the place of the
 * pair whose right side was chosen, -1 for none; the number.
 */
export type Given = readonly number[]

export interface Judgement {
  /** Share of the points, 0 to 1. */
  readonly points: number
  readonly isRight: boolean
  /** For each option, row or pair whether it was answered right; of a number none. */
  readonly parts: readonly boolean[]
  /** What led to the number that was given, where that is known. */
  readonly slip: string | null
}

/**
 * Judges an answer. A point for the one right option; for each of several options that was rightly chosen or rightly left; for
 * each item in its place; for each pair; for a number close enough to the right one.
 */
export function judgeAnswer(question: Question, given: Given): Judgement {
  switch (question.kind) {
    case 'single': {
      const parts = question.options.map(({ right }, place) => right === given.includes(place))
      const isRight = parts.every(Boolean)
      return { points: isRight ? 1 : 0, isRight, parts, slip: null }
    }
    case 'multiple':
      return ofParts(question.options.map(({ right }, place) => right === given.includes(place)))
    case 'ordering':
      return ofParts(question.items.map((item, row) => question.items[given[row] ?? -1] === item))
    case 'matching':
      return ofParts(
        question.pairs.map(({ right }, row) => question.pairs[given[row] ?? -1]?.right === right),
      )
    case 'numeric':
      return ofNumber(question, given[0] ?? NaN)
  }
}

function ofParts(parts: readonly boolean[]): Judgement {
  const right = parts.filter(Boolean).length
  return { points: right / parts.length, isRight: right === parts.length, parts, slip: null }
}

function ofNumber(question: Extract<Question, { kind: 'numeric' }>, given: number): Judgement {
  const { answer, tolerance, near } = question
  if (isCloseEnough(given, answer, tolerance)) return { points: 1, isRight: true, parts: [], slip: null }
  // Of two slips that are close to each other the closer one led here.
  const slips = near
    .filter(({ value }) => isCloseEnough(given, value, tolerance))
    .sort((a, b) => Math.abs(a.value - given) - Math.abs(b.value - given))
  return { points: 0, isRight: false, parts: [], slip: slips[0]?.why ?? null }
}

/** Whether there is something to judge: a choice, a chosen side for each pair, a number. */
export function isAnswered(question: Question, given: Given): boolean {
  if (question.kind === 'matching') return question.pairs.every((_, row) => (given[row] ?? -1) >= 0)
  return given.length > 0 && given.every((value) => Number.isFinite(value))
}
