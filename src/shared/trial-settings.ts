/**
 * What one trial is: every choice made, nothing left to a default. Expanding a sweep spec yields one
 * `TrialSettings` a configuration; together with a seed it determines every bit of the result.
 */
export const ACTIVATION_NAMES = [
  'linear',
  'relu',
  'leaky-relu',
  'tanh',
  'sigmoid',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
] as const
export type ActivationName = (typeof ACTIVATION_NAMES)[number]

/** `slope` is the negative-side slope a of leaky-relu (default 0.01) and the alpha of elu (default 1); null for the others. */
export interface ActivationSettings {
  readonly name: ActivationName
  readonly slope: number | null
}

export const SCHEME_NAMES = [
  'zeros',
  'constant',
  'normal',
  'uniform',
  'truncated-normal',
  'lecun-normal',
  'lecun-uniform',
  'xavier-normal',
  'xavier-uniform',
  'he-normal',
  'he-uniform',
  'orthogonal',
  'identity',
  'sparse',
  'pytorch-default',
  'keras-default',
  'glorot-2010-standard',
  'seed-004-xavier',
] as const
export type SchemeName = (typeof SCHEME_NAMES)[number]

/**
 * A scheme with all its parameters. A parameter that the scheme does not have is null.
 * - `gain` multiplies the standard deviation (variance times gain squared); default 1.
 *   The he schemes carry their own sqrt(2) (or sqrt(2 / (1 + a^2)) for leaky-relu) besides it.
 * - `mode` is the fan of he and lecun: fan_in (default) or fan_out.
 */
export interface InitSettings {
  readonly scheme: SchemeName
  readonly gain: number | null
  readonly mode: 'fan_in' | 'fan_out' | null
  /** constant: the value of every weight. */
  readonly value: number | null
  /** normal, truncated-normal, sparse: standard deviation of a (non-zero) weight. */
  readonly std: number | null
  /** uniform: weights are uniform on (-bound, bound). */
  readonly bound: number | null
  /** truncated-normal: divide std by 0.8796256610342398 so that the drawn std is `std`. */
  readonly corrected: boolean | null
  /** sparse: share of zeros in each column of W, as torch.nn.init.sparse_. */
  readonly sparsity: number | null
}

/** Bias of the hidden layers: a constant, or U(-1/sqrt(fan_in), 1/sqrt(fan_in)). */
export type BiasSettings =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform-fan-in' }
  | { readonly kind: 'normal'; readonly std: number }

export const OPTIMIZER_NAMES = ['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop', 'adagrad'] as const
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number]

/** PyTorch's definitions; a parameter that the optimizer does not have is null. */
export interface OptimizerSettings {
  readonly name: OptimizerName
  readonly momentum: number | null // momentum, nesterov, rmsprop
  readonly beta1: number | null // adam, adamw
  readonly beta2: number | null // adam, adamw
  readonly alpha: number | null // rmsprop
  readonly epsilon: number | null // adam, adamw, rmsprop, adagrad
  readonly weightDecay: number // L2 added to the gradient; decoupled in adamw
}

export type LossName = 'cross-entropy' | 'mse'

export interface TaskSettings {
  /** Built-in name, or `csv:<path>`. */
  readonly dataset: string
  readonly trainSize: 'all' | number
  readonly labels: 'all' | 'parity' | readonly number[]
}

export interface ModelSettings {
  readonly kind: 'mlp'
  /** Widths of the hidden layers 1..L; its length is the depth. */
  readonly widths: readonly number[]
  readonly activation: ActivationSettings
  readonly init: InitSettings
  readonly biasInit: BiasSettings
  readonly head: 'same' | 'zero'
}

export interface TrainSettings {
  readonly optimizer: OptimizerSettings
  readonly learningRate: number
  readonly batchSize: number
  /** Number of updates, or passes over the training split (the last, partial batch of a pass is dropped). */
  readonly duration: { readonly steps: number } | { readonly epochs: number }
  readonly loss: LossName
}

export interface RecordSettings {
  readonly every: number
  readonly layers: boolean
}

export interface TrialSettings {
  readonly task: TaskSettings
  readonly model: ModelSettings
  readonly train: TrainSettings
  readonly record: RecordSettings
}
