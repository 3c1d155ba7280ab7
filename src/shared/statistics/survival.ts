import type { TrialRecord } from '../sweep'
import type { CurveMetric } from './convergence-bands'
import { WORST_VALUE } from './metrics'
import { normalWidth, wilsonInterval } from './share-interval'
import { CURVE_COLUMNS } from '../trial-result'

/** When a trial reached a target, or until when it is known not to have. */
export interface Arrival {
  readonly step: number
  readonly arrived: boolean
}

/**
 * The first recorded step at which the curve's metric is at the target or better. A trial that never is, or that diverged, even after it
 * was there, is censored at the end of the budget: a diverged trial does not arrive, however early it ended.
 * @param budget steps that the trial was given
 */
export function stepsToTarget(
  trial: TrialRecord,
  metric: CurveMetric,
  target: number,
  budget: number,
): Arrival {
  if (trial.status !== 'diverged') {
    const column = CURVE_COLUMNS.indexOf(metric)
    const mirror = WORST_VALUE[metric] > 0 ? 1 : -1
    for (let at = 0; at + column < trial.curve.length; at += CURVE_COLUMNS.length) {
      const value = trial.curve[at + column] ?? NaN
      if (value * mirror <= target * mirror) return { step: trial.curve[at] ?? NaN, arrived: true }
    }
  }
  return { step: budget, arrived: false }
}

/** The share that has arrived, from one step with arrivals or censoring to the next. */
export interface SurvivalPoint {
  readonly step: number
  /** Trials that had neither arrived nor been censored before the step. */
  readonly atRisk: number
  readonly arrived: number
  readonly censored: number
  /** Share arrived by the step, 1 - S, and its pointwise interval. */
  readonly share: number
  readonly low: number
  readonly high: number
}

export interface SurvivalCurve {
  readonly n: number
  /** Trials that arrived. */
  readonly arrived: number
  readonly level: number
  /** Ascending; before the first of them nobody has arrived. Empty without trials. */
  readonly points: readonly SurvivalPoint[]
  /** First step by which half have arrived, Infinity when never; NaN without trials. */
  readonly median: number
  /** Where the interval of the share crosses one half (Brookmeyer and Crowley 1982, 10.2307/2530286); the high end may be Infinity. */
  readonly medianLow: number
  readonly medianHigh: number
}

/**
 * Kaplan and Meier's estimate (1958, 10.1080/01621459.1958.10501452): S = product over the steps of (1 - arrived / at risk); trials
 * censored at a step were at risk there. The interval is Greenwood's on the log(-log S) scale (Kalbfleisch and Prentice 1980):
 * S^exp(-+z s), s^2 = sum d / (r (r - d)) / (ln S)^2. Where that is undefined, at S = 0 and S = 1, it is Wilson's for all n or
 * none of n, so that it has a width at every n.
 */
export function kaplanMeier(arrivals: readonly Arrival[], level = 0.95): SurvivalCurve {
  const z = normalWidth(level)
  const n = arrivals.length
  const points: SurvivalPoint[] = []
  let atRisk = n
  let survival = 1
  let greenwood = 0
  for (const step of [...new Set(arrivals.map((arrival) => arrival.step))].sort((a, b) => a - b)) {
    const here = arrivals.filter((arrival) => arrival.step === step)
    const arrived = here.filter((arrival) => arrival.arrived).length
    survival *= 1 - arrived / atRisk
    greenwood += arrived / (atRisk * (atRisk - arrived))
    const interval = shareArrived(survival, greenwood, z) ?? wilsonInterval(1 - survival, n, level)
    const { low, high } = interval
    points.push({ step, atRisk, arrived, censored: here.length - arrived, share: 1 - survival, low, high })
    atRisk -= here.length
  }
  const crossing = (side: 'share' | 'low' | 'high'): number =>
    n === 0 ? NaN : (points.find((point) => point[side] >= 0.5)?.step ?? Infinity)
  return {
    n,
    arrived: arrivals.filter((arrival) => arrival.arrived).length,
    level,
    points,
    median: crossing('share'),
    medianLow: crossing('high'),
    medianHigh: crossing('low'),
  }
}

/** Null where the log of S or of -log S is not finite. */
function shareArrived(
  survival: number,
  greenwood: number,
  z: number,
): { readonly low: number; readonly high: number } | null {
  if (survival <= 0 || survival >= 1) return null
  const half = (z * Math.sqrt(greenwood)) / -Math.log(survival)
  return { low: 1 - Math.pow(survival, Math.exp(-half)), high: 1 - Math.pow(survival, Math.exp(half)) }
}

/** Share that has arrived by a step, 0 before the first arrival. */
export function shareArrivedBy(curve: SurvivalCurve, step: number): number {
  return curve.points.findLast((point) => point.step <= step)?.share ?? 0
}

/**
 * Restricted mean: the area under S from 0 to the horizon, the mean of min(step of arrival, horizon) when nobody is censored before it.
 * Defined when the median is not. NaN without trials. Source: Irwin 1949; Royston and Parmar 2013 (10.1186/1471-2288-13-152).
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): number {
  if (curve.n === 0) return NaN
  let area = 0
  let [from, survival] = [0, 1]
  for (const { step, share } of curve.points) {
    if (step > horizon) break
    area += (step - from) * survival
    ;[from, survival] = [step, 1 - share]
  }
  return area + (horizon - from) * survival
}
