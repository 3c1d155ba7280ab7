import type { ShareInterval } from './share-interval'
import { normalWidth, wilsonInterval } from './share-interval'
import { pairDifference } from './wilcoxon'

/** How often one sample is better: the size of a difference that no unit and no outlier can stretch. */
export interface Superiority extends ShareInterval {
  /** P(a better than b) = (better + ties / 2) / (better + ties + worse); 0.5 without a comparison. */
  readonly probability: number
  readonly better: number
  readonly ties: number
  readonly worse: number
  /** 2 P - 1, from -1 to 1 (Cliff 1993, 10.1037/0033-2909.114.3.494). */
  readonly cliffsDelta: number
  readonly method: 'newcombe' | 'wilson'
}

/** Whether a single pair stands behind it: without one its 0.5 says nothing. */
export function hasPairs({ better, ties, worse }: Superiority): boolean {
  return better + ties + worse > 0
}

/**
 * P(a random value of a is better than one of b) for independent samples, over all n m pairs; smaller is better, NaN counts as
 * Infinity, diverged trials tie. Interval: method 5 of Newcombe 2006 (10.1002/sim.2324), which has width at 0 and 1 as well:
 * from 5 against 5 completely apart it is [0.64, 1]. [0, 1] when a sample is empty.
 */
export function superiority(a: readonly number[], b: readonly number[], level = 0.95): Superiority {
  const signs = a.flatMap((left) => b.map((right) => Math.sign(pairDifference(left, right))))
  const counts = countSigns(signs)
  return { ...counts, ...newcombeInterval(counts.probability, a.length, b.length, level), method: 'newcombe' }
}

/**
 * P(a better than b) for pairs by seed: the share of pairs in which a is better, a tie one half. Interval: Wilson's, see there for
 * ties. At 10 of 10 it is [0.72, 1]; [0, 1] without pairs.
 * @throws RangeError when the samples are not of one length
 */
export function pairedSuperiority(a: readonly number[], b: readonly number[], level = 0.95): Superiority {
  if (a.length !== b.length) throw new RangeError('pairs need samples of one length')
  const counts = countSigns(a.map((left, index) => Math.sign(pairDifference(left, b[index] ?? NaN))))
  return { ...counts, ...wilsonInterval(counts.probability, a.length, level), method: 'wilson' }
}

type Counts = Pick<Superiority, 'probability' | 'better' | 'ties' | 'worse' | 'cliffsDelta'>

/** @param signs -1 where a is smaller, and so better */
function countSigns(signs: readonly number[]): Counts {
  const better = signs.filter((sign) => sign < 0).length
  const ties = signs.filter((sign) => sign === 0).length
  const probability = signs.length === 0 ? 0.5 : (better + ties / 2) / signs.length
  return { probability, better, ties, worse: signs.length - better - ties, cliffsDelta: 2 * probability - 1 }
}

/**
 * All t with |t - probability| <= z sqrt(V(t)), V(t) = t (1 - t) / (n m) (1 + ((n + m) / 2 - 1) ((1 - t) / (2 - t) + t / (1 + t))): the
 * variance of Hanley and McNeil 1982 for exponential samples, solved for t as Wilson does.
 */
function newcombeInterval(probability: number, n: number, m: number, level: number): ShareInterval {
  if (n === 0 || m === 0) return { low: 0, high: 1, level }
  const z = normalWidth(level)
  const isInside = (t: number): boolean => {
    const shape = 1 + ((n + m) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))
    return Math.abs(t - probability) <= z * Math.sqrt((t * (1 - t) * shape) / (n * m))
  }
  return { low: 1 - edge(1 - probability, (t) => isInside(1 - t)), high: edge(probability, isInside), level }
}

/** The largest t >= start that is inside, by bisection; 1 only from 1 itself, where the variance is 0. */
function edge(start: number, isInside: (t: number) => boolean): number {
  let [inside, outside] = [start, 1]
  if (start >= 1) return 1
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2
    if (isInside(middle)) inside = middle
    else outside = middle
  }
  return inside
}
