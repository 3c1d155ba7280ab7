/** Nodes on [-1, 1] and their weights. */
export interface QuadratureRule {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/**
 * Gauss-Legendre rule of `count` nodes, exact for polynomials of degree 2 count - 1. Newton's method on the Legendre
 * polynomial from cos(pi (i + 3/4) / (count + 1/2)); weight 2 / ((1 - x^2) P'(x)^2).
 * Source: Abramowitz and Stegun 25.4.29 and 22.16.6.
 */
export function gaussLegendre(count: number): QuadratureRule {
  const points = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let index = 0; index < count; index += 1) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5))
    for (let round = 0; round < 8; round += 1) {
      const { value, slope } = legendre(count, x)
      x -= value / slope
    }
    const { slope } = legendre(count, x)
    points[index] = x
    weights[index] = 2 / ((1 - x * x) * slope * slope)
  }
  return { points, weights }
}

function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 1
  let value = x
  for (let n = 2; n <= degree; n += 1) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n
    before = value
    value = next
  }
  return { value, slope: (degree * (before - x * value)) / (1 - x * x) }
}
