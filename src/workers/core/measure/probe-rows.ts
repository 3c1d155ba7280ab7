/** Samples of the probe batch: one panel. Its forward pass takes a sixth of a training step of 32 samples. */
const PROBE_SAMPLES = 16

/**
 * Rows of the training split that every dead share of a trial is measured on: evenly spread, so that a split that is
 * sorted by class gives some of each, and the same for all trials on the same split.
 */
export function probeRows(trainSamples: number): Int32Array {
  const count = Math.min(PROBE_SAMPLES, trainSamples)
  return Int32Array.from({ length: count }, (_, index) => Math.floor((index * trainSamples) / count))
}
