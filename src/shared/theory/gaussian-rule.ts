import { gaussLegendre, type QuadratureRule } from './gauss-legendre'
import { normalDensity } from '../statistics/normal-distribution'

/** Where a function bends: it is smooth on each side of `at`, and changes over lengths from `scale` on, growing with distance. */
export interface Bend {
  readonly at: number
  /** Infinity when the function is a polynomial on each side. */
  readonly scale: number
}

const PANEL = gaussLegendre(16)

/** Standard deviations on each side; beyond lies a mass of 2e-17. */
const REACH = 8.5

/**
 * Points and weights for E[f(u)], u ~ N(mean, variance), variance > 0: sum of weights times f, to about 1e-13 of E|f|. The
 * line is cut where f bends and where the density does, into panels short enough for a Gauss-Legendre rule of 16 nodes.
 * Gauss-Hermite nodes would be fewer, but miss kinks, and tanh once its argument is wide.
 */
export function gaussianRule(mean: number, variance: number, bends: readonly Bend[]): QuadratureRule {
  const deviation = Math.sqrt(variance)
  const breaks = panelBreaks(mean, deviation, bends)
  const count = PANEL.points.length
  const points = new Float64Array(count * (breaks.length - 1))
  const weights = new Float64Array(points.length)
  for (let panel = 0; panel + 1 < breaks.length; panel += 1) {
    const low = breaks[panel] ?? NaN
    const half = ((breaks[panel + 1] ?? NaN) - low) / 2
    for (let node = 0; node < count; node += 1) {
      const point = low + half * (1 + (PANEL.points[node] ?? NaN))
      const place = panel * count + node
      points[place] = point
      weights[place] =
        ((PANEL.weights[node] ?? NaN) * half * normalDensity((point - mean) / deviation)) / deviation
    }
  }
  return { points, weights }
}

/** Ascending ends of the panels. */
function panelBreaks(mean: number, deviation: number, bends: readonly Bend[]): number[] {
  const low = mean - REACH * deviation
  const high = mean + REACH * deviation
  const breaks = [low, mean - (REACH * deviation) / 2, mean, mean + (REACH * deviation) / 2, high]
  const add = (at: number): void => {
    if (at > low && at < high) breaks.push(at)
  }
  for (const { at, scale } of bends) {
    add(at)
    for (let reach = 3 * scale; at + reach < high || at - reach > low; reach *= 2) {
      add(at + reach)
      add(at - reach)
    }
  }
  breaks.sort((a, b) => a - b)
  const shortest = 1e-9 * deviation
  return breaks.filter((at, index) => index === 0 || at - (breaks[index - 1] ?? NaN) > shortest)
}
