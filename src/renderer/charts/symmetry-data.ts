import type { LayerRow } from '@shared/layer-rows'
import { median } from '@shared/statistics/quantiles'
import { formatNoun } from '../common/format'
import type { DataTable } from './data-table'
import { formatMeasure } from './number-format'
import { spacedPlaces } from './depth-map-data'

/** Distinct units of one layer at one step, over the seeds. */
export interface UnitCount {
  readonly median: number
  readonly least: number
  readonly most: number
}

export interface SymmetryLayer {
  /** Weight layer 1..L. */
  readonly layer: number
  readonly units: number
  /** By recorded step: units that equal no earlier one, and that are near none. */
  readonly distinct: readonly UnitCount[]
  readonly near: readonly UnitCount[]
}

export interface SymmetryData {
  readonly label: string
  readonly steps: readonly number[]
  readonly layers: readonly SymmetryLayer[]
  /** Seeds that were looked at. */
  readonly n: number
  /** Index into the steps; that of the last recorded one at or before the step chosen. */
  readonly place: number
}

function countAt(rows: readonly LayerRow[], step: number, layer: number): UnitCount {
  const values = rows.flatMap((row) => {
    const point = row.steps.indexOf(step)
    const value = row.values[point * row.layers + layer] ?? NaN
    return point >= 0 && Number.isFinite(value) ? [value] : []
  })
  return values.length === 0
    ? { median: NaN, least: NaN, most: NaN }
    : { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/**
 * Distinct units of the hidden layers.
 * @param units of the hidden layers 1..L
 * @param distinct rows of the column `distinct`, one a seed; `near` those of `distinctNear`
 */
export function symmetryData(
  label: string,
  units: readonly number[],
  distinct: readonly LayerRow[],
  near: readonly LayerRow[],
  step: number,
): SymmetryData {
  const recorded = (rows: readonly LayerRow[]): readonly LayerRow[] =>
    rows.filter(({ layers }) => layers === units.length + 1)
  const [exact, close] = [recorded(distinct), recorded(near)]
  const all = [...new Set(exact.flatMap(({ steps }) => [...steps]))].sort((a, b) => a - b)
  const steps = spacedPlaces(all.length, 200).flatMap((place) => all[place] ?? [])
  return {
    label,
    steps,
    layers: units.map((count, index) => ({
      layer: index + 1,
      units: count,
      distinct: steps.map((at) => countAt(exact, at, index)),
      near: steps.map((at) => countAt(close, at, index)),
    })),
    n: exact.length,
    place: Math.max(
      0,
      steps.findLastIndex((at) => at <= step),
    ),
  }
}

/** `layer 2`, `layers 1 to 3`, `layers 1, 3`. */
function layersText(layers: readonly number[]): string {
  const [first = 0] = layers
  const last = layers.at(-1) ?? first
  if (layers.length === 1) return `Layer ${first}`
  return last - first === layers.length - 1 ? `Layers ${first} to ${last}` : `Layers ${layers.join(', ')}`
}

function unitsText(count: number, units: number): string {
  return `${formatNoun(count, 'distinct unit')} of ${units}`
}

function throughout({ steps }: SymmetryData): string {
  const [first = 0] = steps
  return steps.length > 1 ? `from step ${first} to the end` : `at step ${first}`
}

function seedsText(n: number): string {
  return n === 1 ? 'in the one seed' : `in every one of ${n} seeds`
}

/** Layers that have the same few distinct units in every seed at every step. */
function neverBroken(data: SymmetryData): string | null {
  const stuck = data.layers.filter(({ units, distinct }) => distinct.every(({ most }) => most < units))
  const [first] = stuck
  const count = first?.distinct[0]?.median
  if (first === undefined || count === undefined) return null
  const alike = stuck.filter(
    ({ units, distinct }) =>
      units === first.units && distinct.every(({ least, most }) => least === count && most === count),
  )
  if (alike.length === 0) {
    const most = Math.max(...first.distinct.map((at) => at.most))
    return `Layer ${first.layer} never has more than ${unitsText(most, first.units)} ${seedsText(data.n)}, ${throughout(data)}: symmetry was not broken`
  }
  const names = alike.map(({ layer }) => layer)
  const verb = names.length === 1 ? 'has' : 'each have'
  const end = data.steps.length > 1 ? ': symmetry was never broken' : ': units are copies of each other'
  return `${layersText(names)} ${verb} ${unitsText(count, first.units)} ${seedsText(data.n)}, ${throughout(data)}${end}`
}

function brokenLater({ layers, steps, n }: SymmetryData): string | null {
  const late = layers.find(({ units, distinct }) => (distinct[0]?.most ?? units) < units)
  const from = late?.distinct.findIndex(({ least }) => least === late.units) ?? -1
  if (late === undefined || from <= 0) return null
  const start = late.distinct[0]?.median ?? NaN
  return `Layer ${late.layer} starts with ${unitsText(start, late.units)}; by step ${steps[from] ?? 0} all of them differ ${seedsText(n)}: symmetry was broken`
}

interface Fewest {
  readonly layer: number
  readonly units: number
  readonly count: number
  readonly step: number
}

function fewest({ layers, steps }: SymmetryData, which: 'distinct' | 'near'): Fewest | null {
  const found = layers.flatMap((one) =>
    one[which].flatMap(({ least }, index) =>
      least < one.units
        ? [{ layer: one.layer, units: one.units, count: least, step: steps[index] ?? 0 }]
        : [],
    ),
  )
  return found.sort((a, b) => a.count / a.units - b.count / b.units)[0] ?? null
}

/** `Layer 2 has 1 distinct unit of 32 in every one of 5 seeds, from step 0 to the end: symmetry was never broken.` */
export function symmetryCaption(data: SymmetryData): string {
  if (data.n === 0 || data.steps.length === 0)
    return `${data.label}: no trial with layer statistics has ended yet.`
  const stuck = neverBroken(data) ?? brokenLater(data)
  if (stuck !== null) return `${stuck}.`
  const least = fewest(data, 'distinct')
  if (least !== null) {
    return `Layer ${least.layer} has the fewest distinct units: ${least.count} of ${least.units} at step ${least.step} in the worst of ${formatNoun(data.n, 'seed')}.`
  }
  const near = fewest(data, 'near')
  const all = `All units of every layer differ ${seedsText(data.n)}, ${throughout(data)}`
  return near === null
    ? `${all}.`
    : `${all}, but in layer ${near.layer} only ${near.count} of ${near.units} are no near copy of another (step ${near.step}).`
}

/** A whole count, or a median between two of them. */
export function formatUnits(count: number): string {
  return Number.isInteger(count) ? String(count) : formatMeasure(count, 2)
}

/** Rows: layers; columns: steps, of which at most 200. */
export function symmetryTable({ layers, steps }: SymmetryData): DataTable {
  return {
    columns: ['layer', 'units', ...steps.map((step) => `distinct (nearly) at step ${step}`)],
    rows: layers.map(({ layer, units, distinct, near }) => [
      String(layer),
      String(units),
      ...distinct.map(
        ({ median: count }, index) => `${formatUnits(count)} (${formatUnits(near[index]?.median ?? NaN)})`,
      ),
    ]),
  }
}

export function symmetryCsv({ label, layers, steps, n }: SymmetryData): DataTable {
  return {
    columns: ['configuration', 'layer', 'units', 'step', 'distinct median', 'least', 'most', 'nearly distinct median', 'least', 'most', 'n'], // prettier-ignore
    rows: layers.flatMap(({ layer, units, distinct, near }) =>
      steps.map((step, index) => {
        const [exact, close] = [distinct[index], near[index]]
        return [
          label,
          ...[
            layer,
            units,
            step,
            exact?.median,
            exact?.least,
            exact?.most,
            close?.median,
            close?.least,
            close?.most,
            n,
          ].map((value) => String(value ?? NaN)),
        ]
      }),
    ),
  }
}
