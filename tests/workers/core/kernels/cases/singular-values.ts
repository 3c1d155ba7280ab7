/**
 * Singular values of a matrix in float64: rotations make its shorter side's vectors orthogonal, then their lengths are the
 * values. All NaN when an entry is not finite. Source: Hestenes 1958; Golub & Van Loan, Matrix Computations, 8.6.3.
 */
export function singularValues(rows: readonly (readonly number[])[]): number[] {
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!))
  const vectors = (rows.length <= columns.length ? rows : columns).map((vector) => Float64Array.from(vector))
  if (rows.flat().some((entry) => !Number.isFinite(entry))) return vectors.map(() => NaN)
  for (let rotated = true, sweep = 0; rotated && sweep < 60; sweep += 1) {
    rotated = false
    for (const [index, left] of vectors.entries()) {
      for (const right of vectors.slice(index + 1)) rotated = rotate(left, right) || rotated
    }
  }
  return vectors.map((vector) => Math.sqrt(dot(vector, vector)))
}

/** Turns two vectors in their plane until they are orthogonal; false when they are already. */
function rotate(left: Float64Array, right: Float64Array): boolean {
  const both = dot(left, right)
  const a = dot(left, left)
  const b = dot(right, right)
  if (both === 0 || Math.abs(both) <= 1e-15 * Math.sqrt(a * b)) return false
  const zeta = (b - a) / (2 * both)
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const cosine = 1 / Math.hypot(1, tangent)
  const sine = cosine * tangent
  for (const [index, x] of left.entries()) {
    const y = right[index]!
    left[index] = cosine * x - sine * y
    right[index] = sine * x + cosine * y
  }
  return true
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (const [index, x] of a.entries()) sum += x * b[index]!
  return sum
}
