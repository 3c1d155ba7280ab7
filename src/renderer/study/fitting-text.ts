import { formatNoun } from '../common/format'

/** How many questions fit a choice, and how many of them will be asked. */
export function fittingText(fitting: number, asked: number): string {
  if (fitting === 0) return 'No question fits. Choose more topics or difficulties.'
  const share = asked === fitting ? 'all' : String(asked)
  return `${formatNoun(fitting, 'question fits', 'questions fit')}; ${share} will be asked.`
}
