const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

/** From here on the continued fraction is shorter than the series. */
const TAIL_BEGINS = 3

/** Density of N(0, 1). */
export function normalDensity(x: number): number {
  return Math.exp(-(x * x) / 2) / SQRT_TWO_PI
}

/**
 * P(Z <= x), Z ~ N(0, 1), to about 1e-15, relatively also in the lower tail.
 * Near 0: 1/2 + density(x) (x + x^3 / 3 + x^5 / (3 5) + ...), whose terms have one sign; in the tail Mills' ratio as Laplace's
 * continued fraction. Source: Abramowitz and Stegun 26.2.11 and 26.2.14.
 */
export function normalDistribution(x: number): number {
  if (Number.isNaN(x)) return NaN
  const size = Math.abs(x)
  if (size < TAIL_BEGINS) return 0.5 + normalDensity(x) * centralSeries(x)
  const tail = normalDensity(size) * millsRatio(size)
  return x < 0 ? tail : 1 - tail
}

function centralSeries(x: number): number {
  const square = x * x
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= square / odd
    sum += term
  }
  return sum
}

/** (1 - P(Z <= x)) / density(x) = 1 / (x + 1 / (x + 2 / (x + 3 / ...))), x >= 3. */
function millsRatio(x: number): number {
  const depth = Math.ceil(20 + 300 / (x * x))
  let fraction = x
  for (let level = depth; level >= 1; level -= 1) fraction = x + level / fraction
  return 1 / fraction
}
