/**
 * A second, plain implementation in float64: rows of numbers, one loop an equation, nothing shared with the core.
 * Its finite differences judge the gradients of the core.
 */
export interface ReferenceLayer {
  readonly weights: number[][]
  readonly bias: number[]
}

type Phi = (z: number) => number

export const REFERENCE_ACTIVATIONS: Readonly<Record<string, (parameter: number) => Phi>> = {
  linear: () => (z) => z,
  relu: () => (z) => Math.max(z, 0),
  'leaky-relu': (a) => (z) => (z > 0 ? z : a * z),
  tanh: () => Math.tanh,
  sigmoid: () => (z) => 1 / (1 + Math.exp(-z)),
  elu: (alpha) => (z) => (z > 0 ? z : alpha * Math.expm1(z)),
  selu: () => (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z)),
  gelu: () => (z) => 0.5 * z * (1 + integrateErf(z / Math.SQRT2)),
  silu: () => (z) => z / (1 + Math.exp(-z)),
  softplus: () => (z) => Math.log1p(Math.exp(z)),
  prelu: (a) => (z) => (z > 0 ? z : a * z),
  'hard-tanh': () => (z) => Math.min(1, Math.max(-1, z)),
}

/** erf by the midpoint rule on 4000 intervals (error below 1e-8 for |x| < 5): slow, and nobody else's formula. */
function integrateErf(x: number): number {
  const steps = 4000
  let sum = 0
  for (let index = 0; index < steps; index += 1) sum += Math.exp(-((((index + 0.5) / steps) * x) ** 2))
  return (2 / Math.sqrt(Math.PI)) * sum * (x / steps)
}

export function referenceOutputs(
  layers: readonly ReferenceLayer[],
  phi: Phi,
  x: readonly number[][],
): number[][] {
  let rows = x.map((row) => [...row])
  for (const [place, { weights, bias }] of layers.entries()) {
    const z = rows.map((row) =>
      weights.map((unit, o) => unit.reduce((sum, w, k) => sum + w * row[k]!, bias[o]!)),
    )
    rows = place === layers.length - 1 ? z : z.map((row) => row.map(phi))
  }
  return rows
}

export function referenceCrossEntropy(outputs: readonly number[][], labels: readonly number[]): number {
  const losses = outputs.map((row, sample) => {
    const largest = Math.max(...row)
    return Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0)) + largest - row[labels[sample]!]!
  })
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

export function referenceSquaredError(outputs: readonly number[][], targets: readonly number[][]): number {
  const squares = outputs.flatMap((row, sample) => row.map((z, unit) => (z - targets[sample]![unit]!) ** 2))
  return squares.reduce((sum, square) => sum + square, 0) / squares.length
}
