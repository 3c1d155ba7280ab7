import type { FirstCause } from '@shared/trial-result'
import type { Network } from './nn/network'
import type { LossTotals, Objective } from './nn/objective'
import type { Split } from './split'

/** Loss and accuracy over a split with the weights as they are. */
export interface SplitMetrics {
  /** Mean over the samples; Infinity when it overflows float32. NaN for an empty split. */
  readonly loss: number
  /** NaN for an empty split. */
  readonly accuracy: number
  /** Where the first non-finite loss came from; null when the loss is finite or the split empty. */
  readonly cause: FirstCause | null
}

/**
 * Evaluates all samples in order, as many at a time as the network takes, without dropout and with the running buffers of
 * a batch normalization. The sums run over samples one by one in double, so they do not depend on how many that are.
 * `locate` is asked once, right after the forward pass with a non-finite loss; `proceed` before each forward pass, and
 * `passed` is told of each.
 * @returns null when `proceed` said no.
 */
export function evaluateSplit(
  network: Network,
  objective: Objective,
  split: Split,
  locate: (samples: number) => FirstCause,
  proceed: () => boolean,
  passed: (samples: number) => void,
): SplitMetrics | null {
  const totals: LossTotals = { loss: 0, correct: 0 }
  let cause: FirstCause | null = null
  for (let first = 0; first < split.samples; first += network.capacity.evaluate) {
    if (!proceed()) return null
    const end = Math.min(first + network.capacity.evaluate, split.samples)
    split.loadRange(first, end - first)
    network.forward(end - first, 'evaluate', 0)
    passed(end - first)
    objective.measure(end - first, false, totals)
    const overflows = end === split.samples && !isFinite32(totals.loss / end)
    if (cause === null && (overflows || !Number.isFinite(totals.loss))) cause = locate(end - first)
  }
  const mean = totals.loss / split.samples
  return {
    loss: isFinite32(mean) ? mean : Math.fround(mean),
    accuracy: totals.correct / split.samples,
    cause,
  }
}

/** Whether a number stays finite when it is rounded to float32. */
export function isFinite32(value: number): boolean {
  return Number.isFinite(Math.fround(value))
}
