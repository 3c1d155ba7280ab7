import type { Heap } from '../heap'
import type { Address, StatisticsKernels } from '../kernels'
import { pad8 } from '../layout'

/** As in the compiled kernel: no pivot comes nearer to 0, and a singular value of exactly x is not below x. */
const SMALLEST_PIVOT = 1e-200

const word = new ArrayBuffer(8)
const asFloat64 = new Float64Array(word)
const asInt64 = new BigInt64Array(word)
const asFloat32 = new Float32Array(word)
const asInt32 = new Int32Array(word)

function floatOfBits(bits: number): number {
  asInt32[0] = bits
  return asFloat32[0]
}

function bitsOfFloat(value: number): number {
  asFloat32[0] = value
  return asInt32[0]
}

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
  if (rest === 0) return { result: first, factor: 0 }
  const squares = first * first + rest
  const length = Math.sqrt(squares)
  const result = first > 0 ? -length : length
  vector[0] = first - result
  return { result, factor: 1 / (squares - first * result) }
}

/** A matrix (rows, columns) in float64, by rows. */
type Matrix = Float64Array[]

/** A -= v (factor v' A) for rows `top` and further, columns `first` and further. */
function applyFromLeft(matrix: Matrix, v: Float64Array, top: number, first: number, factor: number): void {
  const columns = matrix[0].length
  for (let column = first; column < columns; column += 1) {
    let sum = 0
    for (let row = 0; row < v.length; row += 1) sum += v[row] * matrix[top + row][column]
    const scaled = sum * factor
    for (let row = 0; row < v.length; row += 1) matrix[top + row][column] -= v[row] * scaled
  }
}

/** row -= factor (row . u) u for rows `top` and further; u stands over the last columns, its sums go by column mod 4. */
function applyFromRight(matrix: Matrix, u: Float64Array, top: number, factor: number): void {
  for (let index = top; index < matrix.length; index += 1) {
    const row = matrix[index]
    const first = row.length - u.length
    const sums = new Float64Array(4)
    for (let column = 0; column < u.length; column += 1)
      sums[(first + column) % 4] += row[first + column] * u[column]
    const weight = (sums[0] + sums[2] + (sums[1] + sums[3])) * factor
    for (let column = 0; column < u.length; column += 1) row[first + column] -= weight * u[column]
  }
}

function columnFrom(matrix: Matrix, top: number, column: number): Float64Array {
  return Float64Array.from({ length: matrix.length - top }, (_, row) => matrix[top + row][column])
}

function makeTriangular(matrix: Matrix): Matrix {
  const columns = matrix[0].length
  for (let step = 0; step < columns; step += 1) {
    const v = columnFrom(matrix, step, step)
    const { result, factor } = makeReflection(v)
    for (let row = step; row < matrix.length; row += 1) matrix[row][step] = row === step ? result : 0
    if (factor !== 0) applyFromLeft(matrix, v, step, step + 1, factor)
  }
  return matrix.slice(0, columns)
}

/** Squares of the diagonal and of the numbers above it of the bidiagonal form. */
function squaredBidiagonal(matrix: Matrix): { readonly d: Float64Array; readonly e: Float64Array } {
  const columns = matrix[0].length
  const d = new Float64Array(columns)
  const e = new Float64Array(columns)
  for (let step = 0; step < columns; step += 1) {
    const v = columnFrom(matrix, step, step)
    const left = makeReflection(v)
    d[step] = left.result * left.result
    if (step + 1 === columns) break
    if (left.factor !== 0) applyFromLeft(matrix, v, step, step + 1, left.factor)
    const u = matrix[step].slice(step + 1)
    const right = makeReflection(u)
    e[step] = right.result * right.result
    if (right.factor !== 0) applyFromRight(matrix, u, step + 1, right.factor)
  }
  return { d, e }
}

/** Number of singular values below x: negative pivots of B'B - x^2. */
function countBelow(d: Float64Array, e: Float64Array, x: number): number {
  const square = x * x
  let t = -square
  let count = 0
  for (let index = 0; index < d.length; index += 1) {
    const sum = d[index] + t
    const pivot = Math.abs(sum) < SMALLEST_PIVOT ? SMALLEST_PIVOT : sum
    if (pivot < 0) count += 1
    t = t * (e[index] / pivot) - square
  }
  return count
}

/** The largest float32 below which fewer than `target` singular values lie, in sections of a fifth. */
function sectionDown(d: Float64Array, e: Float64Array, bound: number, target: number): number {
  let low = 0
  let high = bitsOfFloat(bound)
  while (high - low > 1) {
    const width = high - low
    const start = low
    for (let part = 1; part <= 4; part += 1) {
      const x = start + Math.floor((width * part) / 5)
      if (countBelow(d, e, floatOfBits(x)) >= target) {
        high = x
        break
      }
      low = x
    }
  }
  return floatOfBits(low)
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
      const { d, e } = squaredBidiagonal(long >= 2 * short ? makeTriangular(upright) : upright)
      let squares = 0
      for (let index = 0; index < short; index += 1) {
        squares += d[index]
        squares += e[index]
      }
      const bound = Math.fround(Math.sqrt(squares) * 1.000001)
      f64[out >> 3] = sectionDown(d, e, bound, short) / scale
      f64[(out >> 3) + 1] = sectionDown(d, e, bound, 1) / scale
    },
  }
}
