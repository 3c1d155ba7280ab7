import type { ExperimentResults } from '@shared/claims/experiment'
import { expandCheckOf } from './rule-text'
import { evaluateCheck } from '@shared/claims/evaluate-check'
import type { CheckResult } from '@shared/claims/evaluate-check'
import { expandSweep } from '@shared/expand-sweep'
import type { TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import { LAYER_COLUMNS, SPECTRUM_COLUMNS } from '@shared/trial-result'
import type { LayerColumn, TrialStatus } from '@shared/trial-result'

/** A trial with a result; `loss` and the layers are what a test is about. */
export interface PretendedTrial {
  readonly loss?: number
  readonly accuracy?: number
  readonly status?: TrialStatus
  readonly hash?: string
  readonly curve?: readonly number[]
  /** Of weight layers 1..L+1, at the first and at the last point. */
  readonly layers?: {
    readonly column: LayerColumn
    readonly start: readonly number[]
    readonly end?: readonly number[]
  }
  readonly largestSingularValues?: readonly number[]
}

const DEPTH = 3

function trialOf(configuration: number, seed: number, given: PretendedTrial): TrialRecord {
  const { loss = 1, accuracy = 0.5, status = 'done', hash = `${configuration}.${seed}`, curve = [] } = given
  const hasResult = status !== 'error' && status !== 'cancelled'
  return {
    configuration,
    seed,
    status,
    final: hasResult
      ? { trainLoss: loss, trainAccuracy: accuracy, testLoss: loss, testAccuracy: accuracy }
      : null,
    steps: 10,
    milliseconds: 1,
    weightsHash: hasResult ? hash : null,
    firstCause: null,
    message: null,
    curve: Float32Array.from(curve),
    layers: layersOf(given),
    spectrum: spectrumOf(given),
    histograms: new Float32Array(0),
    jacobian: null,
  }
}

function layersOf({ layers }: PretendedTrial): Float32Array {
  if (layers === undefined) return new Float32Array(0)
  const { column, start, end = start } = layers
  const place = LAYER_COLUMNS.indexOf(column)
  return Float32Array.from(
    [start, end].flatMap((point) =>
      point.flatMap((value) => LAYER_COLUMNS.map((_, index) => (index === place ? value : NaN))),
    ),
  )
}

function spectrumOf({ largestSingularValues }: PretendedTrial): Float32Array {
  const point = (largestSingularValues ?? []).flatMap((value) => SPECTRUM_COLUMNS.map(() => value))
  return Float32Array.from([...point, ...point])
}

/** An experiment of two schemes, he-normal and xavier-normal, at depth 3: the trials of each by seed. */
export function twoSchemes(
  he: readonly PretendedTrial[],
  xavier: readonly PretendedTrial[],
): ReadonlyMap<string, ExperimentResults> {
  const count = Math.max(he.length, xavier.length)
  const spec = parseSweepDocument({
    format: 'initlab-sweep/1',
    model: { depth: DEPTH, init: ['he-normal', 'xavier-normal'] },
    seeds: { first: 0, count },
  })
  if (!spec.ok) throw new Error(spec.error.message)
  const trials = [he, xavier].flatMap((side, configuration) =>
    side.map((given, seed) => trialOf(configuration, seed, given)),
  )
  return new Map([['schemes', { expansion: expandSweep(spec.value), trials }]])
}

export function losses(...values: readonly number[]): readonly PretendedTrial[] {
  return values.map((loss) => ({ loss, ...(Number.isFinite(loss) ? {} : { status: 'diverged' as const }) }))
}

/** Reads a check from its YAML and evaluates it. */
export function checked(yaml: string, results: ReadonlyMap<string, ExperimentResults>): CheckResult {
  return evaluateCheck(expandCheckOf(yaml), results)
}
