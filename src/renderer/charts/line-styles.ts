import type { Configuration, Expansion, Factor } from '@shared/sweep'
import type { FactorValue } from '@shared/sweep-spec'
import type { ChartTheme } from './chart-theme'

/** How a configuration is drawn everywhere: its colour, and the dash of its line. */
export interface LineStyle {
  /** Place in the palette; on the ramp, the share 0..1 of the way from the smallest to the largest value. */
  readonly colour: number
  readonly isOrdered: boolean
  readonly dash: readonly number[]
}

const PALETTE_SIZE = 8

/** Solid, dashed, dotted, dash-dot, long dash: told apart at the width of a line. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]]

/** Lines up to this number have a colour of their own each, and need no dash. */
const COLOURS_ALONE = 6
/** Values from which on an order is easier to see than a set of colours. */
const LEAST_ORDERED = 4
const MOST_ORDERED = 20

export function lineColour({ colour, isOrdered }: LineStyle, theme: ChartTheme): string {
  const place = isOrdered ? theme.ramp[Math.round(colour * (theme.ramp.length - 1))] : theme.palette[colour]
  return place ?? theme.text
}

/** The numbers behind an ordered factor: plain numbers, or schemes that differ in one (a gain, 1 when not written); else null. */
function orderedNumbers({ values }: Factor): readonly number[] | null {
  if (values.length < LEAST_ORDERED || values.length > MOST_ORDERED) return null
  const plain = values.flatMap((value) => (typeof value === 'number' ? [value] : []))
  if (plain.length === values.length) return plain
  const entries = values.flatMap((value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? [new Map<string, FactorValue>([['gain', 1], ...Object.entries(value)])]
      : typeof value === 'string'
        ? [new Map<string, FactorValue>(Object.entries({ gain: 1, scheme: value }))]
        : [],
  )
  if (entries.length !== values.length) return null
  const keys = new Set(entries.flatMap((entry) => [...entry.keys()]))
  const differing = [...keys].filter(
    (key) => new Set(entries.map((entry) => JSON.stringify(entry.get(key)))).size > 1,
  )
  const [key] = differing
  if (key === undefined || differing.length > 1) return null
  const numbers = entries.flatMap((entry) => {
    const value = entry.get(key)
    return typeof value === 'number' ? [value] : []
  })
  return numbers.length === values.length ? numbers : null
}

/** The factor that colours tell apart: the scheme where it varies, else the first that fits. */
function colourFactor(factors: readonly Factor[]): Factor | undefined {
  const fitting = factors.filter(
    (factor) => factor.values.length <= PALETTE_SIZE || orderedNumbers(factor) !== null,
  )
  return fitting.find(({ key }) => key === 'model.init') ?? fitting[0]
}

function position(factor: Factor, value: unknown): number {
  const text = JSON.stringify(value)
  return Math.max(
    0,
    factor.values.findIndex((candidate) => JSON.stringify(candidate) === text),
  )
}

/** Colour of each value of a factor: along the ramp by rank when its values are ordered. */
function colours(factor: Factor): readonly { readonly colour: number; readonly isOrdered: boolean }[] {
  const numbers = orderedNumbers(factor)
  if (numbers === null) return factor.values.map((_, index) => ({ colour: index, isOrdered: false }))
  const ranks = [...numbers].sort((a, b) => a - b)
  return numbers.map((value) => ({ colour: ranks.indexOf(value) / (ranks.length - 1), isOrdered: true }))
}

/** The values of the other factors together, each set of them once; null when there are more than dashes. */
function dashSets(others: readonly Factor[], { configurations }: Expansion): readonly string[] | null {
  const sets = [...new Set(configurations.map(({ factors }) => valuesText(others, factors)))]
  return sets.length <= DASHES.length ? sets : null
}

function valuesText(factors: readonly Factor[], own: Configuration['factors']): string {
  return JSON.stringify(factors.map(({ key }) => own[key]))
}

/**
 * One style a configuration. Colour follows one factor and dash another, or all others where the dashes suffice, so that
 * the eye groups lines as the grid does; without a second factor each line has a colour, and dashes come once the colours are used up.
 */
export function lineStyles(expansion: Expansion): readonly LineStyle[] {
  const { factors, configurations } = expansion
  const varying = factors.filter(({ values }) => values.length > 1)
  const colour = colourFactor(varying)
  const dash = varying.find((factor) => factor !== colour && factor.values.length <= DASHES.length)
  if (colour !== undefined && (dash !== undefined || varying.length === 1)) {
    const palette = colours(colour)
    const others = varying.filter((factor) => factor !== colour)
    const sets = others.length > 1 ? dashSets(others, expansion) : null
    const dashPlace = (own: Configuration['factors']): number => {
      if (sets !== null) return sets.indexOf(valuesText(others, own))
      return dash === undefined ? 0 : position(dash, own[dash.key])
    }
    return configurations.map(({ factors: own }) => ({
      ...(palette[position(colour, own[colour.key])] ?? { colour: 0, isOrdered: false }),
      dash: DASHES[dashPlace(own)] ?? [],
    }))
  }
  const used = configurations.length > PALETTE_SIZE ? COLOURS_ALONE : PALETTE_SIZE
  return configurations.map((_, index) => ({
    colour: index % used,
    isOrdered: false,
    dash: DASHES[Math.floor(index / used) % DASHES.length] ?? [],
  }))
}
