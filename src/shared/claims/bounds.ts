import type { Truth } from './three-valued'
import type { Bounds } from './verdict-rule'

/** A number with its 95 % interval; null bounds for a number that speaks of the trials seen and of nothing else. */
export interface Estimate {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/**
 * Whether the bound is kept: true or false when the whole interval is on one side of it, unknown when the interval straddles it, or
 * when the number is NaN. A bound itself belongs to neither less nor greater.
 */
export function judge({ value, low, high }: Estimate, bounds: Bounds): Truth {
  const [from, to] = [low ?? value, high ?? value]
  if (Number.isNaN(from) || Number.isNaN(to)) return 'unknown'
  if (bounds.equals !== undefined) return from === bounds.equals && to === bounds.equals ? 'true' : 'false'
  if (bounds.less !== undefined) return sideOf(to < bounds.less, from >= bounds.less)
  if (bounds.greater !== undefined) return sideOf(from > bounds.greater, to <= bounds.greater)
  const [least, most] = rangeOf(bounds)
  return sideOf(from >= least && to <= most, to < least || from > most)
}

function sideOf(isInside: boolean, isOutside: boolean): Truth {
  return isInside ? 'true' : isOutside ? 'false' : 'unknown'
}

function rangeOf({ between, within }: Bounds): readonly [number, number] {
  if (between !== undefined) return between
  if (within === undefined) return [-Infinity, Infinity]
  const [one, other] = [within.of * (1 - within.share), within.of * (1 + within.share)]
  return [Math.min(one, other), Math.max(one, other)]
}

/** `< 0.4`, `0.5 within 3 %`. */
export function boundText(bounds: Bounds): string {
  if (bounds.equals !== undefined) return `= ${bounds.equals}`
  if (bounds.less !== undefined) return `< ${bounds.less}`
  if (bounds.greater !== undefined) return `> ${bounds.greater}`
  if (bounds.between !== undefined) return `${bounds.between[0]} to ${bounds.between[1]}`
  if (bounds.within === undefined) return ''
  return `${bounds.within.of} within ${Number((100 * bounds.within.share).toPrecision(3))} %`
}
