import { LANES, panelCount } from '../layout'

/**
 * Lane sum of term(line, feature, lane) over the entries that hold samples, a line being a virtual panel: 16 accumulators
 * over lines and inside them over features, ascending, then lanes l + (l + 4) with (l + 8) + (l + 12) into 4 sums, then
 * (0 + 1) + (2 + 3). Each addition is rounded to what the 16 `sums` hold.
 */
export function laneSum(
  sums: Float32Array | Float64Array,
  samples: number,
  positions: number,
  features: number,
  term: (line: number, feature: number, lane: number) => number,
): number {
  sums.fill(0)
  const lines = panelCount(samples) * positions
  for (let line = 0; line < lines; line += 1) {
    const lanes = Math.min(LANES, samples - Math.floor(line / positions) * LANES)
    for (let feature = 0; feature < features; feature += 1) {
      for (let lane = 0; lane < lanes; lane += 1) sums[lane] += term(line, feature, lane)
    }
  }
  for (let lane = 0; lane < 4; lane += 1) {
    sums[lane] += sums[lane + 4]
    sums[lane + 8] += sums[lane + 12]
    sums[lane] += sums[lane + 8]
  }
  sums[0] += sums[1]
  sums[2] += sums[3]
  sums[0] += sums[2]
  return sums[0]
}
