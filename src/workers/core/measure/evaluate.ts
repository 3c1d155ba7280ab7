import type { FirstCause } from '@shared/trial-result'
import { forward, type Network } from '../nn/network'
import type { Objective } from '../nn/objective'

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
 * Evaluates all samples in order, a full network's capacity at a time. The sums run over samples one by one in double,
 * so they do not depend on the capacity. `locate` is asked once, right after the forward pass with a non-finite loss;
 * `proceed` before each forward pass. @returns null when `proceed` said no.
 */
export function evaluateSplit(
  network: Network,
  objective: Objective,
  x: Float32Array,
  labels: Int32Array,
  locate: (samples: number) => FirstCause,
  proceed: () => boolean,
): SplitMetrics | null {
  const features = network.layers[0].fanIn
  const totals = { loss: 0, correct: 0 }
  let cause: FirstCause | null = null
  for (let first = 0; first < labels.length; first += network.capacity) {
    if (!proceed()) return null
    const end = Math.min(first + network.capacity, labels.length)
    forward(network, x.subarray(first * features, end * features), end - first)
    objective(labels.subarray(first, end), end - first, false, totals)
    const overflows = end === labels.length && !isFinite32(totals.loss / end)
    if (cause === null && (overflows || !Number.isFinite(totals.loss))) cause = locate(end - first)
  }
  const mean = totals.loss / labels.length
  return {
    loss: isFinite32(mean) ? mean : Math.fround(mean),
    accuracy: totals.correct / labels.length,
    cause,
  }
}

/** Whether a number stays finite when it is rounded to float32. */
export function isFinite32(value: number): boolean {
  return Number.isFinite(Math.fround(value))
}
