/**
 * The points of a curve that a plot of so many pixel columns can show: in each column the first, the smallest, the largest and the last
 * finite value, so that no extreme is lost and the line enters and leaves a column where the whole one does. NaN and infinities are no
 * extremes; of those in a column the last is kept, so that the line is broken there too.
 *
 * Columns are of equal width between the first and the last place. Up to four points a column are kept as they are, all of them.
 * @param xs places, ascending
 * @returns indices into the curve, ascending, each once
 */
export function decimatedIndices(xs: ArrayLike<number>, ys: ArrayLike<number>, columns: number): Uint32Array {
  const count = Math.min(xs.length, ys.length)
  const first = xs[0] ?? 0
  const width = ((xs[count - 1] ?? 0) - first) / columns
  if (count <= POINTS_A_COLUMN * columns || !(width > 0)) {
    return Uint32Array.from({ length: count }, (_, index) => index)
  }
  const kept = new Uint32Array((POINTS_A_COLUMN + 1) * columns + 1)
  let size = 0
  let start = 0
  while (start < count) {
    const column = Math.min(columns - 1, Math.floor(((xs[start] ?? 0) - first) / width))
    const edge = column === columns - 1 ? Infinity : first + (column + 1) * width
    const end = columnEnd(xs, start, count, edge)
    size = keepColumn(ys, start, end, kept, size)
    start = end
  }
  return kept.subarray(0, size)
}

const POINTS_A_COLUMN = 4

/** The first index from `start` on whose place is not below the edge; at least one is in the column. */
function columnEnd(xs: ArrayLike<number>, start: number, count: number, edge: number): number {
  let low = start + 1
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? Infinity) < edge) low = middle + 1
    else high = middle
  }
  return low
}

/** Appends what is kept of [start, end) and returns the new size. */
function keepColumn(
  ys: ArrayLike<number>,
  start: number,
  end: number,
  kept: Uint32Array,
  before: number,
): number {
  let [first, last, lowest, highest, gap] = [-1, -1, -1, -1, -1]
  let [low, high] = [Infinity, -Infinity]
  for (let index = start; index < end; index++) {
    const y = ys[index] ?? NaN
    if (y - y !== 0) {
      gap = index
      continue
    }
    if (first < 0) first = index
    last = index
    if (y < low) {
      low = y
      lowest = index
    }
    if (y > high) {
      high = y
      highest = index
    }
  }
  let size = before
  for (const index of inOrder(first, lowest, highest, last, gap)) {
    if (index >= 0 && (size === before || kept[size - 1] !== index)) kept[size++] = index
  }
  return size
}

function inOrder(...indices: readonly number[]): readonly number[] {
  return [...indices].sort((a, b) => a - b)
}
