import { DEFAULT_LEAKY_SLOPE, DEFAULT_PRELU_SLOPE } from './activation-defaults'
import { required } from './scheme-parameters'
import type { ActivationSettings, InitSettings } from './trial-settings'

/**
 * What the variance of one weight depends on; fanIn and fanOut are the numbers of inputs and outputs of the layer, of a
 * convolution kernel^2 times its input channels and kernel^2 times its output channels.
 */
export interface VarianceArguments {
  readonly fanIn: number
  readonly fanOut: number
  /** kernel^2 of a convolution, else 1 or left out: W has fanOut / kernelArea rows. */
  readonly kernelArea?: number
  readonly init: InitSettings
  readonly activation: ActivationSettings
}

/** Standard deviation of N(0, 1) cut at -2 and 2. Source: science section 3; Keras divides by the same number. */
export const TRUNCATED_NORMAL_STD = 0.8796256610342398

/**
 * The gain that a he scheme carries itself: sqrt(2 / (1 + a^2)) for leaky-relu with slope a and for prelu that starts from
 * slope a, sqrt(2) for every other activation (so He with tanh means the formula of the paper, not a gain made for tanh).
 * Source: He et al. 2015, equations 10 and 15.
 */
export function heGain({ name, slope }: ActivationSettings): number {
  if (name !== 'leaky-relu' && name !== 'prelu') return Math.sqrt(2)
  const a = slope ?? (name === 'prelu' ? DEFAULT_PRELU_SLOPE : DEFAULT_LEAKY_SLOPE)
  return Math.sqrt(2 / (1 + a * a))
}

function gainOf(init: InitSettings): number {
  return required(init.gain, 'gain', init.scheme)
}

function fanOfMode({ fanIn, fanOut, init }: VarianceArguments): number {
  return required(init.mode, 'mode', init.scheme) === 'fan_in' ? fanIn : fanOut
}

function stdOf(init: InitSettings): number {
  return required(init.std, 'std', init.scheme)
}

export function noVariance(): number {
  return 0
}

export function normalVariance({ init }: VarianceArguments): number {
  return stdOf(init) * stdOf(init)
}

export function uniformVariance({ init }: VarianceArguments): number {
  const bound = required(init.bound, 'bound', init.scheme)
  return (bound * bound) / 3
}

export function lecunVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init)
  return (gain * gain) / fanOfMode(given)
}

export function xavierVariance({ fanIn, fanOut, init }: VarianceArguments): number {
  const gain = gainOf(init)
  return (2 * gain * gain) / (fanIn + fanOut)
}

export function heVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init) * heGain(given.activation)
  return (gain * gain) / fanOfMode(given)
}

export function truncatedNormalVariance({ init }: VarianceArguments): number {
  const std = stdOf(init) * (required(init.corrected, 'corrected', init.scheme) ? 1 : TRUNCATED_NORMAL_STD)
  return std * std
}

/** Rows of W: its output units or channels. */
function rowsOf({ fanOut, kernelArea = 1 }: VarianceArguments): number {
  return fanOut / kernelArea
}

/** The entries of an orthogonal matrix: what counts is its shape, (fanOut / kernelArea, fanIn). */
export function orthogonalVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init)
  return (gain * gain) / Math.max(given.fanIn, rowsOf(given))
}

export function sparseVariance(given: VarianceArguments): number {
  const { init } = given
  const rows = rowsOf(given)
  const std = stdOf(init)
  const zeros = sparseZeros(rows, required(init.sparsity, 'sparsity', init.scheme))
  return std * std * (1 - zeros / rows)
}

/** Zeros in each column of a sparse matrix of so many rows: ceil(sparsity rows), as torch.nn.init.sparse_. */
export function sparseZeros(rows: number, sparsity: number): number {
  return Math.ceil(sparsity * rows)
}
