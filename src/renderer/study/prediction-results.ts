import type { LayerRow } from '@shared/layer-rows'
import { seedValues } from '@shared/statistics/comparison'
import { isResult, trialsByConfiguration, WORST_VALUE } from '@shared/statistics/metrics'
import {
  compareCurves,
  medianCurve,
  type Curve,
  type CurveComparison,
  type CurveScale,
} from '@shared/study/drawn-curve'
import { winnerVerdict, type WinnerVerdict } from '@shared/study/prediction-scores'
import type { StudyEvent } from '@shared/study/study-event'
import type { SweepResults, TrialRecord } from '@shared/sweep'
import { CURVE_COLUMNS, type LayerColumn } from '@shared/trial-result'
import type { BlockOf } from './lesson-sweep'

export type PredictionEvent = Extract<StudyEvent, { kind: 'prediction' }>
export type PredictionOutcome = PredictionEvent['outcome']
export type CurveQuantity = BlockOf<'predict-curve'>['quantity']

/** What the reader said before the run. */
export type Guess =
  | { readonly kind: 'winner'; readonly configuration: number; readonly confidence: number }
  | { readonly kind: 'curve'; readonly curve: Curve }

/** What each seed did, on common places. */
export interface SeedCurves {
  readonly xs: readonly number[]
  readonly seeds: readonly { readonly seed: number; readonly ys: readonly number[] }[]
}

interface CurveQuantityLook {
  readonly title: string
  /** The axis below. */
  readonly along: 'step' | 'layer'
  readonly scale: CurveScale
  /** The layer statistic behind it; null for what the curve of a trial holds. */
  readonly column: LayerColumn | null
}

export const CURVE_QUANTITIES: Readonly<Record<CurveQuantity, CurveQuantityLook>> = {
  'loss-by-step': { title: 'training loss', along: 'step', scale: 'linear', column: null },
  'signal-by-layer': { title: 'mean square of z', along: 'layer', scale: 'log', column: 'z2' },
  'gradient-by-layer': {
    title: 'mean square of the gradient, as a multiple of the last hidden layer’s',
    along: 'layer',
    scale: 'log',
    column: 'delta2',
  },
}

export function winnerOf(results: SweepResults, metric: BlockOf<'predict-winner'>['metric']): WinnerVerdict {
  const groups = trialsByConfiguration(results.summary.configurationCount, results.trials)
  return winnerVerdict(
    groups.map((trials) => seedValues(trials, metric)),
    WORST_VALUE[metric] > 0,
  )
}

/** Whether every configuration has a result: one that was cancelled or failed everywhere can neither win nor lose. */
export function isComplete({ summary, trials }: SweepResults): boolean {
  const groups = trialsByConfiguration(summary.configurationCount, trials)
  return groups.length > 0 && groups.every((own) => own.some(isResult))
}

/** The training loss of every seed at the recorded steps; NaN from where a seed diverged. */
export function lossCurves(trials: readonly TrialRecord[]): SeedCurves {
  const width = CURVE_COLUMNS.length
  const ended = trials.filter(isResult).toSorted((a, b) => a.seed - b.seed)
  const longest = ended.reduce<Float32Array>(
    (most, { curve }) => (curve.length > most.length ? curve : most),
    new Float32Array(0),
  )
  const xs = [...longest].filter((_, index) => index % width === 0)
  const loss = CURVE_COLUMNS.indexOf('trainLoss')
  return {
    xs,
    seeds: ended.map(({ seed, curve }) => ({
      seed,
      ys: xs.map((_, point) => curve[point * width + loss] ?? NaN),
    })),
  }
}

/** A layer statistic of every seed before training, over the hidden layers; `isRelative`: as a multiple of the last one's. */
export function layerCurves(rows: readonly LayerRow[], isRelative: boolean): SeedCurves {
  const hidden = Math.max(0, (rows[0]?.layers ?? 0) - 1)
  const ordered = rows.toSorted((a, b) => a.seed - b.seed)
  return {
    xs: Array.from({ length: hidden }, (_, index) => index + 1),
    seeds: ordered.map(({ seed, values }) => {
      const own = [...values.slice(0, hidden)]
      const unit = isRelative ? (own.at(-1) ?? NaN) : 1
      // A gradient that is 0 everywhere has vanished: it is 0 of the last layer's, not 0 / 0, which is how a diverged seed looks.
      return { seed, ys: own.map((value) => (value === 0 ? 0 : value / unit)) }
    }),
  }
}

export function comparisonOf(
  drawn: Curve,
  { xs, seeds }: SeedCurves,
  quantity: CurveQuantity,
): CurveComparison {
  const measured = medianCurve(
    xs,
    seeds.map(({ ys }) => ys),
  )
  return compareCurves(drawn, measured, CURVE_QUANTITIES[quantity].scale)
}

export function winnerOutcome(
  { configuration, confidence }: Extract<Guess, { kind: 'winner' }>,
  verdict: WinnerVerdict,
): PredictionOutcome {
  return {
    kind: 'winner',
    confidence,
    isRight: verdict.best.includes(configuration),
    choices: verdict.wins.length,
  }
}

export function curveOutcome({ distance, isWithin }: CurveComparison): PredictionOutcome {
  return { kind: 'curve', distance, isWithin }
}

/** What of a guess is kept beside its outcome, which holds the confidence. */
export function saidOf(guess: Guess): NonNullable<PredictionEvent['said']> {
  return guess.kind === 'winner'
    ? { kind: 'winner', configuration: guess.configuration }
    : { kind: 'curve', xs: [...guess.curve.xs], ys: [...guess.curve.ys] }
}

/** The guess of a prediction that was written; null where an earlier version did not keep it. */
export function guessOf({ said, outcome }: PredictionEvent): Guess | null {
  if (said?.kind === 'winner' && outcome.kind === 'winner')
    return { kind: 'winner', configuration: said.configuration, confidence: outcome.confidence }
  if (said?.kind === 'curve') return { kind: 'curve', curve: { xs: said.xs, ys: said.ys } }
  return null
}
