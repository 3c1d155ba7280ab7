import type { Pace } from '../pace'
import type { UnitSource } from '../random/unit-source'
import { DRAW_OPERATIONS, weightRow, type WeightPlace } from './weight-place'

/**
 * Columns that take a reflection one after another while it is in the nearest cache. A column takes its reflections in the
 * same order whatever the size, so no bit depends on it.
 */
const BLOCK = 16

/** Numbers in double that `fillOrthogonal` allocates: the Gaussian matrix, the signs and one block of columns. */
export function orthogonalNumbers(fanIn: number, fanOut: number): number {
  const [width, height] = [Math.min(fanIn, fanOut), Math.max(fanIn, fanOut)]
  return width * height + width + Math.min(BLOCK, width) * height
}

/**
 * weights = gain Q, Q (fanOut, fanIn) with orthonormal rows or columns, whichever are fewer, drawn uniformly (Haar):
 * QR of the Gaussian matrix with the unit normals of this layer's weights, each column of Q turned so that R has a
 * positive diagonal. Householder reflections in double.
 * Reports each reflection to `pace`.
 * Source: Mezzadri 2007, How to generate random matrices from the classical compact groups; torch.nn.init.orthogonal_.
 */
export function fillOrthogonal(
  weights: Float32Array | Float64Array,
  place: WeightPlace,
  gain: number,
  units: UnitSource,
  pace: Pace,
): void {
  const { fanIn, fanOut } = place
  const tall = fanOut >= fanIn
  const height = tall ? fanOut : fanIn
  const width = tall ? fanIn : fanOut
  const matrix = gaussianColumns(place, tall, height, units, pace)
  const signs = reflectColumns(matrix, height, width, pace)
  const columns = new Float64Array(Math.min(BLOCK, width) * height)
  for (let first = 0; first < width; first += BLOCK) {
    const end = Math.min(first + BLOCK, width)
    columns.fill(0)
    for (let axis = first; axis < end; axis += 1) columns[(axis - first) * height + axis] = signs[axis]
    for (let place = width - 1; place >= 0; place -= 1) {
      const reflection = matrix.subarray(place * height, (place + 1) * height)
      reflectSeveral(reflection, columns, 0, end - first, place)
      pace.spend(4 * (end - first) * (height - place))
    }
    for (let axis = first; axis < end; axis += 1) {
      for (let entry = 0; entry < height; entry += 1) {
        const value = gain * columns[(axis - first) * height + entry]
        weights[tall ? entry * fanIn + axis : axis * fanIn + entry] = value
      }
    }
  }
}

/** The Gaussian matrix, transposed when wide, as columns of length `height` one after another. */
function gaussianColumns(
  place: WeightPlace,
  tall: boolean,
  height: number,
  units: UnitSource,
  pace: Pace,
): Float64Array {
  const { fanIn, fanOut } = place
  const matrix = new Float64Array(fanIn * fanOut)
  for (let row = 0; row < fanOut; row += 1) {
    const draws = units.normals(fanIn, weightRow(place, row))
    if (!tall) matrix.set(draws, row * height)
    else for (let column = 0; column < fanIn; column += 1) matrix[column * height + row] = draws[column]
    pace.spend(DRAW_OPERATIONS * fanIn)
  }
  return matrix
}

/**
 * Householder QR in place: column k becomes the unit vector v_k of the reflection I - 2 v v^T that clears the column
 * below its diagonal (zero above it). Returns the signs of the diagonal of R.
 */
function reflectColumns(matrix: Float64Array, height: number, width: number, pace: Pace): Float64Array {
  const signs = new Float64Array(width)
  for (let first = 0; first < width; first += BLOCK) {
    const end = Math.min(first + BLOCK, width)
    for (let before = 0; before < first; before += 1) {
      const reflection = matrix.subarray(before * height, (before + 1) * height)
      reflectSeveral(reflection, matrix, first, end, before)
      pace.spend(4 * (end - first) * (height - before))
    }
    for (let place = first; place < end; place += 1) {
      const column = matrix.subarray(place * height, (place + 1) * height)
      signs[place] = makeReflection(column, place)
      for (let later = place + 1; later < end; later += 1)
        applyReflection(column, matrix, later * height, place)
      pace.spend(4 * (end - place) * (height - place))
    }
  }
  return signs
}

/** Turns a column into the v of the reflection that clears it below `place`; returns the sign of the diagonal of R. */
function makeReflection(column: Float64Array, place: number): number {
  column.fill(0, 0, place)
  const norm = Math.sqrt(dot(column, column, 0, place))
  const diagonal = column[place]
  column[place] = diagonal > 0 ? diagonal + norm : diagonal - norm
  const length = Math.sqrt(dot(column, column, 0, place))
  for (let entry = place; entry < column.length; entry += 1) column[entry] /= length
  return diagonal > 0 ? -1 : 1
}

/** As applyReflection for the columns `begin` to `end - 1`, four at a time: one sum alone waits for each of its additions. */
function reflectSeveral(
  v: Float64Array,
  target: Float64Array,
  begin: number,
  end: number,
  first: number,
): void {
  const height = v.length
  let column = begin
  for (; column + 4 <= end; column += 4) {
    const a = column * height
    const b = a + height
    const c = b + height
    const d = c + height
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0]
    for (let entry = first; entry < height; entry += 1) {
      const factor = v[entry]
      sumA += factor * target[a + entry]
      sumB += factor * target[b + entry]
      sumC += factor * target[c + entry]
      sumD += factor * target[d + entry]
    }
    const [twiceA, twiceB, twiceC, twiceD] = [2 * sumA, 2 * sumB, 2 * sumC, 2 * sumD]
    for (let entry = first; entry < height; entry += 1) {
      const factor = v[entry]
      target[a + entry] -= twiceA * factor
      target[b + entry] -= twiceB * factor
      target[c + entry] -= twiceC * factor
      target[d + entry] -= twiceD * factor
    }
  }
  for (; column < end; column += 1) applyReflection(v, target, column * height, first)
}

/** x = x - 2 v (v . x) for the vector x that starts at `offset` of `target`; v is 0 before `first`. */
function applyReflection(v: Float64Array, target: Float64Array, offset: number, first: number): void {
  const twice = 2 * dot(v, target, offset, first)
  for (let entry = first; entry < v.length; entry += 1) target[offset + entry] -= twice * v[entry]
}

/** Sum of v(i) target(offset + i) for i from `first`, ascending. */
function dot(v: Float64Array, target: Float64Array, offset: number, first: number): number {
  let sum = 0
  for (let entry = first; entry < v.length; entry += 1) sum += v[entry] * target[offset + entry]
  return sum
}
