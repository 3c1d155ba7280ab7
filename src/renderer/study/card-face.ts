import type { Card } from '@shared/study/card'
import { generatedQuestion, generatedTask } from '@shared/study/generated-task'
import { isCloseEnough, readAnswer, shownNumber, type NumberWanted } from '@shared/study/number-answer'
import type { Grade } from '@shared/study/study-event'
import { plainStudyText } from '@shared/study/study-text'

/** A card as it is shown: study text before and after the answer is asked for. */
export interface CardFace {
  readonly front: string
  /** Whether the front has gaps that the answer fills. */
  readonly hasGaps: boolean
  readonly back: string | null
  /** The number that it asks for, if any. */
  readonly wanted: NumberWanted | null
}

/** @param seed what the numbers of a generated card are drawn from */
export function cardFace(card: Card, seed: number): CardFace {
  switch (card.kind) {
    case 'reveal':
      return { front: card.front, hasGaps: false, back: card.back, wanted: null }
    case 'cloze':
      return { front: card.text, hasGaps: true, back: card.back ?? null, wanted: null }
    case 'number': {
      const { answer, tolerance, unit } = card
      return {
        front: card.front,
        hasGaps: false,
        back: card.back,
        wanted: { answer, tolerance, unit: unit ?? null },
      }
    }
    case 'generated': {
      const { prompt, answer } = generatedTask(card.generator, seed)
      const wanted = { answer, tolerance: card.tolerance, unit: null }
      return { front: prompt, hasGaps: false, back: card.back, wanted }
    }
  }
}

/** What is said of a typed number, and the grade that it suggests; null when no number was typed. */
export interface NumberJudgement {
  readonly isRight: boolean
  readonly sentence: string
  readonly suggestion: Grade
}

export function judgeNumber(typed: string, number: NumberWanted): NumberJudgement | null {
  if (typed.trim() === '') return null
  const { answer, tolerance, unit } = number
  const given = readAnswer(typed, number)
  const wanted = `${shownNumber(answer)}${unit === null ? '' : ` ${unit}`}`
  if (given === null)
    return { isRight: false, sentence: `That is no number. The answer is ${wanted}.`, suggestion: 1 }
  if (!isCloseEnough(given, answer, tolerance))
    return { isRight: false, sentence: `You typed ${typed.trim()}; the answer is ${wanted}.`, suggestion: 1 }
  const isExact = given === answer || shownNumber(given) === shownNumber(answer)
  const exact = isExact ? '' : `; to four digits ${wanted}`
  return { isRight: true, sentence: `Right: ${typed.trim()}${exact}.`, suggestion: 3 }
}

/** What a card asks, in plain words, for lists and search; a generated card without its numbers. */
export function cardWords(card: Card): string {
  if (card.kind === 'cloze') return plainStudyText(card.text)
  if (card.kind !== 'generated') return plainStudyText(card.front)
  return generatedQuestion(card.generator)
}
