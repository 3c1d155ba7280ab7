import type { SweepDocument } from '@shared/sweep-spec'
import { isRecord } from './document-path'

/** The same sweep with `count` further seeds, which follow its own; null when its seeds are not written in a form that this can extend. */
export function withMoreSeeds(document: SweepDocument, count: number): SweepDocument | null {
  const { seeds } = document
  if (Array.isArray(seeds)) {
    const numbers = seeds.filter((seed): seed is number => typeof seed === 'number')
    if (numbers.length !== seeds.length || numbers.length === 0) return null
    const next = Math.max(...numbers) + 1
    return { ...document, seeds: [...numbers, ...Array.from({ length: count }, (_, index) => next + index)] }
  }
  if (!isRecord(seeds)) return null
  const { first, count: before } = seeds
  if (typeof first !== 'number' || typeof before !== 'number') return null
  return { ...document, seeds: { first, count: before + count } }
}
