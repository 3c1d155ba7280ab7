import type { ErrorCode } from './errors'
import { SPEC_PROBLEMS } from './limits'
import type { FactorValue, SpecProblem } from './sweep-spec-model'

/** Keys and list indices from the document's top to a value. */
export type SpecPath = readonly (string | number)[]

export interface Position {
  readonly line: number
  readonly column: number
}

/** Where the key, or the value, of a path stands in the text; null for a document that has no text. */
export type Locate = (path: SpecPath, part: 'key' | 'value') => Position | null

/** A spot of the document that problems can be reported at. */
export interface Place {
  readonly path: SpecPath
  readonly child: (step: string | number) => Place
  /** Returns null, so that a reader can end with `return place.report(...)`. */
  readonly report: (message: string, options?: { code?: ErrorCode; part?: 'key' | 'value' }) => null
}

/** Collects the problems of one document, at most SPEC_PROBLEMS of them. */
export class ProblemCollector {
  readonly problems: SpecProblem[] = []
  private readonly locate: Locate

  constructor(locate: Locate) {
    this.locate = locate
  }

  place(path: SpecPath): Place {
    return {
      path,
      child: (step) => this.place([...path, step]),
      report: (message, { code = 'spec-invalid', part = 'value' } = {}) => {
        const { line, column } = this.locate(path, part) ?? { line: null, column: null }
        this.add({ key: pathText(path), line, column, code, message })
        return null
      },
    }
  }

  add(problem: SpecProblem): void {
    if (this.problems.length < SPEC_PROBLEMS) this.problems.push(problem)
  }
}

/** The place of a key of the form `model.init`. */
export function placeOfKey(top: Place, key: string): Place {
  return key.split('.').reduce((place, word) => place.child(word), top)
}

/** `model.init[2].std`; a key that is no plain word is quoted. */
export function pathText(path: SpecPath): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += `${text === '' ? '' : '.'}${/^[\w.-]{1,60}$/.test(step) ? step : shown(step)}`
  }
  return text
}

/** A value as a message shows it: JSON, at most 60 characters. */
export function shown(value: FactorValue): string {
  const text = JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}

/** No name of the format is half as long. */
const MOST_LETTERS = 60

/**
 * The candidate nearest to a mistyped word, or null when none is near.
 * Letters' case, `-` and `_` are ignored first; then the optimal string alignment distance may be a third of the
 * word's length, at most 3.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > MOST_LETTERS) return null
  const plain = plainWord(word)
  let best: string | null = null
  let bestDistance = Math.min(3, Math.max(1, Math.floor(plain.length / 3))) + 1
  for (const candidate of candidates) {
    const distance = editDistance(plain, plainWord(candidate))
    if (distance >= bestDistance) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

function plainWord(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '')
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1)
      const inserted = (current[column - 1] ?? 0) + 1
      const deleted = (last[column] ?? 0) + 1
      const exchanged = swapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity
      current.push(Math.min(replaced, inserted, deleted, exchanged))
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? 0
}
