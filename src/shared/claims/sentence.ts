import type { CheckResult } from './evaluate-check'

/** The numbers of a check that a sentence may quote, as in `{he-wins/10.estimate}`. */
const SENTENCE_PARTS = [
  'estimate',
  'low',
  'high',
  'n',
  'p',
  'first',
  'second',
  'percent',
  'diverged',
] as const
type SentencePart = (typeof SENTENCE_PARTS)[number]

const PLACEHOLDER = /\{([^{}]+)\.([a-z]+)\}|\{([^{}]*)\}/g

export interface Placeholder {
  readonly check: string
  /** Null for a part that no check has. */
  readonly part: SentencePart | null
}

export function placeholdersOf(sentence: string): readonly Placeholder[] {
  return Array.from(sentence.matchAll(PLACEHOLDER), ([, check, part, other]) => ({
    check: check ?? other ?? '',
    part: SENTENCE_PARTS.find((known) => known === part) ?? null,
  }))
}

/** Three significant digits; `diverged` for an infinite loss, `-` for what there is none of. */
export function figureText(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '-'
  if (!Number.isFinite(value)) return 'diverged'
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) return value.toExponential(1)
  return String(Number(value.toPrecision(3)))
}

/** The sentence with the numbers of the run in the place of its placeholders. */
export function filledSentence(sentence: string, results: readonly CheckResult[]): string {
  const byId = new Map(results.map((result) => [result.id, result]))
  return sentence.replace(PLACEHOLDER, (whole: string, check?: string, part?: string) => {
    const result = check === undefined ? undefined : byId.get(check)
    const known = SENTENCE_PARTS.find((name) => name === part)
    return result === undefined || known === undefined ? whole : partText(result, known)
  })
}

function partText(result: CheckResult, part: SentencePart): string {
  switch (part) {
    case 'n':
    case 'diverged':
      return String(result[part])
    case 'percent':
      return `${figureText(result.estimate * 100)} %`
    default:
      return figureText(result[part])
  }
}
