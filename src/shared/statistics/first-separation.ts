import { curvePoints, curveStep, divergenceStep, recordedSteps } from './convergence-bands'
import { MAGNITUDES, type LayerQuantity, type MeasuredTrial } from './layer-bands'
import { mannWhitney } from './mann-whitney'
import { isResult } from './metrics'
import { median } from './quantiles'
import { doubledRanks, tieTerm } from './rank-sums'

/** The trials of one configuration whose column is known. */
export interface SeparationSide {
  readonly measured: readonly MeasuredTrial[]
  /** Weight layers, L + 1. */
  readonly layers: number
}

/** A weight layer of each side, 1-based, that are compared with one another. */
export interface SeparationPlace {
  readonly a: number
  readonly b: number
}

export interface SeparationCell {
  readonly step: number
  /** Index into the places. */
  readonly place: number
  /** The side with the larger values where the two separate; null where they do not. */
  readonly higher: 'a' | 'b' | null
  /** Medians; infinite when diverged trials decide them. */
  readonly a: number
  readonly b: number
  /** Seeds with a value, and those of them that had diverged or overflowed. */
  readonly n: readonly [a: number, b: number]
  readonly diverged: readonly [a: number, b: number]
}

/**
 * - test: the exact Mann-Whitney test, Bonferroni over all cells
 * - ranges: too few seeds for that; the ranges over the seeds do not overlap, which is no test
 * - none: fewer than two seeds on a side, or nothing recorded: nothing is said
 */
export type SeparationBasis = 'test' | 'ranges' | 'none'

export interface Separation {
  readonly quantity: LayerQuantity
  readonly places: readonly SeparationPlace[]
  /** The recorded steps at which both sides have a value, ascending. */
  readonly steps: readonly number[]
  /** By step, then place; only where both sides have a value. */
  readonly cells: readonly SeparationCell[]
  readonly basis: SeparationBasis
  readonly alpha: number
  /** The smallest p that the seeds of any cell can reach, not corrected. */
  readonly smallestP: number
  /** The first cell that separates: the earliest step, there the layer nearest to the input. */
  readonly first: SeparationCell | null
  /** Of the first cell, two-sided, Bonferroni over all cells; null without a test or a separation. */
  readonly adjustedP: number | null
}

export interface SeparationOptions {
  /** 0.05. */
  readonly alpha?: number
}

/** Values read or ranked between two breaks of `separationInTurns`. */
const VALUES_A_TURN = 20_000

/** Hidden layers that both have, each with its like; then the output layers, whatever their depth. */
export function separationPlaces(layersA: number, layersB: number): readonly SeparationPlace[] {
  const hidden = Math.min(layersA, layersB) - 1
  if (hidden < 0) return []
  return [
    ...Array.from({ length: hidden }, (_, index) => ({ a: index + 1, b: index + 1 })),
    { a: layersA, b: layersB },
  ]
}

/** 2 / C(n + m, n): the two-sided p of two samples that do not overlap at all; 1 without values. */
function smallestP(n: number, m: number): number {
  if (n === 0 || m === 0) return 1
  let share = 2
  for (let k = 1; k <= Math.min(n, m); k++) share *= k / (Math.max(n, m) + k)
  return Math.min(1, share)
}

/**
 * Where the seeds' values of a layer quantity separate between two configurations, searched over every recorded step and layer.
 *
 * A cell is one recorded step of one layer at which both sides have a value. The sides separate in it when
 * - basis `test`: p <= alpha / cells, two-sided, by the exact Mann-Whitney test (normal beyond 60 values). Bonferroni over the cells
 *   holds for the dependent layers and steps of the same trials
 * - basis `ranges`, when not even samples that do not overlap can reach that p with so many cells: the largest value of one side is
 *   smaller than the smallest of the other, with at least 2 seeds on each. Among n and n seeds without any difference one cell does
 *   so with probability 2 / C(2n, n), so with few seeds and many cells some do by chance
 *
 * Values that touch or tie do not separate by their ranges. Seeds are those of done, stalled and diverged trials that recorded layers. A trial
 * that had diverged by the step counts as +Infinity in a magnitude, where a NaN does too, and not at all in a mean, a share or a count;
 * what has no value (NaN) does not count either. Trials that diverged tie. Sides of different depth are compared in the hidden layers
 * that both have, and at the output.
 */
export function firstSeparation(
  a: SeparationSide,
  b: SeparationSide,
  quantity: LayerQuantity,
  options: SeparationOptions = {},
): Separation {
  const turns = separationInTurns(a, b, quantity, options)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
  }
}

/** As `firstSeparation`, with breaks: hundreds of seeds in thousands of cells take a second. */
export function* separationInTurns(
  a: SeparationSide,
  b: SeparationSide,
  quantity: LayerQuantity,
  { alpha = 0.05 }: SeparationOptions = {},
): Generator<undefined, Separation> {
  const places = separationPlaces(a.layers, b.layers)
  const [left, right] = [readerOf(a, quantity), readerOf(b, quantity)]
  const all = [...new Set([...left.steps, ...right.steps])].sort((x, y) => x - y)
  const samples: Sample[] = []
  let handled = 0
  for (const step of all) {
    const [atA, atB] = [left.at(step), right.at(step)]
    for (const [place, layers] of places.entries()) {
      const sample = { step, place, a: atA(layers.a), b: atB(layers.b) }
      if (sample.a.length > 0 && sample.b.length > 0) samples.push(sample)
      handled += sample.a.length + sample.b.length
    }
    if (handled < VALUES_A_TURN) continue
    handled = 0
    yield
  }
  const reachable = samples.reduce((least, one) => Math.min(least, smallestP(one.a.length, one.b.length)), 1)
  const level = alpha / Math.max(1, samples.length)
  const basis = basisOf(samples, reachable <= level)
  const separates = basis === 'test' ? createTest(level) : basis === 'ranges' ? rangesApart : () => null
  const cells: SeparationCell[] = []
  for (const sample of samples) {
    cells.push(cellOf(sample, separates(sample)))
    handled += sample.a.length + sample.b.length
    if (handled < VALUES_A_TURN) continue
    handled = 0
    yield
  }
  const place = cells.findIndex(({ higher }) => higher !== null)
  const found = samples[place]
  const p = found === undefined ? 1 : mannWhitney(found.a, found.b).twoSided
  return {
    quantity,
    places,
    steps: [...new Set(cells.map(({ step }) => step))],
    cells,
    basis,
    alpha,
    smallestP: reachable,
    first: cells[place] ?? null,
    adjustedP: basis === 'test' && found !== undefined ? Math.min(1, p * samples.length) : null,
  }
}

interface Sample {
  readonly step: number
  readonly place: number
  readonly a: readonly number[]
  readonly b: readonly number[]
}

function basisOf(samples: readonly Sample[], isTestable: boolean): SeparationBasis {
  if (isTestable) return 'test'
  return samples.some(({ a, b }) => a.length > 1 && b.length > 1) ? 'ranges' : 'none'
}

function cellOf({ step, place, a, b }: Sample, higher: SeparationCell['higher']): SeparationCell {
  const infinite = (values: readonly number[]): number =>
    values.filter((value) => Math.abs(value) === Infinity).length
  return {
    step,
    place,
    higher,
    a: median(a),
    b: median(b),
    n: [a.length, b.length],
    diverged: [infinite(a), infinite(b)],
  }
}

function rangesApart({ a, b }: Sample): SeparationCell['higher'] {
  if (a.length < 2 || b.length < 2) return null
  const [lowA, highA, lowB, highB] = [least(a), greatest(a), least(b), greatest(b)]
  if (lowA > highB) return 'a'
  return lowB > highA ? 'b' : null
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity)
}

function greatest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity)
}

/** What is known of one pattern of ties: p falls as the rank sum leaves its mean, so two bounds a side decide most cells. */
interface Bounds {
  open: number
  closed: number
}

/** The Mann-Whitney test at one level; each pattern of sizes and ties is counted out a few times only. */
function createTest(level: number): (sample: Sample) => SeparationCell['higher'] {
  const known = new Map<string, Bounds>()
  return ({ a, b }) => {
    const ranks = doubledRanks([...a, ...b])
    const seen = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0)
    const distance = seen - a.length * (ranks.length + 1)
    if (distance === 0) return null
    const higher = distance > 0 ? 'a' : 'b'
    const ties = tieTerm(ranks) === 0 ? '' : [...ranks].sort((x, y) => x - y).join(' ')
    const key = `${higher} ${a.length} ${b.length} ${ties}`
    const bounds = known.get(key) ?? { open: 0, closed: Infinity }
    known.set(key, bounds)
    const size = Math.abs(distance)
    if (size <= bounds.open) return null
    if (size >= bounds.closed) return higher
    const isApart = mannWhitney(a, b).twoSided <= level
    if (isApart) bounds.closed = size
    else bounds.open = size
    return isApart ? higher : null
  }
}

interface Reader {
  readonly steps: Iterable<number>
  /** Values of a weight layer, 1-based, at a step; steps are asked for ascending. */
  readonly at: (step: number) => (layer: number) => readonly number[]
}

function readerOf({ measured, layers }: SeparationSide, quantity: LayerQuantity): Reader {
  const results = measured.filter(({ trial }) => isResult(trial))
  if (!results.some(({ values }) => values.length > 0)) return { steps: [], at: () => () => [] }
  const isMagnitude = MAGNITUDES.includes(quantity)
  const next = new Uint32Array(results.length)
  /** The point of a trial at a step; -1 when it had diverged by then, null when it tells nothing of the step. */
  const pointOf = ({ trial, values }: MeasuredTrial, index: number, step: number): number | null => {
    const points = Math.min(curvePoints(trial.curve), Math.floor(values.length / layers))
    let point = next[index] ?? 0
    while (point < points && curveStep(trial.curve, point) < step) point++
    next[index] = point
    if (point < points && curveStep(trial.curve, point) === step) return point
    return trial.status === 'diverged' && step >= divergenceStep(trial) ? -1 : null
  }
  return {
    steps: recordedSteps(results.map(({ trial }) => trial)),
    at: (step) => {
      const points = results.map((one, index) => pointOf(one, index, step))
      return (layer) =>
        results.flatMap(({ values }, index) => {
          const point = points[index] ?? null
          if (point === null) return []
          const value = point < 0 ? NaN : (values[point * layers + layer - 1] ?? NaN)
          return Number.isNaN(value) ? (isMagnitude ? [Infinity] : []) : [value]
        })
    },
  }
}
