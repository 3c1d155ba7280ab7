import type { Address } from '../kernels/kernels'
import type { PassMode, Signal } from './signal'

/** The function behind a weight layer: phi of `input`, which is z, or z normalized. */
export interface LayerActivation {
  /** One of ACTIVATION_CODES. */
  readonly code: number
  /** The kernels' parameter as it stands now: that of prelu is learned. */
  readonly parameter: () => number
  readonly input: Signal
  /** phi(input), before dropout. */
  readonly output: Signal
}

/** Learned numbers of a layer besides W and b: gamma and beta of a normalization, a slope, a multiplier. */
export interface OtherParameters {
  readonly values: Address
  readonly gradient: Address
  readonly count: number
}

/** What batch normalization evaluates with: means and unbiased variances, pad8(features) numbers each. */
export interface RunningMoments {
  readonly mean: Address
  readonly variance: Address
  readonly features: number
}

/**
 * A layer with a weight matrix: z = W x + b, at each position of a convolution with the patch around it as x.
 * Weights (pad2(fanOut), pad8(fanIn)) row-major, then the bias (pad8(fanOut)); their gradients lie likewise.
 */
export interface WeightLayer {
  readonly kind: 'dense' | 'convolution'
  /** Columns of W: kernel^2 * channels for a convolution. */
  readonly fanIn: number
  /** Rows of W: output units, or output channels. */
  readonly fanOut: number
  /** kernel^2 of a convolution, else 1: fan_out of the schemes is kernelArea * fanOut. */
  readonly kernelArea: number
  /** Positions of z: 1 for a dense layer. */
  readonly positions: number
  readonly weights: Address
  readonly bias: Address
  readonly weightGradient: Address
  readonly biasGradient: Address
  /** W x + b before a normalization. */
  readonly z: Signal
  /**
   * What the next weight layer receives: after normalization, activation, dropout and the residual sum. Of the last
   * convolution this is before the average over positions. At the output layer the same memory as z.
   */
  readonly h: Signal
  /** dLoss/dz after a backward pass. */
  readonly delta: Signal
  /** Null at the output layer and at the second layer of a residual block. */
  readonly activation: LayerActivation | null
  /** Gamma and beta, the slope of prelu, the multiplier of the residual branch that ends here, in this order. */
  readonly others: readonly OtherParameters[]
  /** Of its batch normalization, else null. Learned by no gradient. */
  readonly running: RunningMoments | null
}

/** Parameters that lie together and are updated together; padding may hold anything. */
export interface ParameterBlock {
  readonly values: Address
  readonly gradient: Address
  /** Numbers, a multiple of 16. */
  readonly count: number
}

/**
 * A network in the heap. Nothing is allocated after it was built.
 *
 * The values of a forward pass stand in the signals until the next one, and so do those of a backward pass: the deltas
 * of update t - 1 are still there after the forward pass of step t. An evaluating pass overwrites z and h as well.
 */
export interface Network {
  /** Filled by the caller (batches.ts) before `forward`. */
  readonly input: Signal
  /** dLoss/dx after `backward(samples, true)` or `backwardToInput`. */
  readonly inputGradient: Signal
  /** Weight layers 1..L+1. */
  readonly layers: readonly WeightLayer[]
  /** The last of `layers`; its delta is what `backward` starts from. */
  readonly output: WeightLayer
  /** All learned numbers, those of the hidden layers first; the output layer is a block of its own. */
  readonly blocks: readonly ParameterBlock[]
  /** The most samples of a training pass, and of an evaluating pass. */
  readonly capacity: { readonly train: number; readonly evaluate: number }
  /** `step` is the update that a dropout mask belongs to. */
  readonly forward: (samples: number, mode: PassMode, step: number) => void
  /**
   * The part of an evaluating forward pass that makes z of the weight layers `first` to `last` (1..L+1), from the values
   * that stand in the signals before: with first = 1 from the input. What follows z of `last` stays as it was.
   */
  readonly forwardLayers: (samples: number, first: number, last: number) => void
  /** An evaluating pass without the output layer, whose z stays as it is. */
  readonly forwardHidden: (samples: number, step: number) => void
  /** After a forward pass in mode train on the same samples, from `output.delta`: all gradients and deltas. */
  readonly backward: (samples: number, toInput: boolean) => void
  /** As `backward(samples, true)`, but for the gradients of W and b, which stay as they are. */
  readonly backwardToInput: (samples: number) => void
  /** The gradients of W and b of the output layer alone; those of all others, and their deltas, stay as they are. */
  readonly backwardOutput: (samples: number) => void
}
