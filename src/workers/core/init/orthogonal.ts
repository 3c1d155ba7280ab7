import type { UnitSource } from '../random/unit-source'
import { weightRow, type WeightPlace } from './weight-place'

/**
 * weights = gain Q, Q (fanOut, fanIn) with orthonormal rows or columns, whichever are fewer, drawn uniformly (Haar):
 * QR of the Gaussian matrix with the unit normals of this layer's weights, each column of Q turned so that R has a
 * positive diagonal. Householder reflections in double.
 * Source: Mezzadri 2007, How to generate random matrices from the classical compact groups; torch.nn.init.orthogonal_.
 */
export function fillOrthogonal(
  weights: Float32Array | Float64Array,
  place: WeightPlace,
  gain: number,
  units: UnitSource,
): void {
  const { fanIn, fanOut } = place
  const tall = fanOut >= fanIn
  const height = tall ? fanOut : fanIn
  const width = tall ? fanIn : fanOut
  const matrix = gaussianColumns(place, tall, height, units)
  const signs = reflectColumns(matrix, height, width)
  const column = new Float64Array(height)
  for (let axis = 0; axis < width; axis += 1) {
    column.fill(0)
    column[axis] = signs[axis]
    for (let reflection = width - 1; reflection >= 0; reflection -= 1) {
      applyReflection(matrix.subarray(reflection * height, (reflection + 1) * height), column, 0, reflection)
    }
    for (let entry = 0; entry < height; entry += 1) {
      weights[tall ? entry * fanIn + axis : axis * fanIn + entry] = gain * column[entry]
    }
  }
}

/** The Gaussian matrix, transposed when wide, as columns of length `height` one after another. */
function gaussianColumns(place: WeightPlace, tall: boolean, height: number, units: UnitSource): Float64Array {
  const { fanIn, fanOut } = place
  const matrix = new Float64Array(fanIn * fanOut)
  for (let row = 0; row < fanOut; row += 1) {
    const draws = units.normals(fanIn, weightRow(place, row))
    if (!tall) matrix.set(draws, row * height)
    else for (let column = 0; column < fanIn; column += 1) matrix[column * height + row] = draws[column]
  }
  return matrix
}

/**
 * Householder QR in place: column k becomes the unit vector v_k of the reflection I - 2 v v^T that clears the column
 * below its diagonal (zero above it). Returns the signs of the diagonal of R.
 */
function reflectColumns(matrix: Float64Array, height: number, width: number): Float64Array {
  const signs = new Float64Array(width)
  for (let place = 0; place < width; place += 1) {
    const column = matrix.subarray(place * height, (place + 1) * height)
    column.fill(0, 0, place)
    const norm = Math.sqrt(dot(column, column, 0, place))
    const diagonal = column[place]
    signs[place] = diagonal > 0 ? -1 : 1
    column[place] = diagonal > 0 ? diagonal + norm : diagonal - norm
    const length = Math.sqrt(dot(column, column, 0, place))
    for (let entry = place; entry < height; entry += 1) column[entry] /= length
    for (let later = place + 1; later < width; later += 1)
      applyReflection(column, matrix, later * height, place)
  }
  return signs
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
