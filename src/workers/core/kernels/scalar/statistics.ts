import type { Heap } from '../heap'
import type { Address, StatisticsKernels } from '../kernels'
import { LANES, pad8, panelCount } from '../layout'

/** Two sums for even quads and two for odd ones, as StatisticsKernels describes. */
class QuadSums {
  #even0 = 0
  #even1 = 0
  #odd0 = 0
  #odd1 = 0

  add(isEven: boolean, first: number, second: number): void {
    if (isEven) {
      this.#even0 += first
      this.#even1 += second
    } else {
      this.#odd0 += first
      this.#odd1 += second
    }
  }

  total(): number {
    return this.#even0 + this.#odd0 + (this.#even1 + this.#odd1)
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

/** Sum of the squares of valueAt(0..columns - 1) of each row. */
function squaresOfRows(
  rows: number,
  columns: number,
  valueAt: (row: number, column: number) => number,
): number {
  const sums = new QuadSums()
  const square = (row: number, column: number): number => {
    const value = column < columns ? valueAt(row, column) : 0
    return value * value
  }
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 4) {
      const first = square(row, column) + square(row, column + 2)
      const second = square(row, column + 1) + square(row, column + 3)
      sums.add(column % 8 === 0, first, second)
    }
  }
  return sums.total()
}

/** Measurements on one memory; definitions: StatisticsKernels. */
export function scalarStatistics(
  heap: Heap,
): Omit<StatisticsKernels, 'distinctUnits' | 'histogram' | 'singularValues'> {
  function moments(
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ): void {
    const { f32, f64 } = heap
    const sums = new QuadSums()
    const squares = new QuadSums()
    let smallest = Infinity
    let largest = -Infinity
    forEachFeature(values, samples, positions, features, (place, lanes) => {
      const valueAt = (lane: number): number => (lane < lanes ? f32[place + lane] : 0)
      for (let lane = 0; lane < LANES; lane += 4) {
        const x0 = valueAt(lane)
        const x1 = valueAt(lane + 1)
        const x2 = valueAt(lane + 2)
        const x3 = valueAt(lane + 3)
        sums.add(lane % 8 === 0, x0 + x2, x1 + x3)
        squares.add(lane % 8 === 0, x0 * x0 + x2 * x2, x1 * x1 + x3 * x3)
      }
      for (let lane = 0; lane < lanes; lane += 1) {
        const value = f32[place + lane]
        if (value < smallest) smallest = value
        if (value > largest) largest = value
      }
    })
    const count = samples * positions * features
    const square = squares.total() / count
    const isNaNIn = Number.isNaN(square)
    f64[out >> 3] = isNaNIn ? NaN : sums.total() / count
    f64[(out >> 3) + 1] = square
    f64[(out >> 3) + 2] = isNaNIn ? NaN : smallest + 0
    f64[(out >> 3) + 3] = isNaNIn ? NaN : largest + 0
  }

  function meanSquare(values: Address, samples: number, positions: number, features: number): number {
    const { f32 } = heap
    const squares = new QuadSums()
    forEachFeature(values, samples, positions, features, (place, lanes) => {
      const squareAt = (lane: number): number => (lane < lanes ? f32[place + lane] * f32[place + lane] : 0)
      for (let lane = 0; lane < LANES; lane += 4) {
        const first = squareAt(lane) + squareAt(lane + 2)
        squares.add(lane % 8 === 0, first, squareAt(lane + 1) + squareAt(lane + 3))
      }
    })
    return squares.total() / (samples * positions * features)
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
