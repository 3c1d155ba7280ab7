export type AxisScale = 'log' | 'linear'

/** Ends and ticks of a value axis; every tick lies inside. */
export interface AxisRange {
  readonly scale: AxisScale
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

function smallest(values: readonly number[], first: number): number {
  return values.reduce((least, value) => Math.min(least, value), first)
}

function largest(values: readonly number[], first: number): number {
  return values.reduce((most, value) => Math.max(most, value), first)
}

function decade(exponent: number): number {
  return Number(`1e${exponent}`)
}

/** Mantissas at which an axis may end. */
const ENDS = [1, 1.5, 2, 3, 4, 5, 7, 10]

/** The largest round end that is not above the value. */
function roundDown(value: number): number {
  const base = decade(Math.floor(Math.log10(value)))
  return (ENDS.findLast((end) => end * base <= value * (1 + 1e-9)) ?? 1) * base
}

function roundUp(value: number, ends: readonly number[] = ENDS): number {
  const base = decade(Math.floor(Math.log10(value)))
  return (ends.find((end) => end * base >= value * (1 - 1e-9)) ?? 10) * base
}

function logTicks(min: number, max: number, most: number): number[] {
  const first = Math.floor(Math.log10(min) + 1e-9)
  const last = Math.ceil(Math.log10(max) - 1e-9)
  const within = (tick: number): boolean => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9)
  const every = Math.max(1, Math.ceil((last - first) / most))
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  if (max / min > 1000)
    return powers
      .filter((power) => power % every === 0)
      .map(decade)
      .filter(within)
  const ticks = powers.flatMap((power) => [1, 2, 5].map((factor) => factor * decade(power))).filter(within)
  return ticks.length >= 2 ? ticks : [min, max]
}

/** A log axis around positive values; zero and negative values stay below its lower end, where they are clipped. */
function logRange(values: readonly number[]): AxisRange {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return { scale: 'log', min: 0.1, max: 10, ticks: [0.1, 1, 10] }
  const hasZero = positive.length < values.length
  const lowest = smallest(positive, Infinity)
  const highest = largest(positive, -Infinity)
  let min = roundDown(hasZero ? lowest / 5 : lowest * 0.95)
  let max = roundUp(highest * 1.05)
  if (max / min < 4) {
    min = roundDown(lowest / 2)
    max = roundUp(highest * 2)
  }
  return { scale: 'log', min, max, ticks: logTicks(min, max, 8) }
}

function linearRange(values: readonly number[], from: number | null): AxisRange {
  const lowest = smallest(values, from ?? Infinity)
  const highest = largest(values, from ?? -Infinity)
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) {
    return { scale: 'linear', min: 0, max: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }
  }
  const span = highest - lowest || Math.abs(highest) || 1
  const spacing = roundUp(span / 6, [1, 2, 5, 10])
  const min = Math.floor(lowest / spacing + 1e-9) * spacing
  const max = Math.max(Math.ceil(highest / spacing - 1e-9) * spacing, min + spacing)
  const count = Math.round((max - min) / spacing)
  return {
    scale: 'linear',
    min,
    max,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((min + index * spacing).toPrecision(12))),
  }
}

/**
 * The range that shows every finite value, with round ends. Values of which none is positive have no place on a log axis: they get a
 * linear one.
 * @param from a value the linear axis always shows, such as 0 for a loss
 */
export function axisRange(
  values: readonly number[],
  scale: AxisScale,
  from: number | null = null,
): AxisRange {
  const finite = values.filter((value) => Number.isFinite(value))
  const isLog = scale === 'log' && (finite.length === 0 || finite.some((value) => value > 0))
  return isLog ? logRange(finite) : linearRange(finite, from)
}

/**
 * Where a value is drawn: below the axis at its lower end (zero on a log axis), above it beyond the upper end,
 * where it is clipped; an infinite one just as far as can still be drawn.
 */
export function drawnValue(value: number, { scale, min, max }: AxisRange): number {
  const beyond = scale === 'log' ? max * 1e6 : max + 20 * (max - min)
  return Math.min(beyond, Math.max(min, value))
}
