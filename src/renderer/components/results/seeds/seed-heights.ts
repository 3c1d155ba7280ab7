/** Rem of a card around its plot: heading, controls in two lines, caption, axis. */
const FRAME = 9.5
/** Rem of a row of few, and of one of many that still holds a name. */
const HIGH_ROW = 3
const LOW_ROW = 1.05
/** Rem of rows beyond which they get lower, and rows beyond which they scroll. */
const FEW = 18
const MOST_ROWS = 28
/** A panel at least this share of its neighbour is as high as that. */
const ALIKE = 0.7

function plotHeight(rows: number): number {
  const shown = Math.max(1, Math.min(rows, MOST_ROWS))
  return Math.max(Math.min(shown * HIGH_ROW, FEW), shown * LOW_ROW)
}

/**
 * Heights in rem of the two panels at the top of the seeds' view, by what they hold: one row a configuration, and one a pair of seeds.
 * Neighbours of nearly one height get the same.
 */
export function seedHeights(
  configurations: number,
  pairs: number,
): { readonly strip: number; readonly pairs: number } {
  const own = { strip: plotHeight(configurations) + FRAME, pairs: plotHeight(pairs) + FRAME }
  const high = Math.max(own.strip, own.pairs)
  const height = (one: number): number => (one >= ALIKE * high ? high : one)
  return { strip: height(own.strip), pairs: height(own.pairs) }
}
