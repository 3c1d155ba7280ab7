import { z } from 'zod'
import { oneKeyOf } from './one-key'
import type { Quantity } from './trial-quantity'
import { QUANTITY_SCHEMAS } from './trial-quantity'
import type { FactorValue } from '../sweep-spec-model'

/** Seeds below which a check stays undecided, unless it says otherwise. */
const DEFAULT_SEEDS = 5
/** Probability of a rank test below which it decides, unless a check says otherwise. */
const DEFAULT_P = 0.01

const factorValue: z.ZodType<FactorValue> = z.json()

/**
 * One configuration of an experiment: `in` names the experiment (it may be left out when the claim has one), every other key is a
 * factor of the experiment with its value. Factors that are left out must not matter: exactly one configuration may fit.
 */
export const selection = z.record(z.string(), factorValue)
export type Selection = z.infer<typeof selection>

const quantity: z.ZodType<Quantity> = oneKeyOf<Quantity>(QUANTITY_SCHEMAS, 'a quantity')

const base = {
  /** The check's name inside its claim; the sentences refer to it. */
  check: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'give words of small letters and digits, joined by -'),
  /** What is asked, in words. */
  says: z.string().min(1).max(200),
  /** The check is made once for each value of each factor; a selection that names the factor itself keeps its own value. */
  each: z.record(z.string(), z.array(factorValue).min(1)).optional(),
  /** Seeds below which it stays undecided. */
  seeds: z.int().min(1).default(DEFAULT_SEEDS),
} as const

/** Exactly one of them has to be given. */
const bounds = {
  less: z.number().optional(),
  greater: z.number().optional(),
  between: z.tuple([z.number(), z.number()]).optional(),
  /** [of (1 - share), of (1 + share)] */
  within: z.strictObject({ of: z.number(), share: z.number().positive() }).optional(),
  /** Every trial has exactly this value, to the last bit. */
  equals: z.number().optional(),
} as const
const BOUND_KEYS = ['less', 'greater', 'between', 'within', 'equals'] as const
const onlyOneBound = {
  test: (check: { readonly [Key in (typeof BOUND_KEYS)[number]]?: unknown }): boolean =>
    BOUND_KEYS.filter((key) => check[key] !== undefined).length === 1,
  message: `give exactly one of ${BOUND_KEYS.join(', ')}`,
} as const

/**
 * How the trials of a configuration become one number. median (default), mean and sd have an interval; `share` is the mean of a
 * status; min, max and all speak of the trials that were run and of nothing else: `all` asks the bound of every trial.
 */
const reducer = z.enum(['median', 'mean', 'sd', 'share', 'min', 'max', 'all'])
export type Reducer = z.infer<typeof reducer>

/** A number of one configuration against a bound. */
const value = z
  .strictObject({ ...base, value: quantity, of: selection, reduce: reducer.default('median'), ...bounds })
  .refine(onlyOneBound.test, onlyOneBound.message)

/**
 * One configuration against another: `smaller` < factor * `than` + margin (or `larger` > ...), by a one-sided exact test over the
 * seeds: `signed-rank` pairs them by seed (Wilcoxon), `rank-sum` does not (Mann-Whitney).
 */
const compare = z
  .strictObject({
    ...base,
    compare: quantity,
    smaller: selection.optional(),
    larger: selection.optional(),
    than: selection,
    factor: z.number().positive().default(1),
    margin: z.number().default(0),
    test: z.enum(['signed-rank', 'rank-sum']).default('signed-rank'),
    p: z.number().gt(0).lt(0.5).default(DEFAULT_P),
  })
  .refine(({ smaller, larger }) => (smaller === undefined) !== (larger === undefined), {
    message: 'give either smaller or larger',
  })

/** The median of `of` minus the median of `minus`, or divided by the median of `by`, against a bound. */
const difference = z
  .strictObject({ ...base, difference: quantity, of: selection, minus: selection, ...bounds })
  .refine(onlyOneBound.test, onlyOneBound.message)
const quotient = z
  .strictObject({ ...base, quotient: quantity, of: selection, by: selection, ...bounds })
  .refine(onlyOneBound.test, onlyOneBound.message)

/**
 * P(A < B), a tie counting half, for trials of two configurations drawn independently, against a bound; with `medianOf` n > 1
 * for the medians of n trials each: how often an experiment of n seeds would rank the two that way.
 */
const chance = z
  .strictObject({
    ...base,
    chance: quantity,
    smaller: selection,
    than: selection,
    medianOf: z.int().min(1).max(100).default(1),
    ...bounds,
  })
  .refine(onlyOneBound.test, onlyOneBound.message)

/** Equal to the last bit, seed by seed: a quantity of every chosen layer, a number, or the trained weights. */
const same = z.strictObject({
  ...base,
  same: z.union([z.literal('weights'), quantity]),
  of: z.array(selection).min(2),
})

const CHECK_SCHEMAS = { value, compare, difference, quotient, chance, same } as const

export type ValueCheck = z.infer<typeof value>
export type CompareCheck = z.infer<typeof compare>
export type DifferenceCheck = z.infer<typeof difference>
export type QuotientCheck = z.infer<typeof quotient>
export type ChanceCheck = z.infer<typeof chance>
export type SameCheck = z.infer<typeof same>
export type Check = ValueCheck | CompareCheck | DifferenceCheck | QuotientCheck | ChanceCheck | SameCheck
export type Bounds = Pick<ValueCheck, (typeof BOUND_KEYS)[number]>

/** Checks, joined by all, any and not. */
export type Rule =
  { readonly all: readonly Rule[] } | { readonly any: readonly Rule[] } | { readonly not: Rule } | Check

/** A rule of the ledger. A check is told by its key: value, compare, difference, quotient, chance or same. */
export const rule: z.ZodType<Rule> = z.lazy(() =>
  oneKeyOf<Rule>(
    {
      all: z.strictObject({ all: z.array(rule).min(1) }),
      any: z.strictObject({ any: z.array(rule).min(1) }),
      not: z.strictObject({ not: rule }),
      ...CHECK_SCHEMAS,
    },
    'a rule',
  ),
)

/** The checks of a rule, in the order in which they are written. */
export function checksOf(node: Rule): readonly Check[] {
  if ('all' in node) return node.all.flatMap(checksOf)
  if ('any' in node) return node.any.flatMap(checksOf)
  return 'not' in node ? checksOf(node.not) : [node]
}

/** The selections of a check, with the key that each stands at. */
export function selectionsOf(check: Check): readonly { readonly key: string; readonly chosen: Selection }[] {
  if ('same' in check) return check.of.map((chosen, index) => ({ key: `of[${index}]`, chosen }))
  const named = Object.entries({
    of: 'of' in check ? check.of : undefined,
    minus: 'minus' in check ? check.minus : undefined,
    by: 'by' in check ? check.by : undefined,
    smaller: 'smaller' in check ? check.smaller : undefined,
    larger: 'larger' in check ? check.larger : undefined,
    than: 'than' in check ? check.than : undefined,
  })
  return named.flatMap(([key, chosen]) => (chosen === undefined ? [] : [{ key, chosen }]))
}
