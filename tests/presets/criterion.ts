import { mannWhitney } from '@shared/statistics/mann-whitney'
import { median } from './preset-results'
import type { ConfigurationTrials, PresetResults } from './preset-results'

/** One line of the table: what was asked, what came out. */
export interface Finding {
  readonly claim: string
  readonly seen: string
  readonly holds: boolean
}

/** What a preset promises, checked on the report of its run. */
export interface PresetCriteria {
  readonly preset: string
  /** The experiment of the study it repeats: P01 to P14. */
  readonly experiment: string
  readonly findings: (results: PresetResults) => readonly Finding[]
}

function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'diverged'
}

/** The median loss is below, or above, a bound. */
export function medianIs(trials: ConfigurationTrials, side: 'below' | 'above', bound: number): Finding {
  const value = trials.medianLoss
  return {
    claim: `${trials.name} ${side === 'below' ? '<' : '>'} ${bound}`,
    seen: `median ${figure(value)}, n ${trials.n}, diverged ${trials.diverged}`,
    holds: side === 'below' ? value < bound : value > bound,
  }
}

/** More than half of the trials diverged; with `all`, every one. */
export function diverges(trials: ConfigurationTrials, share: 'most' | 'all'): Finding {
  const needed = share === 'all' ? trials.n : Math.floor(trials.n / 2) + 1
  return {
    claim: `${trials.name} diverges (${share})`,
    seen: `${trials.diverged} of ${trials.n}`,
    holds: trials.diverged >= needed,
  }
}

/** The median loss of `better` is below `factor` times that of `worse`, and p < 0.01 by the exact one-sided rank test. */
export function isBetter(better: ConfigurationTrials, worse: ConfigurationTrials, factor = 1): Finding {
  const p = mannWhitney(better.losses, worse.losses).less
  return {
    claim: `${better.name} < ${factor === 1 ? '' : `${factor} x `}${worse.name}, p < 0.01`,
    seen: `medians ${figure(better.medianLoss)} and ${figure(worse.medianLoss)}, n ${better.n} and ${worse.n}, p ${p.toPrecision(2)}`,
    holds: better.medianLoss < factor * worse.medianLoss && p < 0.01,
  }
}

/** The median test accuracy of `better` is more than `margin` above that of `worse`, and p < 0.01. */
export function isMoreAccurate(
  better: ConfigurationTrials,
  worse: ConfigurationTrials,
  margin: number,
): Finding {
  const p = mannWhitney(worse.testAccuracies, better.testAccuracies).less
  const [high, low] = [median(better.testAccuracies), median(worse.testAccuracies)]
  return {
    claim: `accuracy ${better.name} > ${worse.name} + ${margin}, p < 0.01`,
    seen: `medians ${figure(high)} and ${figure(low)}, n ${better.n} and ${worse.n}, p ${p.toPrecision(2)}`,
    holds: high > low + margin && p < 0.01,
  }
}

export function value(claim: string, seen: number, holds: boolean): Finding {
  return { claim, seen: figure(seen), holds }
}
