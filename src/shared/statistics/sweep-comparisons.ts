import { canonicalJson } from '../canonical-json'
import type { Configuration, Expansion, Factor, TrialRecord } from '../sweep'
import type { Comparison, ComparisonOptions, SeedValue } from './comparison'
import { compareInTurns, seedValues } from './comparison'
import { comparisonSentence, type Moment } from './comparison-text'
import type { Metric } from './metrics'
import { trialsByConfiguration, WORST_VALUE } from './metrics'
import { median } from './quantiles'

/** Configurations that differ in the question's factor only. */
export interface QuestionGroup {
  /** What they share, as in their labels: `depth 10`; empty when nothing else varies. */
  readonly context: string
  /** In the order of the factor's values. */
  readonly configurations: readonly Configuration[]
}

/** What a sweep asks: how the levels of one factor compare, within each combination of the others. */
export interface SweepQuestion {
  /** Key of the factor. */
  readonly factor: string
  readonly groups: readonly QuestionGroup[]
}

export interface SweepComparison {
  /** Indices of the two configurations. */
  readonly a: number
  readonly b: number
  /** Their labels without what they share. */
  readonly aLabel: string
  readonly bLabel: string
  readonly context: string
  readonly comparison: Comparison
  /** The comparison in one sentence, with its context before it. */
  readonly sentence: string
}

export interface SweepComparisons {
  /** `start` where no configuration makes an update: the values are those of untrained networks. */
  readonly moment: Moment
  /** Null when nothing in the sweep varies. */
  readonly question: SweepQuestion | null
  readonly comparisons: readonly SweepComparison[]
  /** Pairs that Holm's correction counts: all pairs of all groups, also those that are not listed. */
  readonly counted: number
  /** Pairs that the question asks for and that are not listed, since there are more than `MOST_COMPARISONS`. */
  readonly leftOut: number
}

export interface SweepComparisonOptions extends Omit<ComparisonOptions, 'comparisons'> {
  /** Key of the factor to ask about. */
  readonly factor?: string
}

/** Lines that anyone would still read. */
export const MOST_COMPARISONS = 60

/** Up to so many levels every one is compared with every other; beyond, each with the best. */
const MOST_LEVELS_IN_PAIRS = 4

/**
 * The question of a sweep: about the scheme when it varies, else about the first factor of 2 to 6 values, else the first that varies.
 * @param factor key of another factor to ask about
 */
export function sweepQuestion(expansion: Expansion, factor?: string): SweepQuestion | null {
  const varying = expansion.factors.filter(({ values }) => distinct(values).length > 1)
  const chosen =
    varying.find(({ key }) => key === factor) ??
    varying.find(({ key }) => key === 'model.init') ??
    varying.find(({ values }) => distinct(values).length <= 6) ??
    varying[0]
  return chosen === undefined ? null : { factor: chosen.key, groups: groupsOf(expansion, chosen) }
}

/** Pairs that Holm's correction counts for a question: all pairs of all groups, listed or not. */
export function countedPairs({ groups }: SweepQuestion): number {
  return groups.reduce((sum, { configurations: { length } }) => sum + (length * (length - 1)) / 2, 0)
}

function distinct(values: Factor['values']): readonly string[] {
  return [...new Set(values.map((value) => canonicalJson(value)))]
}

function groupsOf({ configurations }: Expansion, factor: Factor): readonly QuestionGroup[] {
  const groups = new Map<string, Configuration[]>()
  for (const configuration of configurations) {
    const others = Object.entries(configuration.factors).filter(([key]) => key !== factor.key)
    const key = canonicalJson(Object.fromEntries(others))
    groups.set(key, [...(groups.get(key) ?? []), configuration])
  }
  const levels = distinct(factor.values)
  const level = ({ factors }: Configuration): number =>
    levels.indexOf(canonicalJson(factors[factor.key] ?? null))
  return [...groups.values()]
    .filter((members) => members.length > 1)
    .map((members) => ({
      context: shared(members.map(({ label }) => label)).join(SEPARATOR),
      configurations: [...members].sort((left, right) => level(left) - level(right)),
    }))
}

const SEPARATOR = ' · '

/** The parts that all labels have. */
function shared(labels: readonly string[]): readonly string[] {
  const [first = [], ...rest] = labels.map((label) => label.split(SEPARATOR))
  return first.filter((part) => rest.every((parts) => parts.includes(part)))
}

function withoutShared(label: string, parts: readonly string[]): string {
  const own = label.split(SEPARATOR).filter((part) => !parts.includes(part))
  return own.length === 0 ? label : own.join(SEPARATOR)
}

/**
 * The pairs of a sweep's question, by the seeds' final values: in each group every pair of up to 4 levels, of more levels each with the
 * one of the best median. Holm's correction counts all pairs of all groups in both cases, as the best is chosen by looking.
 */
export function compareSweep(
  expansion: Expansion,
  trials: Iterable<TrialRecord>,
  metric: Metric,
  options: SweepComparisonOptions = {},
): SweepComparisons {
  const turns = compareSweepInTurns(expansion, trials, metric, options)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
  }
}

/** As `compareSweep`, with a break before each pair. */
export function* compareSweepInTurns(
  expansion: Expansion,
  trials: Iterable<TrialRecord>,
  metric: Metric,
  options: SweepComparisonOptions = {},
): Generator<undefined, SweepComparisons> {
  const moment = momentOf(expansion.configurations)
  const question = sweepQuestion(expansion, options.factor)
  if (question === null) return { moment, question, comparisons: [], counted: 0, leftOut: 0 }
  const results = trialsByConfiguration(expansion.configurations.length, trials)
  const values = results.map((group) => seedValues(group, metric))
  const asked = question.groups.flatMap((group) => pairsOf(group, values, metric))
  const listed = asked.slice(0, MOST_COMPARISONS)
  const counted = countedPairs(question)
  const compared = yield* compareInTurns(
    listed.map(({ a, b }) => ({ a: values[a.index] ?? [], b: values[b.index] ?? [] })),
    metric,
    { ...options, comparisons: counted },
  )
  const comparisons = compared.flatMap((comparison, index): readonly SweepComparison[] => {
    const pair = listed[index]
    return pair === undefined ? [] : [described(pair, comparison, moment)]
  })
  return { moment, question, comparisons, counted, leftOut: asked.length - listed.length }
}

/** The pair that `compareSweep` would list first, without comparing it: two indices; null when nothing in the sweep varies. */
export function firstPair(
  expansion: Expansion,
  trials: Iterable<TrialRecord>,
  metric: Metric,
): readonly [a: number, b: number] | null {
  const [group] = sweepQuestion(expansion)?.groups ?? []
  if (group === undefined) return null
  const results = trialsByConfiguration(expansion.configurations.length, trials)
  const [pair] = pairsOf(
    group,
    results.map((own) => seedValues(own, metric)),
    metric,
  )
  return pair === undefined ? null : [pair.a.index, pair.b.index]
}

/** What the final values of these configurations stand for. */
export function momentOf(configurations: readonly Configuration[]): Moment {
  const isStart = configurations.every(({ settings: { train } }) => {
    return 'steps' in train.duration && train.duration.steps === 0
  })
  return isStart ? 'start' : 'end'
}

interface AskedPair {
  readonly a: Configuration
  readonly b: Configuration
  readonly context: string
}

function pairsOf(
  { configurations, context }: QuestionGroup,
  values: readonly (readonly SeedValue[])[],
  metric: Metric,
): readonly AskedPair[] {
  if (configurations.length <= MOST_LEVELS_IN_PAIRS) {
    return configurations.flatMap((a, index) =>
      configurations.slice(index + 1).map((b) => ({ a, b, context })),
    )
  }
  const mirror = WORST_VALUE[metric] > 0 ? 1 : -1
  const costs = configurations.map(({ index }) => {
    const seeds = values[index] ?? []
    return seeds.length === 0 ? Infinity : median(seeds.map(({ value }) => value * mirror))
  })
  const a = configurations[costs.indexOf(Math.min(...costs))]
  if (a === undefined) return []
  return configurations.filter((b) => b !== a).map((b) => ({ a, b, context }))
}

function described({ a, b, context }: AskedPair, comparison: Comparison, moment: Moment): SweepComparison {
  const parts = shared([a.label, b.label])
  const [aLabel, bLabel] = [withoutShared(a.label, parts), withoutShared(b.label, parts)]
  const sentence = comparisonSentence(comparison, aLabel, bLabel, moment, context)
  return {
    a: a.index,
    b: b.index,
    aLabel,
    bLabel,
    context,
    comparison,
    sentence,
  }
}
