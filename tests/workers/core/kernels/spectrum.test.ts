import { spectrumWorkspaceBytes } from '@core/kernels/layout'
import { describe, expect, it } from 'vitest'
import { plantWeights, plantingMachine, pseudoRandom } from './planted'

const SETS = ['simd', 'scalar'] as const
type Entries = (row: number, column: number) => number

function extremes(set: (typeof SETS)[number], rows: number, columns: number, valueAt: Entries): number[] {
  const machine = plantingMachine(set)
  const weights = plantWeights(machine, rows, columns, valueAt)
  const out = machine.heap.allocate(16)
  const workspace = machine.heap.allocate(spectrumWorkspaceBytes(rows, columns))
  machine.heap.f32.fill(NaN, workspace / 4, workspace / 4 + spectrumWorkspaceBytes(rows, columns) / 4)
  machine.kernels.singularValues(weights, out, rows, columns, workspace)
  return [...machine.heap.f64.subarray(out / 8, out / 8 + 2)]
}

/** All singular values, descending, by one-sided Jacobi rotations in float64 on the columns. */
function jacobiSingularValues(rows: number, columns: number, valueAt: Entries): number[] {
  const isUpright = rows >= columns
  const width = Math.min(rows, columns)
  const vectors = Array.from({ length: width }, (_, k) =>
    Array.from({ length: Math.max(rows, columns) }, (__, i) =>
      Math.fround(isUpright ? valueAt(i, k) : valueAt(k, i)),
    ),
  )
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0)
  for (let sweep = 0, rotated = true; rotated && sweep < 60; sweep += 1) {
    rotated = false
    for (let p = 0; p < width; p += 1) {
      for (let q = p + 1; q < width; q += 1) {
        const [a, b] = [vectors[p]!, vectors[q]!]
        const [alpha, beta, gamma] = [dot(a, a), dot(b, b), dot(a, b)]
        if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta)) continue
        rotated = true
        const zeta = (beta - alpha) / (2 * gamma)
        const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
        const c = 1 / Math.sqrt(1 + t * t)
        vectors[p] = a.map((value, i) => c * value - c * t * b[i]!)
        vectors[q] = b.map((value, i) => c * t * a[i]! + c * value)
      }
    }
  }
  return vectors.map((vector) => Math.sqrt(dot(vector, vector))).sort((a, b) => b - a)
}

function randomEntries(rows: number, columns: number, seed: number): Entries {
  const random = pseudoRandom(seed)
  const values = Float64Array.from({ length: rows * columns }, () => random() + random() + random())
  return (row, column) => values[row * columns + column]!
}

const SHAPES = [
  [1, 1],
  [1, 7],
  [7, 1],
  [2, 2],
  [5, 4],
  [9, 6],
  [10, 32],
  [32, 32],
  [32, 64],
  [64, 10],
  [33, 30],
] as const

describe.each(SETS)('singular values of the %s kernels', (set) => {
  it.each(SHAPES)('agree with Jacobi rotations on a %i x %i matrix', (rows, columns) => {
    const valueAt = randomEntries(rows, columns, rows * 100 + columns)
    const all = jacobiSingularValues(rows, columns, valueAt)
    const [largest, smallest] = extremes(set, rows, columns, valueAt)
    expect(Math.abs(largest! / all[0]! - 1)).toBeLessThan(2.5e-7)
    expect(Math.abs(smallest! / all.at(-1)! - 1)).toBeLessThan(2.5e-7)
  })

  it.each([
    [4, 4],
    [6, 15],
    [32, 32],
  ])('see that a constant %i x %i matrix has rank 1', (rows, columns) => {
    const [largest, smallest] = extremes(set, rows, columns, () => 0.1)
    expect(Math.abs(largest! / (Math.fround(0.1) * Math.sqrt(rows * columns)) - 1)).toBeLessThan(2.5e-7)
    expect(smallest).toBeLessThan(1e-14)
  })

  it('keep their relative accuracy over forty orders of magnitude', () => {
    const diagonal = [1, 1e-6, 1e-12, 1e-18]
    const [largest, smallest] = extremes(set, 4, 4, (row, column) => (row === column ? diagonal[row]! : 0))
    expect([Math.fround(largest!), Math.fround(smallest!)]).toEqual([1, Math.fround(1e-18)])
    for (const scale of [1e-38, 1e30]) {
      const valueAt = randomEntries(8, 8, 5)
      const scaled = extremes(set, 8, 8, (row, column) => scale * valueAt(row, column))
      const all = jacobiSingularValues(
        8,
        8,
        (row, column) => Math.fround(scale * valueAt(row, column)) / scale,
      )
      expect(Math.abs(scaled[0]! / scale / all[0]! - 1)).toBeLessThan(1e-6)
      expect(Math.abs(scaled[1]! / scale / all.at(-1)! - 1)).toBeLessThan(1e-6)
    }
  })

  it('are all the same for a rotation', () => {
    const angle = 0.3
    const rotation = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)]
    const found = extremes(set, 2, 2, (row, column) => 3 * rotation[2 * row + column]!)
    for (const value of found) expect(Math.abs(value / 3 - 1)).toBeLessThan(1e-6)
  })

  /** Where many lie together, the iteration comes nearer by a share at each step only. */
  it.each([2, 7, 24, 46])('are found when %i of 48 are 1 and the others 3', (ones) => {
    const normal = Array.from({ length: 48 }, (_, index) => Math.sin(index + 1))
    const squares = normal.reduce((sum, value) => sum + value * value, 0)
    const mirror = (row: number, column: number): number =>
      (row === column ? 1 : 0) - (2 * normal[row]! * normal[column]!) / squares
    const found = extremes(set, 48, 48, (row, column) => mirror(row, column) * (row < ones ? 1 : 3))
    expect(Math.abs(found[0]! / 3 - 1)).toBeLessThan(2.5e-7)
    expect(Math.abs(found[1]! - 1)).toBeLessThan(2.5e-7)
  })

  it('stay numbers where squares underflow', () => {
    const graded = extremes(set, 40, 40, (row, column) => (row + column + 1) * 2 ** (-3 * (row + column)))
    expect(graded.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
  })

  it('are 0 for zeros and NaN when an entry is not finite', () => {
    expect(extremes(set, 5, 3, () => 0)).toEqual([0, 0])
    expect(extremes(set, 5, 3, (row) => (row === 4 ? NaN : 1))).toEqual([NaN, NaN])
    expect(extremes(set, 5, 3, (row, column) => (row + column === 0 ? -Infinity : 1))).toEqual([NaN, NaN])
  })
})

it.each([...SHAPES, [80, 13] as const, [100, 100] as const])(
  'both sets give the same bits for a %i x %i matrix',
  (rows, columns) => {
    const valueAt = randomEntries(rows, columns, 77)
    const [simd, scalar] = SETS.map((set) => extremes(set, rows, columns, valueAt))
    expect(simd).toEqual(scalar)
  },
)
