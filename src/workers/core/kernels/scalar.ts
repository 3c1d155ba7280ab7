/**
 * Dense products in strict float32: every product and every sum is rounded to float32, each output has one accumulator,
 * and its terms are added in ascending order. So a result depends on nothing but its operands - not on the tile, not on
 * its place in the matrix - and identical units stay identical for ever. These functions judge every faster kernel.
 */

/** A matrix seen by strides: entry (line, term) is data[line * lineStride + term * termStride]. */
interface Operand {
  readonly data: Float32Array
  readonly lineStride: number
  readonly termStride: number
}

/**
 * out(i, j) = start(j) + sum over terms of a(i, term) b(j, term), out row-major (rows, columns), start null for 0.
 * Tiles of 2 x 4 outputs share their loads; at an edge the tile repeats the last row or column, which only writes the
 * same value again.
 */
function accumulateProducts(
  out: Float32Array,
  rows: number,
  columns: number,
  terms: number,
  a: Operand,
  b: Operand,
  start: Float32Array | null,
): void {
  const { data: aData, lineStride: aLine, termStride: aTerm } = a
  const { data: bData, lineStride: bLine, termStride: bTerm } = b
  const lastRow = rows - 1
  const lastColumn = columns - 1
  for (let row0 = 0; row0 < rows; row0 += 2) {
    const row1 = Math.min(row0 + 1, lastRow)
    for (let column0 = 0; column0 < columns; column0 += 4) {
      const column1 = Math.min(column0 + 1, lastColumn)
      const column2 = Math.min(column0 + 2, lastColumn)
      const column3 = Math.min(column0 + 3, lastColumn)
      let sum00 = start === null ? Math.fround(0) : start[column0]
      let sum01 = start === null ? Math.fround(0) : start[column1]
      let sum02 = start === null ? Math.fround(0) : start[column2]
      let sum03 = start === null ? Math.fround(0) : start[column3]
      let sum10 = sum00
      let sum11 = sum01
      let sum12 = sum02
      let sum13 = sum03
      let a0 = row0 * aLine
      let a1 = row1 * aLine
      let b0 = column0 * bLine
      let b1 = column1 * bLine
      let b2 = column2 * bLine
      let b3 = column3 * bLine
      for (let term = 0; term < terms; term += 1) {
        const left0 = aData[a0]
        const left1 = aData[a1]
        const right0 = bData[b0]
        const right1 = bData[b1]
        const right2 = bData[b2]
        const right3 = bData[b3]
        sum00 = Math.fround(sum00 + Math.fround(left0 * right0))
        sum01 = Math.fround(sum01 + Math.fround(left0 * right1))
        sum02 = Math.fround(sum02 + Math.fround(left0 * right2))
        sum03 = Math.fround(sum03 + Math.fround(left0 * right3))
        sum10 = Math.fround(sum10 + Math.fround(left1 * right0))
        sum11 = Math.fround(sum11 + Math.fround(left1 * right1))
        sum12 = Math.fround(sum12 + Math.fround(left1 * right2))
        sum13 = Math.fround(sum13 + Math.fround(left1 * right3))
        a0 += aTerm
        a1 += aTerm
        b0 += bTerm
        b1 += bTerm
        b2 += bTerm
        b3 += bTerm
      }
      const out0 = row0 * columns
      const out1 = row1 * columns
      out[out0 + column0] = sum00
      out[out0 + column1] = sum01
      out[out0 + column2] = sum02
      out[out0 + column3] = sum03
      out[out1 + column0] = sum10
      out[out1 + column1] = sum11
      out[out1 + column2] = sum12
      out[out1 + column3] = sum13
    }
  }
}

/**
 * z(s, o) = bias(o) + sum over k of weights(o, k) x(s, k), k ascending.
 * x (samples, fanIn), weights (fanOut, fanIn), bias (fanOut), z (samples, fanOut), all row-major.
 */
export function denseForward(
  samples: number,
  fanIn: number,
  fanOut: number,
  x: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
  z: Float32Array,
): void {
  const inputs = { data: x, lineStride: fanIn, termStride: 1 }
  const units = { data: weights, lineStride: fanIn, termStride: 1 }
  accumulateProducts(z, samples, fanOut, fanIn, inputs, units, bias)
}

/** dx(s, k) = sum over o of delta(s, o) weights(o, k), o ascending; delta (samples, fanOut), dx (samples, fanIn). */
export function denseInputGradient(
  samples: number,
  fanIn: number,
  fanOut: number,
  delta: Float32Array,
  weights: Float32Array,
  dx: Float32Array,
): void {
  const deltas = { data: delta, lineStride: fanOut, termStride: 1 }
  const columns = { data: weights, lineStride: 1, termStride: fanIn }
  accumulateProducts(dx, samples, fanIn, fanOut, deltas, columns, null)
}

/** dW(o, k) = sum over s of delta(s, o) x(s, k), s ascending; dW (fanOut, fanIn) row-major. */
export function denseWeightGradient(
  samples: number,
  fanIn: number,
  fanOut: number,
  delta: Float32Array,
  x: Float32Array,
  weightGradient: Float32Array,
): void {
  const units = { data: delta, lineStride: 1, termStride: fanOut }
  const inputs = { data: x, lineStride: 1, termStride: fanIn }
  accumulateProducts(weightGradient, fanOut, fanIn, samples, units, inputs, null)
}

/** db(o) = sum over s of delta(s, o), s ascending, each sum rounded to float32. */
export function denseBiasGradient(
  samples: number,
  fanOut: number,
  delta: Float32Array,
  biasGradient: Float32Array,
): void {
  biasGradient.fill(0)
  for (let sample = 0; sample < samples; sample += 1) {
    const offset = sample * fanOut
    for (let unit = 0; unit < fanOut; unit += 1) biasGradient[unit] += delta[offset + unit]
  }
}
