import { z } from 'zod'
import { finalValue, METRICS } from '../statistics/metrics'
import type { TrialRecord } from '../sweep'
import { CURVE_COLUMNS, LAYER_COLUMNS, SPECTRUM_COLUMNS } from '../trial-result'

/** `start`: the first recorded point, before any update; `end`: the last one. */
const moment = z.enum(['start', 'end'])

/** Weight layers 1..L+1: `hidden` 1..L, `all` 1..L+1, one of them by its number, or [from, to]. */
const layerChoice = z.union([
  z.enum(['hidden', 'all', 'output']),
  z.int().min(1),
  z.tuple([z.int().min(1), z.int().min(1)]),
])

/**
 * How the values x_a .. x_b of the chosen layers become one number:
 * - mean, smallest, largest
 * - growth: mean of x_(l+1) / x_l, the factor a layer on the way forward
 * - backward-growth: mean of x_l / x_(l+1), the factor a layer on the way back
 * - ratio, root-ratio: x_b / x_a and its square root (of mean squares: the quotient of root mean squares)
 */
const layerSummary = z.enum([
  'mean',
  'smallest',
  'largest',
  'growth',
  'backward-growth',
  'ratio',
  'root-ratio',
])

const final = z.strictObject({ final: z.enum(METRICS) })
const layer = z.strictObject({
  layer: z.enum(LAYER_COLUMNS),
  at: moment,
  layers: layerChoice.default('hidden'),
  over: layerSummary.default('mean'),
})
const singular = z.strictObject({
  singular: z.enum(SPECTRUM_COLUMNS),
  at: moment,
  layers: layerChoice.default('all'),
  over: layerSummary.default('mean'),
})
const stepsTo = z.strictObject({ stepsTo: z.number() })
const status = z.strictObject({ status: z.enum(['done', 'diverged', 'stalled']) })

/** One number of a trial, by the key that names it. */
export const QUANTITY_SCHEMAS = { final, layer, singular, stepsTo, status } as const

export type Quantity =
  | z.infer<typeof final>
  | z.infer<typeof layer>
  | z.infer<typeof singular>
  | z.infer<typeof stepsTo>
  | z.infer<typeof status>
type LayerSummary = z.infer<typeof layerSummary>

/**
 * The value of one trial with a result.
 * - final: a final metric; the worst value for a diverged trial
 * - layer, singular: of the recorded layer statistics or singular values; NaN where the trial has none
 * - stepsTo: the first recorded step whose mean training loss is at most the target; Infinity when it never is
 * - status: 1 or 0
 * @param layerCount L + 1 weight layers
 */
export function trialQuantity(trial: TrialRecord, layerCount: number, quantity: Quantity): number {
  if ('final' in quantity) return finalValue(trial, quantity.final)
  if ('status' in quantity) return trial.status === quantity.status ? 1 : 0
  if ('stepsTo' in quantity) return stepsToLoss(trial.curve, quantity.stepsTo)
  return summarize(layerValues(trial, layerCount, quantity), quantity.over)
}

/** The values of the chosen layers, first to last; empty when the trial recorded none or has no such layer. */
export function layerValues(
  trial: TrialRecord,
  layerCount: number,
  quantity: z.infer<typeof layer> | z.infer<typeof singular>,
): readonly number[] {
  const isLayer = 'layer' in quantity
  const values = isLayer ? trial.layers : trial.spectrum
  const stride = isLayer ? LAYER_COLUMNS.length : SPECTRUM_COLUMNS.length
  const column = isLayer ? LAYER_COLUMNS.indexOf(quantity.layer) : SPECTRUM_COLUMNS.indexOf(quantity.singular)
  const block = layerCount * stride
  if (values.length < block) return []
  const start = quantity.at === 'start' ? 0 : values.length - block
  const [from, to] = layerRange(quantity.layers, layerCount)
  if (from > to || to > layerCount) return []
  return Array.from(
    { length: to - from + 1 },
    (_, index) => values[start + (from - 1 + index) * stride + column] ?? NaN,
  )
}

function layerRange(choice: z.infer<typeof layerChoice>, layerCount: number): readonly [number, number] {
  if (typeof choice === 'number') return [choice, choice]
  switch (choice) {
    case 'hidden':
      return [1, layerCount - 1]
    case 'all':
      return [1, layerCount]
    case 'output':
      return [layerCount, layerCount]
    default:
      return choice
  }
}

function summarize(values: readonly number[], over: LayerSummary): number {
  const [first] = values
  const last = values.at(-1)
  if (first === undefined || last === undefined) return NaN
  switch (over) {
    case 'mean':
      return meanOf(values)
    case 'smallest':
      return Math.min(...values)
    case 'largest':
      return Math.max(...values)
    case 'growth':
      return meanOf(quotients(values))
    case 'backward-growth':
      return meanOf(quotients(values).map((quotient) => 1 / quotient))
    case 'ratio':
      return last / first
    case 'root-ratio':
      return Math.sqrt(last / first)
  }
}

function quotients(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, index) => value / (values[index] ?? NaN))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function stepsToLoss(curve: Float32Array, target: number): number {
  const stride = CURVE_COLUMNS.length
  const [step, loss] = [CURVE_COLUMNS.indexOf('step'), CURVE_COLUMNS.indexOf('trainLoss')]
  for (let row = 0; row + stride <= curve.length; row += stride) {
    if ((curve[row + loss] ?? NaN) <= target) return curve[row + step] ?? NaN
  }
  return Infinity
}
