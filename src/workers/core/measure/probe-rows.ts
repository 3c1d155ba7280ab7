/** Samples of the probe batch: two panels. Fewer would call many a seldom active unit dead. */
const PROBE_SAMPLES = 32

/**
 * Fewest updates between two probes once so many are done; before, when most units die, every recorded point has one.
 * A pass over the probe takes a third of a training step of 32 samples.
 */
export const PROBE_SPACING = 40

/**
 * Rows of the training split that every dead share of a trial is measured on: evenly spread, so that a split that is
 * sorted by class gives some of each, and the same for all trials on the same split.
 */
export function probeRows(trainSamples: number): Int32Array {
  const count = Math.min(PROBE_SAMPLES, trainSamples)
  return Int32Array.from({ length: count }, (_, index) => Math.floor((index * trainSamples) / count))
}
