import type { Heap } from '../heap'
import type { Address, StatisticsKernels } from '../kernels'
import { pad8 } from '../layout'

/** As in the compiled kernel. */
const NO_SQUARES = 1e-280
const LAST_STEP = 1e-9
const MOST_STEPS = 400

const word = new ArrayBuffer(8)
const asFloat64 = new Float64Array(word)
const asInt64 = new BigInt64Array(word)

/** 2^-e for 2^e <= largest < 2^(e + 1). */
function inversePowerOfTwo(largest: number): number {
  asFloat64[0] = largest
  asInt64[0] = (2046n - ((asInt64[0] >> 52n) & 2047n)) << 52n
  return asFloat64[0]
}

/** The v of a reflection 1 - factor v v' that maps `vector` to (result, 0, ...), in place. */
function makeReflection(vector: Float64Array): { readonly result: number; readonly factor: number } {
  const first = vector[0]
  const sums = [0, 0, 0, 0]
  for (let index = 1; index < vector.length; index += 1)
    sums[(index - 1) % 4] += vector[index] * vector[index]
  const rest = sums[0] + sums[2] + (sums[1] + sums[3])
  if (rest < NO_SQUARES) return { result: first, factor: 0 }
  const squares = first * first + rest
  const length = Math.sqrt(squares)
  const result = first > 0 ? -length : length
  vector[0] = first - result
  return { result, factor: 1 / (squares - first * result) }
}

/** A matrix (rows, columns) in float64, by rows. */
type Matrix = Float64Array[]

/** Sum of vector(j) row(first + j), by column mod 4. */
function dotFrom(row: Float64Array, vector: Float64Array): number {
  const first = row.length - vector.length
  const sums = new Float64Array(4)
  for (let index = 0; index < vector.length; index += 1)
    sums[(first + index) % 4] += row[first + index] * vector[index]
  return sums[0] + sums[2] + (sums[1] + sums[3])
}

/** A reflection from the left: v over the rows from `step` on, y = factor v'A over the columns after `step`. */
interface LeftReflection {
  readonly result: number
  readonly v: Float64Array
  readonly y: Float64Array
}

function reflectColumn(matrix: Matrix, step: number): LeftReflection {
  const v = Float64Array.from({ length: matrix.length - step }, (_, row) => matrix[step + row][step])
  const { result, factor } = makeReflection(v)
  const y = Float64Array.from({ length: matrix[0].length - step - 1 }, (_, column) => {
    let sum = 0
    for (let row = 0; row < v.length; row += 1) sum += v[row] * matrix[step + row][step + 1 + column]
    return sum * factor
  })
  return { result, v, y }
}

function makeTriangular(matrix: Matrix): Matrix {
  const columns = matrix[0].length
  for (let step = 0; step < columns; step += 1) {
    const { result, v, y } = reflectColumn(matrix, step)
    for (let row = step; row < matrix.length; row += 1) matrix[row][step] = row === step ? result : 0
    for (let row = 0; row < v.length; row += 1)
      for (let column = 0; column < y.length; column += 1)
        matrix[step + row][step + 1 + column] -= v[row] * y[column]
  }
  return matrix.slice(0, columns)
}

/** The bidiagonal form: its diagonal, and the numbers above it. */
function bidiagonal(matrix: Matrix): { readonly d: Float64Array; readonly e: Float64Array } {
  const columns = matrix[0].length
  const d = new Float64Array(columns)
  const e = new Float64Array(columns)
  for (let step = 0; step < columns; step += 1) {
    const { result, v, y } = reflectColumn(matrix, step)
    d[step] = result
    if (step + 1 === columns) break
    const first = step + 1
    const u = y.map((value, column) => matrix[step][first + column] - v[0] * value)
    const right = makeReflection(u)
    e[step] = right.result
    if (right.factor === 0) u.fill(0)
    const padded = new Float64Array(columns)
    padded.set(y, first)
    const yu = dotFrom(padded, u)
    for (let row = first; row < matrix.length; row += 1) {
      const left = v[row - step]
      const x = (dotFrom(matrix[row], u) - left * yu) * right.factor
      for (let column = 0; column < u.length; column += 1)
        matrix[row][first + column] = matrix[row][first + column] - left * y[column] - x * u[column]
    }
  }
  return { d, e }
}

/** The largest sum of magnitudes in a row of B times the largest in a column. */
function squaredNormBound(d: Float64Array, e: Float64Array): number {
  let inRow = 0
  let inColumn = 0
  for (let index = 0; index < d.length; index += 1) {
    const diagonal = Math.abs(d[index])
    inRow = Math.max(inRow, diagonal + Math.abs(e[index]))
    inColumn = Math.max(inColumn, diagonal + (index === 0 ? 0 : Math.abs(e[index - 1])))
  }
  return inRow * inColumn
}

/** p'/p, its negated derivative, and whether all pivots of B'B - x have the sign of `side`. */
function logDerivatives(
  d: Float64Array,
  e: Float64Array,
  x: number,
  side: number,
): { readonly sumG: number; readonly sumH: number; readonly isOutside: boolean } {
  let t = -x
  let slope = -1
  let bend = 0
  let sumG = 0
  let sumH = 0
  let isOutside = true
  for (let index = 0; index < d.length; index += 1) {
    const pivot = d[index] + t
    const inverse = 1 / pivot
    const ratio = e[index] * inverse
    const g = slope * inverse
    const h = bend * inverse
    const gg = g * g
    const c = ratio * d[index]
    if (!(pivot * side > 0)) isOutside = false
    sumG += g
    sumH += gg - h
    t = t * ratio - x
    slope = c * g - 1
    bend = c * (h - (gg + gg))
  }
  return { sumG, sumH, isOutside }
}

/** Laguerre's iteration from `start`, above all eigenvalues of B'B with `side` -1, below them with 1. */
function extremeEigenvalue(d: Float64Array, e: Float64Array, start: number, side: number): number {
  const n = d.length
  let x = start
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { sumG, sumH, isOutside } = logDerivatives(d, e, x, side)
    const spread = n * sumH - sumG * sumG
    const moved = n / (sumG - side * Math.sqrt((n - 1) * (spread > 0 ? spread : 0)))
    const next = x - moved
    if (!isOutside || Number.isNaN(next)) return x
    x = next
    if (!(Math.abs(moved) > LAST_STEP * next)) return x
  }
  return x
}

/** Definition: StatisticsKernels.singularValues; the order of all sums is that of the compiled kernel. */
export function scalarSpectrum(heap: Heap): Pick<StatisticsKernels, 'singularValues'> {
  return {
    singularValues: (weights: Address, out: Address, rows: number, columns: number): void => {
      const { f32, f64 } = heap
      const entry = (row: number, column: number): number =>
        f32[(weights >> 2) + row * pad8(columns) + column]
      let largest = 0
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          const magnitude = Math.abs(entry(row, column))
          if (!Number.isFinite(magnitude)) largest = NaN
          else if (magnitude > largest) largest = magnitude
        }
      }
      if (!(largest > 0)) {
        f64[out >> 3] = largest
        f64[(out >> 3) + 1] = largest
        return
      }
      const scale = inversePowerOfTwo(largest)
      const long = Math.max(rows, columns)
      const short = Math.min(rows, columns)
      const upright = Array.from({ length: long }, (_, row) =>
        Float64Array.from(
          { length: short },
          (__, column) => (rows >= columns ? entry(row, column) : entry(column, row)) * scale,
        ),
      )
      const { d, e } = bidiagonal(long >= 2 * short ? makeTriangular(upright) : upright)
      const bound = squaredNormBound(d, e) * 1.000001
      const squares = [d, e].map((values) => values.map((value) => value * value))
      f64[out >> 3] = Math.sqrt(extremeEigenvalue(squares[0], squares[1], bound, -1)) / scale
      f64[(out >> 3) + 1] = Math.sqrt(extremeEigenvalue(squares[0], squares[1], 0, 1)) / scale
    },
  }
}
