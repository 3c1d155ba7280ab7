const POINTS_A_COLUMN = 4

/** Places that a plot shows, from the first to the last. */
export type PlaceWindow = readonly [from: number, to: number]

/**
 * The points of a curve that a plot of so many pixel columns can show: in each column the first, the smallest, the largest and the last
 * finite value, so that no extreme is lost and the line enters and leaves a column where the whole one does. NaN and infinities are no
 * extremes; of those in a column the last is kept, so that the line is broken there too.
 *
 * Columns are of equal width between the first and the last place that is shown. Up to four points a column are kept as they are, all of
 * them.
 * @param xs places, ascending
 * @param window what a zoom shows, with a point before and one behind it, where the line enters and leaves; null for the whole curve
 * @returns indices into the curve, ascending, each once
 */
export function decimatedIndices(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  columns: number,
  window: PlaceWindow | null = null,
): Uint32Array {
  const all = Math.min(xs.length, ys.length)
  const begin = window === null ? 0 : Math.max(0, firstNotBelow(xs, 0, all, window[0]) - 1)
  const end = window === null ? all : Math.min(all, firstNotBelow(xs, begin, all, window[1]) + 1)
  const first = xs[begin] ?? 0
  const width = ((xs[end - 1] ?? 0) - first) / columns
  if (end - begin <= POINTS_A_COLUMN * columns || !(width > 0)) {
    return Uint32Array.from({ length: Math.max(0, end - begin) }, (_, index) => begin + index)
  }
  const kept = new Uint32Array((POINTS_A_COLUMN + 1) * columns + 1)
  let size = 0
  let start = begin
  while (start < end) {
    const column = Math.min(columns - 1, Math.floor(((xs[start] ?? 0) - first) / width))
    const edge = column === columns - 1 ? Infinity : first + (column + 1) * width
    // At least one is in the column.
    const next = firstNotBelow(xs, start + 1, end, edge)
    size = keepColumn(ys, start, next, kept, size)
    start = next
  }
  return kept.subarray(0, size)
}

/** The first index of [start, end) whose place is not below the edge; `end` when there is none. */
function firstNotBelow(xs: ArrayLike<number>, start: number, end: number, edge: number): number {
  let low = start
  let high = end
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
