import type { Heap } from '../heap'
import type { Address, StatisticsKernels } from '../kernels'
import { LANES, pad8, panelCount } from '../layout'

/** 2^-90: below it a sum of squares may have lost something to the underflow of float32. */
const SAFE_SQUARES = 8.077935669463161e-28

function isSafe(squares: number): boolean {
  return squares > SAFE_SQUARES && squares < Infinity
}

/** Two float64 sums, to which a quad (x0, x1, x2, x3) adds x0 + x2 and x1 + x3. */
class PairSum {
  #first = 0
  #second = 0

  add(x0: number, x1: number, x2: number, x3: number): void {
    this.#first += x0 + x2
    this.#second += x1 + x3
  }

  total(): number {
    return this.#first + this.#second
  }
}

/** Adds 32 float32 numbers up in float32: four lanes, the quads by a tree of three levels; then the lanes in float64. */
class GroupSum {
  readonly #sum = new PairSum()
  readonly #numbers = new Float32Array(32)
  #count = 0

  add(value: number): void {
    this.#numbers[this.#count] = value
    this.#count += 1
  }

  /** Ends a group, to be called after at most 32 numbers; missing ones count as 0. */
  close(): void {
    const x = this.#numbers.fill(0, this.#count)
    const pairAt = (place: number): number => Math.fround(x[place] + x[place + 4])
    const fourAt = (place: number): number => Math.fround(pairAt(place) + pairAt(place + 8))
    const lane = (index: number): number => Math.fround(fourAt(index) + fourAt(index + 16))
    this.#sum.add(lane(0), lane(1), lane(2), lane(3))
    this.#count = 0
  }

  get isFull(): boolean {
    return this.#count === 32
  }

  total(): number {
    return this.#sum.total()
  }
}

/** Asks `visit` with the place of the 16 samples of each feature at each position, and how many of them are real. */
function forEachFeature(
  values: Address,
  samples: number,
  positions: number,
  features: number,
  visit: (place: number, lanes: number, feature: number) => void,
): void {
  let start = values >> 2
  for (let panel = 0; panel < panelCount(samples); panel += 1) {
    const lanes = Math.min(LANES, samples - panel * LANES)
    for (let position = 0; position < positions; position += 1) {
      for (let feature = 0; feature < features; feature += 1) visit(start + feature * LANES, lanes, feature)
      start += pad8(features) * LANES
    }
  }
}

/** Sum of the squares of the entries of a matrix. */
function squaresOfRows(
  rows: number,
  columns: number,
  valueAt: (row: number, column: number) => number,
): number {
  const squares = new GroupSum()
  const wide = new PairSum()
  for (let row = 0; row < rows; row += 1) {
    const squareAt = (column: number): number => {
      const value = column < columns ? valueAt(row, column) : 0
      return value * value
    }
    for (let column = 0; column < columns; column += 4)
      wide.add(squareAt(column), squareAt(column + 1), squareAt(column + 2), squareAt(column + 3))
    for (let column = 0; column < columns; column += 1) {
      squares.add(squareAt(column))
      if (squares.isFull || column === columns - 1) squares.close()
    }
  }
  return isSafe(squares.total()) ? squares.total() : wide.total()
}

/** Measurements on one memory; definitions: StatisticsKernels. */
export function scalarStatistics(
  heap: Heap,
): Omit<StatisticsKernels, 'distinctUnits' | 'histogram' | 'singularValues'> {
  /** Sums of valueAt(sample's place): by groups of two features, and wide. */
  function panelSums(
    values: Address,
    samples: number,
    positions: number,
    features: number,
    valueOf: (entry: number) => number,
  ): { readonly grouped: number; readonly wide: number } {
    const { f32 } = heap
    const grouped = new GroupSum()
    const wide = new PairSum()
    forEachFeature(values, samples, positions, features, (place, lanes, feature) => {
      const valueAt = (lane: number): number => (lane < lanes ? valueOf(f32[place + lane]) : 0)
      for (let lane = 0; lane < LANES; lane += 4)
        wide.add(valueAt(lane), valueAt(lane + 1), valueAt(lane + 2), valueAt(lane + 3))
      for (let lane = 0; lane < LANES; lane += 1) grouped.add(valueAt(lane))
      if (grouped.isFull || feature === features - 1) grouped.close()
    })
    return { grouped: grouped.total(), wide: wide.total() }
  }

  function momentsOf(
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
    valueOf: (entry: number) => number,
  ): void {
    const { f32, f64 } = heap
    let smallest = Infinity
    let largest = -Infinity
    forEachFeature(values, samples, positions, features, (place, lanes) => {
      for (let lane = 0; lane < lanes; lane += 1) {
        const value = valueOf(f32[place + lane])
        if (value < smallest) smallest = value
        if (value > largest) largest = value
      }
    })
    const sums = panelSums(values, samples, positions, features, valueOf)
    const squares = panelSums(
      values,
      samples,
      positions,
      features,
      (entry) => valueOf(entry) * valueOf(entry),
    )
    const [sum, squared] = isSafe(squares.grouped)
      ? [sums.grouped, squares.grouped]
      : [sums.wide, squares.wide]
    const count = samples * positions * features
    const isNaNIn = Number.isNaN(squared)
    f64[out >> 3] = isNaNIn ? NaN : sum / count
    f64[(out >> 3) + 1] = squared / count
    f64[(out >> 3) + 2] = isNaNIn ? NaN : smallest + 0
    f64[(out >> 3) + 3] = isNaNIn ? NaN : largest + 0
  }

  function moments(
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ): void {
    momentsOf(values, out, samples, positions, features, (entry) => entry)
  }

  function reluMoments(z: Address, out: Address, samples: number, positions: number, features: number): void {
    moments(z, out, samples, positions, features)
    momentsOf(z, out + 32, samples, positions, features, (entry) => (entry < 0 ? 0 : entry))
  }

  function meanSquare(values: Address, samples: number, positions: number, features: number): number {
    const { grouped, wide } = panelSums(values, samples, positions, features, (entry) => entry * entry)
    return (isSafe(grouped) ? grouped : wide) / (samples * positions * features)
  }

  function sumOfSquares(values: Address, rows: number, columns: number): number {
    const { f32 } = heap
    const start = values >> 2
    return squaresOfRows(rows, columns, (row, column) => f32[start + row * pad8(columns) + column])
  }

  function squaredDistance(a: Address, b: Address, rows: number, columns: number): number {
    const { f32 } = heap
    return squaresOfRows(rows, columns, (row, column) => {
      const place = row * pad8(columns) + column
      return Math.fround(f32[(a >> 2) + place] - f32[(b >> 2) + place])
    })
  }

  function isFinite(values: Address, rows: number, columns: number): number {
    const { f32 } = heap
    for (let row = 0; row < rows; row += 1) {
      const start = (values >> 2) + row * pad8(columns)
      for (let column = 0; column < columns; column += 1) if (!Number.isFinite(f32[start + column])) return 0
    }
    return 1
  }

  function isFinitePanels(values: Address, samples: number, positions: number, features: number): number {
    const { f32 } = heap
    let found = 1
    forEachFeature(values, samples, positions, features, (place, lanes) => {
      for (let lane = 0; lane < lanes; lane += 1) if (!Number.isFinite(f32[place + lane])) found = 0
    })
    return found
  }

  function markAlive(
    values: Address,
    alive: Address,
    low: number,
    high: number,
    samples: number,
    positions: number,
    features: number,
  ): void {
    const { f32, i32 } = heap
    forEachFeature(values, samples, positions, features, (place, lanes, feature) => {
      for (let lane = 0; lane < lanes; lane += 1)
        if (!isFlat(f32[place + lane], low, high)) i32[(alive >> 2) + feature] |= 1
    })
  }

  function countFlat(
    values: Address,
    low: number,
    high: number,
    samples: number,
    positions: number,
    features: number,
  ): number {
    const { f32 } = heap
    let count = 0
    forEachFeature(values, samples, positions, features, (place, lanes) => {
      for (let lane = 0; lane < lanes; lane += 1) if (isFlat(f32[place + lane], low, high)) count += 1
    })
    return count
  }

  return {
    moments,
    reluMoments,
    meanSquare,
    sumOfSquares,
    squaredDistance,
    isFinite,
    isFinitePanels,
    markAlive,
    countFlat,
  }
}

function isFlat(value: number, low: number, high: number): boolean {
  return value <= Math.fround(low) || value >= Math.fround(high)
}
