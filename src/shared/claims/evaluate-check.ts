import { mannWhitney } from '../statistics/mann-whitney'
import { median } from '../statistics/quantiles'
import { wilcoxonSignedRank } from '../statistics/wilcoxon'
import type { Estimate } from './bounds'
import { boundText, judge } from './bounds'
import { chanceEstimate, differenceEstimate, quotientEstimate, reducedEstimate } from './estimates'
import type { ExpandedCheck } from './expand-check'
import type { ExperimentResults } from './experiment'
import type { Sample } from './sample'
import { divergedCount, paired, sampleOf, valuesOf } from './sample'
import { truthOf } from './three-valued'
import type { Truth } from './three-valued'
import type { Quantity } from './trial-quantity'
import { layerValues } from './trial-quantity'
import type {
  Bounds,
  ChanceCheck,
  Check,
  CompareCheck,
  DifferenceCheck,
  QuotientCheck,
  SameCheck,
  ValueCheck,
} from './verdict-rule'

/** What came out of one check. */
export interface CheckResult {
  readonly id: string
  readonly says: string
  readonly truth: Truth
  /** The number that was judged, with its 95 % interval; null where it has none. */
  readonly estimate: number
  readonly low: number | null
  readonly high: number | null
  /** The medians of the two configurations that were compared; of one alone, its median and null. */
  readonly first: number
  readonly second: number | null
  /** Of the one-sided test; null without a test. */
  readonly p: number | null
  /** What was asked of the number: `< 0.4`, `p < 0.01`. */
  readonly bound: string
  /** Seeds of each configuration. */
  readonly n: number
  readonly diverged: number
  /** Why it is unknown; null otherwise. */
  readonly reason: string | null
}

type Judged = Pick<
  CheckResult,
  'truth' | 'estimate' | 'low' | 'high' | 'first' | 'second' | 'p' | 'bound'
> & {
  readonly samples: readonly Sample[]
  readonly reason?: string
}
type Results = ReadonlyMap<string, ExperimentResults>

/**
 * Evaluates one check. Too few seeds, trials that failed, a number that is NaN, an interval that straddles its bound and a test that
 * decides neither way are `unknown`, with the reason.
 * @throws when a selection means no single configuration: a ledger that was read has none such
 */
export function evaluateCheck({ id, says, check }: ExpandedCheck, results: Results): CheckResult {
  const { samples, reason, ...judged } = judgedCheck(check, results)
  const n = Math.min(...samples.map(({ trials }) => trials.length))
  const missing = samples.reduce((sum, sample) => sum + sample.missing, 0)
  const diverged = samples.reduce((sum, sample) => sum + divergedCount(sample), 0)
  const undecided =
    missing > 0
      ? `${missing} of its trials have no result`
      : n < check.seeds
        ? `${n} seeds, and ${check.seeds} are needed`
        : judged.truth === 'unknown'
          ? (reason ?? 'the interval straddles the bound')
          : null
  return {
    id,
    says,
    n,
    diverged,
    ...judged,
    truth: undecided === null ? judged.truth : 'unknown',
    reason: undecided,
  }
}

function judgedCheck(check: Check, results: Results): Judged {
  if ('value' in check) return judgedValue(check, results)
  if ('compare' in check) return judgedComparison(check, results)
  if ('difference' in check) return judgedDifference(check, results)
  if ('quotient' in check) return judgedQuotient(check, results)
  return 'chance' in check ? judgedChance(check, results) : judgedSameness(check, results)
}

function judgedBound(
  estimate: Estimate,
  bounds: Bounds,
): Pick<Judged, 'truth' | 'estimate' | 'low' | 'high' | 'p' | 'bound'> {
  const { value, low, high } = estimate
  return { truth: judge(estimate, bounds), estimate: value, low, high, p: null, bound: boundText(bounds) }
}

const NOT_A_NUMBER = 'a trial has no such number'

function judgedValue(check: ValueCheck, results: Results): Judged {
  const sample = sampleOf(check.of, results)
  const values = valuesOf(sample, check.value)
  const shared = { samples: [sample], first: median(values), second: null }
  if (values.some(Number.isNaN)) {
    return { ...judgedBound(NO_NUMBER, check), ...shared, reason: NOT_A_NUMBER }
  }
  if (check.reduce !== 'all' && check.equals === undefined) {
    return { ...judgedBound(reducedEstimate(values, check.reduce), check), ...shared }
  }
  const range = { value: median(values), low: Math.min(...values), high: Math.max(...values) }
  const truth = truthOf(values.every((value) => judge({ value, low: null, high: null }, check) === 'true'))
  return { ...judgedBound(range, check), ...shared, truth, bound: `${boundText(check)} in every trial` }
}

const NO_NUMBER: Estimate = { value: NaN, low: null, high: null }

/** The values of two configurations, paired by seed. */
function pairOf(a: Sample, b: Sample, quantity: Quantity) {
  const [left, right] = paired(a, b)
  const values = [valuesOf(left, quantity), valuesOf(right, quantity)] as const
  const shared = { samples: [left, right], first: median(values[0]), second: median(values[1]) }
  const hasNaN = values.some((side) => side.some(Number.isNaN))
  return { values, shared, hasNaN }
}

function judgedComparison(check: CompareCheck, results: Results): Judged {
  const { compare, smaller, larger, than, factor, margin, test, p } = check
  const isSmaller = smaller !== undefined
  const subject = sampleOf(smaller ?? larger ?? than, results)
  const { values, shared, hasNaN } = pairOf(subject, sampleOf(than, results), compare)
  const [own, other] = values
  const bound = `${isSmaller ? '<' : '>'} ${factor === 1 ? '' : `${factor} x `}the other${margin === 0 ? '' : ` + ${margin}`}, p < ${p}`
  const { value, low, high } = isSmaller ? quotientEstimate(own, other) : differenceEstimate(own, other)
  if (hasNaN) {
    return { ...shared, ...judgedBound(NO_NUMBER, {}), bound, reason: NOT_A_NUMBER }
  }
  const scaled = other.map((each) => factor * each + margin)
  const ranks = test === 'signed-rank' ? wilcoxonSignedRank(own, scaled) : mannWhitney(own, scaled)
  const [forth, back] = isSmaller ? [ranks.less, ranks.greater] : [ranks.greater, ranks.less]
  const truth: Truth = forth < p ? 'true' : back < p ? 'false' : 'unknown'
  const reason = `p is ${forth.toPrecision(2)} for it and ${back.toPrecision(2)} against it`
  return { ...shared, truth, estimate: value, low, high, p: forth, bound, reason }
}

function judgedDifference(check: DifferenceCheck, results: Results): Judged {
  const { values, shared, hasNaN } = pairOf(
    sampleOf(check.of, results),
    sampleOf(check.minus, results),
    check.difference,
  )
  const estimate = hasNaN ? NO_NUMBER : differenceEstimate(...values)
  return { ...shared, ...judgedBound(estimate, check), ...(hasNaN ? { reason: NOT_A_NUMBER } : {}) }
}

function judgedQuotient(check: QuotientCheck, results: Results): Judged {
  const { values, shared, hasNaN } = pairOf(
    sampleOf(check.of, results),
    sampleOf(check.by, results),
    check.quotient,
  )
  const estimate = hasNaN ? NO_NUMBER : quotientEstimate(...values)
  return { ...shared, ...judgedBound(estimate, check), ...(hasNaN ? { reason: NOT_A_NUMBER } : {}) }
}

function judgedChance(check: ChanceCheck, results: Results): Judged {
  const [a, b] = [sampleOf(check.smaller, results), sampleOf(check.than, results)]
  const values = [valuesOf(a, check.chance), valuesOf(b, check.chance)] as const
  const shared = { samples: [a, b], first: median(values[0]), second: median(values[1]) }
  if (values.some((side) => side.some(Number.isNaN))) {
    return { ...shared, ...judgedBound(NO_NUMBER, check), reason: NOT_A_NUMBER }
  }
  return { ...shared, ...judgedBound(chanceEstimate(...values, check.medianOf), check) }
}

/** Counts the seeds at which all configurations agree; the estimate is their share. */
function judgedSameness(check: SameCheck, results: Results): Judged {
  const samples = check.of.map((chosen) => sampleOf(chosen, results))
  const [first, ...others] = samples
  if (first === undefined) throw new Error('A comparison needs configurations')
  const texts = samples.map(
    (sample) => new Map(sample.trials.map((trial) => [trial.seed, bitsText(trial, sample, check)])),
  )
  const [reference, ...rest] = texts
  const seeds = first.trials.map(({ seed }) => seed)
  const equal = seeds.filter((seed) => {
    const wanted = reference?.get(seed)
    return wanted !== undefined && wanted !== null && rest.every((side) => side.get(seed) === wanted)
  })
  const isWhole = others.every(({ trials }) => trials.length === seeds.length) && seeds.length > 0
  const share = seeds.length === 0 ? NaN : equal.length / seeds.length
  return {
    samples,
    truth: isWhole ? truthOf(equal.length === seeds.length) : 'unknown',
    estimate: share,
    low: null,
    high: null,
    first: share,
    second: null,
    p: null,
    bound: 'equal in every bit, seed by seed',
    reason: NOT_A_NUMBER,
  }
}

/** What is compared of a trial, as a text that two trials share only when all bits agree; null where it has none. */
function bitsText(
  trial: Sample['trials'][number],
  { layerCount }: Sample,
  { same }: SameCheck,
): string | null {
  if (same === 'weights') return trial.weightsHash
  if ('layer' in same || 'singular' in same) {
    const values = layerValues(trial, layerCount, same)
    return values.length === 0 ? null : values.map(String).join(' ')
  }
  const [value = NaN] = valuesOf({ trials: [trial], layerCount, missing: 0 }, same)
  return String(value)
}
