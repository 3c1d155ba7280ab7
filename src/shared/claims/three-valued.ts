/** What the data say of a statement: true, false, or neither. */
export const TRUTHS = ['true', 'false', 'unknown'] as const
export type Truth = (typeof TRUTHS)[number]

/** Every statement is true; one that is false decides, whatever is unknown. True without statements. Source: Kleene 1952, strong logic. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false'
  return truths.includes('unknown') ? 'unknown' : 'true'
}

/** At least one statement is true; it decides, whatever is unknown. False without statements. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true'
  return truths.includes('unknown') ? 'unknown' : 'false'
}

export function negation(truth: Truth): Truth {
  switch (truth) {
    case 'true':
      return 'false'
    case 'false':
      return 'true'
    case 'unknown':
      return 'unknown'
  }
}

export function truthOf(isTrue: boolean): Truth {
  return isTrue ? 'true' : 'false'
}
