/**
 * What one trial is: every choice made, nothing left to a default. Expanding a sweep spec yields one
 * `TrialSettings` a configuration; together with a seed it determines every bit of the result.
 */
export const ACTIVATION_NAMES = [
  'linear',
  'relu',
  'leaky-relu',
  'prelu',
  'tanh',
  'sigmoid',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
  'hard-tanh',
] as const
export type ActivationName = (typeof ACTIVATION_NAMES)[number]

/**
 * `slope` is the negative-side slope a of leaky-relu (default 0.01), the slope that prelu starts from (default 0.25,
 * one learned slope a layer) and the alpha of elu (default 1); null for the others.
 */
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
  'lsuv',
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

export const MODEL_KINDS = ['mlp', 'residual-mlp', 'cnn'] as const
export type ModelKind = (typeof MODEL_KINDS)[number]

export const NORMALIZATIONS = ['none', 'batch', 'layer'] as const
export type Normalization = (typeof NORMALIZATIONS)[number]

/**
 * How the branch W2 act(W1 h) of a residual block starts (depth D = number of blocks):
 * - plain: both layers by model.init
 * - zero-last: W2 = 0
 * - fixup: W2 = 0, W1 by model.init times D^(-1/2), a learned multiplier (1 at the start) on the branch, output layer 0
 * - rezero: both layers by model.init, a learned multiplier that starts at 0 on the branch
 * - scaled: both layers by model.init, the branch times the fixed number D^(-1/2)
 */
export const RESIDUAL_BRANCHES = ['plain', 'zero-last', 'fixup', 'rezero', 'scaled'] as const
export type ResidualBranch = (typeof RESIDUAL_BRANCHES)[number]

export interface ConvolutionSettings {
  /** Side of the square kernel. */
  readonly kernel: 3 | 5
  readonly stride: number
  /** Around the image, (kernel - 1) / 2 wide. */
  readonly padding: 'zero' | 'circular'
}

/** A weight layer that does not follow model.init. */
export interface LayerOverride {
  /** Weight layer 1..L+1. */
  readonly layer: number
  readonly init: InitSettings
}

export interface ModelSettings {
  readonly kind: ModelKind
  /**
   * Hidden layers 1..L; its length is the number of hidden weight layers. mlp: their widths. residual-mlp: the stem and
   * two layers a block, 1 + 2 D equal widths. cnn: output channels of the convolutions.
   */
  readonly widths: readonly number[]
  readonly activation: ActivationSettings
  /** Between each hidden weight layer and its activation. */
  readonly normalization: Normalization
  readonly init: InitSettings
  /** Ascending by layer. */
  readonly overrides: readonly LayerOverride[]
  readonly biasInit: BiasSettings
  /** Share of h dropped after each hidden activation while training, in [0, 1). */
  readonly dropout: number
  readonly head: 'same' | 'zero'
  /** Null unless residual-mlp. */
  readonly residual: { readonly branch: ResidualBranch } | null
  /** Null unless cnn. */
  readonly convolution: ConvolutionSettings | null
}

export const SCHEDULE_NAMES = ['constant', 'step', 'cosine'] as const
export type ScheduleName = (typeof SCHEDULE_NAMES)[number]

/**
 * Learning rate of update t = 0, 1, ..., T - 1 as a multiple of train.learningRate: (t + 1) / warmup while t < warmup, then
 * - constant: 1
 * - step: factor^floor((t - warmup) / every)
 * - cosine: floor + (1 - floor) (1 + cos(pi (t - warmup) / (T - warmup))) / 2
 */
export interface ScheduleSettings {
  readonly name: ScheduleName
  /** Updates of linear warm-up; 0 for none. */
  readonly warmup: number
  /** step: updates between two steps. */
  readonly every: number | null
  /** step: what the rate is multiplied by. */
  readonly factor: number | null
  /** cosine: the multiple at the end. */
  readonly floor: number | null
}

export interface TrainSettings {
  readonly optimizer: OptimizerSettings
  readonly learningRate: number
  readonly batchSize: number
  /** Number of updates, or passes over the training split (the last, partial batch of a pass is dropped). */
  readonly duration: { readonly steps: number } | { readonly epochs: number }
  readonly loss: LossName
  readonly schedule: ScheduleSettings
}

/**
 * Training before the trial, whose weights the trial starts from. The hidden layers' shapes are those of the model; the
 * output layer of the trial is always drawn afresh. Samples used here are not in the trial's training split when both
 * name the same data set, whatever `transfer` says, so that all three train on the same samples.
 */
export interface PretrainSettings {
  readonly task: TaskSettings
  /** `permuted`: the features of the source in a random order, the same for every sample: a control. */
  readonly pixels: 'original' | 'permuted'
  readonly train: TrainSettings
  /** scratch: ignore the source; finetune: start from its hidden layers; frozen: and update the output layer only. */
  readonly transfer: 'scratch' | 'finetune' | 'frozen'
}

export interface RecordSettings {
  readonly every: number
  readonly layers: boolean
  /** Steps at which histograms are kept, ascending, `last` at the end; empty for none. */
  readonly histograms: readonly (number | 'last')[]
}

export interface TrialSettings {
  readonly task: TaskSettings
  readonly model: ModelSettings
  readonly train: TrainSettings
  readonly record: RecordSettings
  /** Null without pretraining. */
  readonly pretrain: PretrainSettings | null
}
