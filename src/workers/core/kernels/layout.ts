/** Samples of a panel: the lanes of four 128-bit vectors. */
export const LANES = 16

export function panelCount(samples: number): number {
  return Math.ceil(samples / LANES)
}

export function pad2(count: number): number {
  return (count + 1) & ~1
}

export function pad8(count: number): number {
  return (count + 7) & ~7
}

/** Numbers of a panel tensor (panels, positions, pad8(features), 16). */
export function panelNumbers(samples: number, positions: number, features: number): number {
  return panelCount(samples) * positions * pad8(features) * LANES
}

/** Place of (sample, position, feature) in a panel tensor. */
export function panelPlace(
  sample: number,
  position: number,
  feature: number,
  positions: number,
  features: number,
): number {
  const panel = Math.floor(sample / LANES)
  return ((panel * positions + position) * pad8(features) + feature) * LANES + (sample % LANES)
}

/** Numbers of the weights of a layer; the bias follows them. */
export function weightNumbers(fanIn: number, fanOut: number): number {
  return pad2(fanOut) * pad8(fanIn)
}

/** Numbers of a layer's parameter block: weights and bias. */
export function blockNumbers(fanIn: number, fanOut: number): number {
  return weightNumbers(fanIn, fanOut) + pad8(fanOut)
}

/** Bytes of the workspace of denseInputGradient and denseWeightGradient. */
export function denseWorkspaceBytes(
  samples: number,
  positions: number,
  fanIn: number,
  fanOut: number,
): number {
  const virtualSamples = panelCount(samples) * positions * LANES
  return 4 * (weightNumbers(fanIn, fanOut) + virtualSamples * (pad8(fanIn) + pad8(fanOut)) + 64)
}

/** Bytes of the workspace of singularValues: the matrix in float64, upright, and eight vectors. */
export function spectrumWorkspaceBytes(rows: number, columns: number): number {
  const long = Math.max(rows, columns)
  const short = (Math.min(rows, columns) + 3) & ~3
  return 8 * (long * short + 5 * short + 3 * (long + 2))
}
