import {
  CAUSE_PHASES,
  CAUSE_QUANTITIES,
  CURVE_COLUMNS,
  HISTOGRAM_BINS,
  HISTOGRAM_QUANTITIES,
  LAYER_COLUMNS,
  SPECTRUM_COLUMNS,
} from '@shared/trial-result'
import type { FinalMetrics, FirstCause, TrialOutcome } from '@shared/trial-result'
import type { ProbedSeed } from '@shared/probe'
import type { Timings } from '@workers/time-trials'
import type { ProbeReading, TrialCost } from '@workers/trial-task'

/** What a worker answered, checked: a worker is outside the engine's walls and may have answered anything. */
export type ReadReply =
  | { readonly kind: 'outcome'; readonly outcome: TrialOutcome; readonly stop: number }
  | { readonly kind: 'fault'; readonly message: string }

const STATUSES = ['done', 'stalled', 'diverged', 'cancelled'] as const
const SIDES = ['not-finite', 'above', 'below'] as const
const HISTOGRAM_WIDTH = HISTOGRAM_QUANTITIES.length * (3 + HISTOGRAM_BINS)
const GARBAGE = {
  kind: 'fault',
  message: 'The worker answered with something that is not a result.',
} as const

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function finalOf(value: unknown): FinalMetrics | null | undefined {
  if (value === null) return null
  const fields = fieldsOf(value)
  if (fields === null) return undefined
  const { trainLoss, trainAccuracy, testLoss, testAccuracy } = fields
  return typeof trainLoss === 'number' &&
    typeof trainAccuracy === 'number' &&
    typeof testLoss === 'number' &&
    typeof testAccuracy === 'number'
    ? { trainLoss, trainAccuracy, testLoss, testAccuracy }
    : undefined
}

function firstCauseOf(value: unknown): FirstCause | null | undefined {
  if (value === null) return null
  const fields = fieldsOf(value)
  const quantity = CAUSE_QUANTITIES.find((name) => name === fields?.['quantity'])
  const side = SIDES.find((name) => name === fields?.['side'])
  if (fields === null || quantity === undefined || side === undefined) return undefined
  const { step, layer, value: measured } = fields
  if (measured !== null && typeof measured !== 'number') return undefined
  if (!isCount(step) || !isCount(layer)) return undefined
  const phase = CAUSE_PHASES.find((name) => name === fields['phase'])
  return { step, layer, quantity, side, value: measured, ...(phase === undefined ? {} : { phase }) }
}

function matrixOf(value: unknown, columns: number): Float32Array | undefined {
  return value instanceof Float32Array && value.length % columns === 0 ? value : undefined
}

function outcomeOf(value: unknown): TrialOutcome | null {
  const fields = fieldsOf(value)
  if (fields === null) return null
  const status = STATUSES.find((name) => name === fields['status'])
  const final = finalOf(fields['final'])
  const firstCause = firstCauseOf(fields['firstCause'])
  const curve = matrixOf(fields['curve'], CURVE_COLUMNS.length)
  const layers = matrixOf(fields['layers'], LAYER_COLUMNS.length)
  const spectrum = matrixOf(fields['spectrum'], SPECTRUM_COLUMNS.length)
  const histograms = matrixOf(fields['histograms'], HISTOGRAM_WIDTH)
  const { steps, milliseconds, weightsHash, jacobian } = fields
  if (status === undefined || final === undefined || firstCause === undefined) return null
  if (curve === undefined || layers === undefined || !isCount(steps)) return null
  if (spectrum === undefined || histograms === undefined) return null
  if (jacobian !== null && typeof jacobian !== 'number') return null
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return null
  if (weightsHash !== null && typeof weightsHash !== 'string') return null
  return {
    status,
    final,
    steps,
    milliseconds: Math.max(0, milliseconds),
    weightsHash,
    firstCause,
    message: null,
    curve,
    layers,
    spectrum,
    histograms,
    jacobian,
  }
}

export function readReply(reply: unknown): ReadReply {
  const fields = fieldsOf(reply)
  if (fields?.['kind'] === 'fault' && typeof fields['message'] === 'string') {
    return { kind: 'fault', message: fields['message'] }
  }
  if (fields?.['kind'] !== 'outcome' || !isCount(fields['stop'])) return GARBAGE
  const outcome = outcomeOf(fields['outcome'])
  return outcome === null ? GARBAGE : { kind: 'outcome', outcome, stop: fields['stop'] }
}

/** An answer of a lane; place -1 when it is none. */
export function readLaneReply(answer: unknown): { readonly place: number; readonly reply: unknown } {
  const fields = fieldsOf(answer)
  const place = fields?.['place']
  return isCount(place) ? { place, reply: fields?.['reply'] } : { place: -1, reply: null }
}

function costOf(value: unknown): TrialCost | null {
  const fields = fieldsOf(value)
  if (fields === null) return null
  const { bytes, flops, updateFlops, steps, sourceSteps, points } = fields
  if (typeof flops !== 'number' || typeof updateFlops !== 'number') return null
  return isCount(bytes) && isCount(steps) && isCount(sourceSteps) && isCount(points)
    ? { bytes, flops, updateFlops, steps, sourceSteps, points }
    : null
}

/** The costs in order; null when the worker answered with anything else. */
export function readCosts(reply: unknown): readonly TrialCost[] | null {
  const costs = fieldsOf(reply)?.['costs']
  if (!Array.isArray(costs)) return null
  const read = costs.map(costOf).filter((cost) => cost !== null)
  return read.length === costs.length ? read : null
}

/** What a thread says of the time that trials take; null when the worker answered with anything else. */
export function readTimings(reply: unknown): Timings | null {
  const timings = fieldsOf(fieldsOf(reply)?.['timings'])
  if (timings === null || !Array.isArray(timings['seconds'])) return null
  const { warmUpSeconds, busySeconds } = timings
  if (!isSeconds(busySeconds)) return null
  const asked: readonly unknown[] = timings['seconds']
  const seconds = asked.map((value) => (isSeconds(value) ? value : null))
  return { seconds, warmUpSeconds: isSeconds(warmUpSeconds) ? warmUpSeconds : null, busySeconds }
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

/** Seconds per floating-point operation; null when the worker answered with anything else. */
export function readCalibration(reply: unknown): number | null {
  const measured = fieldsOf(reply)?.['secondsPerFlop']
  return typeof measured === 'number' && measured > 0 && Number.isFinite(measured) ? measured : null
}

function probedSeedOf(value: unknown): ProbedSeed | null {
  const fields = fieldsOf(value)
  if (fields === null) return null
  const { seed, loss } = fields
  const layers = matrixOf(fields['layers'], LAYER_COLUMNS.length)
  return isCount(seed) && typeof loss === 'number' && layers !== undefined ? { seed, loss, layers } : null
}

/** What a probe saw; null when the worker answered with anything else. */
export function readProbe(reply: unknown): ProbeReading | null {
  const reading = fieldsOf(fieldsOf(reply)?.['reading'])
  if (reading === null || !Array.isArray(reading['seeds']) || !isCount(reading['samples'])) return null
  const seeds = reading['seeds'].map(probedSeedOf).filter((seed) => seed !== null)
  return seeds.length === reading['seeds'].length ? { samples: reading['samples'], seeds } : null
}
