import type { Judgement } from '@shared/study/quiz-judgement'

/** Points of one or more questions with at most two decimals: `2.75`. */
export function pointsText(points: number): string {
  return String(Math.round(points * 100) / 100)
}

export interface VerdictLook {
  readonly word: string
  readonly icon: string
  readonly ink: string
  readonly points: string
}

/** An answer as right, partly right or not, in words, with an icon and in colour. */
export function verdictLook({ points, isRight }: Pick<Judgement, 'points' | 'isRight'>): VerdictLook {
  const told = `${pointsText(points)} of 1 point`
  if (isRight) return { word: 'Right', icon: 'i-lucide-circle-check', ink: 'text-success', points: told }
  if (points > 0)
    return { word: 'Partly right', icon: 'i-lucide-circle-dashed', ink: 'text-warning', points: told }
  return { word: 'Not right', icon: 'i-lucide-circle-x', ink: 'text-error', points: told }
}
