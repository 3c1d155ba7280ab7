import { LARGEST_SEED, TRIALS } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import { isList, isObject, readNumber } from './sweep-spec-values'

/** Seeds as the document writes them, and one by one. */
export interface ReadSeeds {
  readonly written: FactorValue
  readonly value: readonly number[]
}

function seedRange(first: number, count: number): ReadSeeds {
  return { written: { first, count }, value: Array.from({ length: count }, (_, index) => first + index) }
}

export const DEFAULT_SEEDS = seedRange(0, 10)

/** Reads `seeds`: {first, count}, or a list of different integers; null after it reported what is wrong. */
export function readSeeds(value: FactorValue, place: Place): ReadSeeds | null {
  const integer = (min: number, max: number) => ({ min, max, integer: true })
  if (isList(value)) {
    if (value.length === 0) return place.report('an empty list has no seeds; give at least one')
    if (value.length > TRIALS) {
      return place.report(`${value.length} seeds are too many; the limit is ${TRIALS}`, {
        code: 'spec-too-large',
      })
    }
    const seeds = new Set<number>()
    for (const [index, item] of value.entries()) {
      const at = place.child(index)
      const seed = readNumber(item, at, integer(0, LARGEST_SEED))
      if (seed === null) return null
      if (seeds.has(seed)) return at.report(`seed ${seed} is given twice`)
      seeds.add(seed)
    }
    return { written: [...seeds], value: [...seeds] }
  }
  if (!isObject(value)) {
    return place.report(`${shown(value)} is not possible; give {first: 0, count: 10} or a list of integers`)
  }
  for (const key of Object.keys(value)) {
    if (key === 'first' || key === 'count') continue
    place.child(key).report('unknown key; seeds have first and count', { part: 'key' })
  }
  const first = readNumber(value.first ?? 0, place.child('first'), integer(0, LARGEST_SEED))
  const count = readNumber(value.count ?? 10, place.child('count'), integer(1, TRIALS))
  if (first === null || count === null) return null
  if (first + count - 1 <= LARGEST_SEED) return seedRange(first, count)
  return place.report(`the last seed would be ${first + count - 1}; the largest is ${LARGEST_SEED}`)
}
