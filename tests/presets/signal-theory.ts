/** What mean-field theory says of wide layers without biases. Source: Poole et al. 2016; Schoenholz et al. 2017. */
interface Nonlinearity {
  readonly value: (z: number) => number
  readonly slope: (z: number) => number
}

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

const NONLINEARITIES: Readonly<Record<string, Nonlinearity>> = {
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  selu: {
    value: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
    slope: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z)),
  },
}

/** E[f(xi)], xi ~ N(0, 1), by the midpoint rule on [-10, 10]. */
function gaussianMean(f: (xi: number) => number): number {
  const points = 20_000
  const step = 20 / points
  let sum = 0
  for (let index = 0; index < points; index += 1) {
    const xi = -10 + (index + 0.5) * step
    sum += f(xi) * Math.exp((-xi * xi) / 2)
  }
  return (sum * step) / Math.sqrt(2 * Math.PI)
}

/**
 * Ratio a layer, as a geometric mean from layer `first` to layer `last`: forward of q = E[z^2], backward (from last to first)
 * of E[delta^2]; sigmaW2 = fan_in Var(W), the same in every layer, and q_1 = sigmaW2 E[x^2] with E[x^2] = 1.
 */
export function signalRatios(
  activation: string,
  sigmaW2: number,
  first: number,
  last: number,
): { readonly forward: number; readonly backward: number } {
  const nonlinearity = NONLINEARITIES[activation]
  if (nonlinearity === undefined) throw new Error(`No theory of ${activation}`)
  const { value, slope } = nonlinearity
  let q = sigmaW2
  let forward = 1
  let backward = 1
  for (let layer = 1; layer < last; layer += 1) {
    const scale = Math.sqrt(q)
    const next = sigmaW2 * gaussianMean((xi) => value(scale * xi) ** 2)
    if (layer >= first) {
      forward *= next / q
      backward *= sigmaW2 * gaussianMean((xi) => slope(scale * xi) ** 2)
    }
    q = next
  }
  const layers = last - first
  return { forward: forward ** (1 / layers), backward: backward ** (1 / layers) }
}
