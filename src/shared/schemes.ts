import type { ActivationName, ActivationSettings, InitSettings, SchemeName } from './trial-settings'

/** A number with its default and admissible range; the bounds belong to the range unless they are exclusive. */
export interface NumberParameter {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly exclusiveMin: boolean
  readonly exclusiveMax: boolean
  readonly meaning: string
}

export interface ModeParameter {
  readonly kind: 'choice'
  readonly default: 'fan_in' | 'fan_out'
  readonly choices: readonly ['fan_in', 'fan_out']
  readonly meaning: string
}

export interface FlagParameter {
  readonly kind: 'flag'
  readonly default: boolean
  readonly meaning: string
}

/** The parameters that a scheme has, by their name in `InitSettings`; an absent one is null in its settings. */
export interface SchemeParameters {
  readonly gain?: NumberParameter
  readonly mode?: ModeParameter
  readonly value?: NumberParameter
  readonly std?: NumberParameter
  readonly bound?: NumberParameter
  readonly corrected?: FlagParameter
  readonly sparsity?: NumberParameter
}

export type SchemeFamily = 'fixed' | 'normal' | 'uniform' | 'truncated-normal' | 'orthogonal' | 'sparse'

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

export interface SchemeDescription {
  readonly name: SchemeName
  readonly title: string
  readonly family: SchemeFamily
  /** Plain text, as shown beside a chart. */
  readonly formula: string
  /** The same for a typesetter. */
  readonly latex: string
  /** Variance of one weight over seeds; 0 for a scheme without a draw; of lsuv before it looks at the data. */
  readonly variance: (given: VarianceArguments) => number
  readonly parameters: SchemeParameters
  /** True when the scheme also draws every bias, the output layer's included, and `biasInit` is not used. */
  readonly setsBias: boolean
  readonly recommendedActivations: readonly ActivationName[]
  /** Paper or program that the definition comes from. */
  readonly source: string
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

export const DEFAULT_LEAKY_SLOPE = 0.01
/** Source: He et al. 2015, section 3; torch.nn.PReLU. */
export const DEFAULT_PRELU_SLOPE = 0.25
export const DEFAULT_ELU_ALPHA = 1

/**
 * The scheme whose derivation fits the activation; `match: {model.init: recommended}` of a sweep spec. hard-tanh, for which
 * neither a paper nor torch.nn.init.calculate_gain names one, follows tanh, whose slope at 0 it shares.
 */
export function recommendedScheme(activation: ActivationName): SchemeName {
  return RECOMMENDED_SCHEMES[activation]
}

const RECOMMENDED_SCHEMES: Readonly<Record<ActivationName, SchemeName>> = {
  linear: 'xavier-normal',
  relu: 'he-normal',
  'leaky-relu': 'he-normal',
  tanh: 'xavier-normal',
  sigmoid: 'xavier-normal',
  elu: 'he-normal',
  selu: 'lecun-normal',
  gelu: 'he-normal',
  silu: 'he-normal',
  softplus: 'he-normal',
  prelu: 'he-normal',
  'hard-tanh': 'xavier-normal',
}

/**
 * Full settings of a scheme: the catalogue's defaults, replaced by `chosen` where it holds a value.
 * A parameter that the scheme does not have is null whatever `chosen` says.
 */
export function initSettings(scheme: SchemeName, chosen: Partial<InitSettings> = {}): InitSettings {
  const { gain, mode, value, std, bound, corrected, sparsity } = SCHEMES[scheme].parameters
  return {
    scheme,
    gain: gain === undefined ? null : (chosen.gain ?? gain.default),
    mode: mode === undefined ? null : (chosen.mode ?? mode.default),
    value: value === undefined ? null : (chosen.value ?? value.default),
    std: std === undefined ? null : (chosen.std ?? std.default),
    bound: bound === undefined ? null : (chosen.bound ?? bound.default),
    corrected: corrected === undefined ? null : (chosen.corrected ?? corrected.default),
    sparsity: sparsity === undefined ? null : (chosen.sparsity ?? sparsity.default),
  }
}

/**
 * Variance of one weight of a layer (fanOut, fanIn) over seeds.
 * Source: the formula of the scheme in SCHEMES.
 * @throws when a parameter that the scheme has is null: settings come complete, from `initSettings`.
 */
export function weightVariance(given: VarianceArguments): number {
  return SCHEMES[given.init.scheme].variance(given)
}

/** @throws when the value is null: a scheme that has the parameter was given without it. */
export function required<Value>(
  value: Value | null,
  name: keyof SchemeParameters,
  scheme: SchemeName,
): Value {
  if (value === null)
    throw new Error(`Scheme ${scheme} needs the parameter ${name}, which is null in its settings`)
  return value
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

function noVariance(): number {
  return 0
}

function lecunVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init)
  return (gain * gain) / fanOfMode(given)
}

function xavierVariance({ fanIn, fanOut, init }: VarianceArguments): number {
  const gain = gainOf(init)
  return (2 * gain * gain) / (fanIn + fanOut)
}

function heVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init) * heGain(given.activation)
  return (gain * gain) / fanOfMode(given)
}

function truncatedNormalVariance({ init }: VarianceArguments): number {
  const std = stdOf(init) * (required(init.corrected, 'corrected', init.scheme) ? 1 : TRUNCATED_NORMAL_STD)
  return std * std
}

/** Rows of W: its output units or channels. */
function rowsOf({ fanOut, kernelArea = 1 }: VarianceArguments): number {
  return fanOut / kernelArea
}

/** The entries of an orthogonal matrix: what counts is its shape, (fanOut / kernelArea, fanIn). */
function orthogonalVariance(given: VarianceArguments): number {
  const gain = gainOf(given.init)
  return (gain * gain) / Math.max(given.fanIn, rowsOf(given))
}

function sparseVariance(given: VarianceArguments): number {
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

const gain: NumberParameter = {
  kind: 'number',
  default: 1,
  min: 0,
  max: 1000,
  exclusiveMin: true,
  exclusiveMax: false,
  meaning: 'multiplies the standard deviation (the variance by its square)',
}

const mode: ModeParameter = {
  kind: 'choice',
  default: 'fan_in',
  choices: ['fan_in', 'fan_out'],
  meaning: 'fan_in keeps the forward signal, fan_out the backward gradient',
}

function spread(name: 'standard deviation' | 'largest absolute weight', standard: number): NumberParameter {
  return {
    kind: 'number',
    default: standard,
    min: 0,
    max: 1000,
    exclusiveMin: true,
    exclusiveMax: false,
    meaning: name,
  }
}

/** The catalogue of initialization schemes: W has shape (fanOut, fanIn), row = output unit. */
export const SCHEMES: Readonly<Record<SchemeName, SchemeDescription>> = {
  zeros: {
    name: 'zeros',
    title: 'Zeros',
    family: 'fixed',
    formula: 'W = 0',
    latex: 'W = 0',
    variance: noVariance,
    parameters: {},
    setsBias: false,
    recommendedActivations: [],
    source: 'The counter-example: no unit differs from another',
  },
  constant: {
    name: 'constant',
    title: 'Constant',
    family: 'fixed',
    formula: 'W = c',
    latex: 'W_{ij} = c',
    variance: noVariance,
    parameters: {
      value: {
        kind: 'number',
        default: 0.1,
        min: -1000,
        max: 1000,
        exclusiveMin: false,
        exclusiveMax: false,
        meaning: 'the value of every weight',
      },
    },
    setsBias: false,
    recommendedActivations: [],
    source: 'The counter-example: every unit of a layer is the same',
  },
  normal: {
    name: 'normal',
    title: 'Normal',
    family: 'normal',
    formula: 'W ~ N(0, std²)',
    latex: 'W \\sim \\mathcal{N}(0, \\sigma^2)',
    variance: ({ init }) => stdOf(init) * stdOf(init),
    parameters: { std: spread('standard deviation', 0.01) },
    setsBias: false,
    recommendedActivations: [],
    source: 'One width for every layer, whatever its fans; 0.01 as in Krizhevsky et al. 2012',
  },
  uniform: {
    name: 'uniform',
    title: 'Uniform',
    family: 'uniform',
    formula: 'W ~ U(-bound, bound)',
    latex: 'W \\sim \\mathcal{U}(-b, b)',
    variance: ({ init }) => {
      const bound = required(init.bound, 'bound', init.scheme)
      return (bound * bound) / 3
    },
    parameters: { bound: spread('largest absolute weight', 0.05) },
    setsBias: false,
    recommendedActivations: [],
    source: 'One width for every layer, whatever its fans; 0.05 as Keras RandomUniform',
  },
  'truncated-normal': {
    name: 'truncated-normal',
    title: 'Truncated normal',
    family: 'truncated-normal',
    formula: 'W ~ N(0, std²), cut at ±2 std (corrected: std / 0.8796 before the cut)',
    latex: 'W \\sim \\mathcal{N}(0, \\sigma^2) \\text{ given } |W| \\le 2\\sigma',
    variance: truncatedNormalVariance,
    parameters: {
      std: spread('standard deviation', 0.05),
      corrected: {
        kind: 'flag',
        default: false,
        meaning:
          'widen the normal before the cut, so that the drawn weights have the standard deviation asked for',
      },
    },
    setsBias: false,
    recommendedActivations: [],
    source: 'Keras TruncatedNormal (not corrected) and VarianceScaling (corrected)',
  },
  'lecun-normal': {
    name: 'lecun-normal',
    title: 'LeCun normal',
    family: 'normal',
    formula: 'W ~ N(0, gain² / fan)',
    latex: 'W \\sim \\mathcal{N}\\left(0, g^2 / n_{\\mathrm{in}}\\right)',
    variance: lecunVariance,
    parameters: { gain, mode },
    setsBias: false,
    recommendedActivations: ['selu'],
    source: 'LeCun et al. 1998, Efficient BackProp; Klambauer et al. 2017 for selu',
  },
  'lecun-uniform': {
    name: 'lecun-uniform',
    title: 'LeCun uniform',
    family: 'uniform',
    formula: 'W ~ U(-b, b), b = gain √(3 / fan)',
    latex: 'W \\sim \\mathcal{U}(-b, b),\\; b = g\\sqrt{3 / n_{\\mathrm{in}}}',
    variance: lecunVariance,
    parameters: { gain, mode },
    setsBias: false,
    recommendedActivations: ['selu'],
    source: 'LeCun et al. 1998, Efficient BackProp',
  },
  'xavier-normal': {
    name: 'xavier-normal',
    title: 'Xavier normal',
    family: 'normal',
    formula: 'W ~ N(0, 2 gain² / (fan_in + fan_out))',
    latex: 'W \\sim \\mathcal{N}\\left(0, 2g^2 / (n_{\\mathrm{in}} + n_{\\mathrm{out}})\\right)',
    variance: xavierVariance,
    parameters: { gain },
    setsBias: false,
    recommendedActivations: ['tanh', 'hard-tanh', 'sigmoid', 'linear'],
    source: 'Glorot and Bengio 2010, equation 12',
  },
  'xavier-uniform': {
    name: 'xavier-uniform',
    title: 'Xavier uniform',
    family: 'uniform',
    formula: 'W ~ U(-b, b), b = gain √(6 / (fan_in + fan_out))',
    latex: 'W \\sim \\mathcal{U}(-b, b),\\; b = g\\sqrt{6 / (n_{\\mathrm{in}} + n_{\\mathrm{out}})}',
    variance: xavierVariance,
    parameters: { gain },
    setsBias: false,
    recommendedActivations: ['tanh', 'hard-tanh', 'sigmoid', 'linear'],
    source: 'Glorot and Bengio 2010, equation 16',
  },
  'he-normal': {
    name: 'he-normal',
    title: 'He normal',
    family: 'normal',
    formula: 'W ~ N(0, 2 gain² / fan); with leaky-relu 2 / (1 + a²) for 2',
    latex: 'W \\sim \\mathcal{N}\\left(0, 2g^2 / n_{\\mathrm{in}}\\right)',
    variance: heVariance,
    parameters: { gain, mode },
    setsBias: false,
    recommendedActivations: ['relu', 'leaky-relu', 'prelu', 'gelu', 'silu', 'elu', 'softplus'],
    source: 'He et al. 2015, equations 10 and 15',
  },
  'he-uniform': {
    name: 'he-uniform',
    title: 'He uniform',
    family: 'uniform',
    formula: 'W ~ U(-b, b), b = gain √(6 / fan); with leaky-relu 6 / (1 + a²) for 6',
    latex: 'W \\sim \\mathcal{U}(-b, b),\\; b = g\\sqrt{6 / n_{\\mathrm{in}}}',
    variance: heVariance,
    parameters: { gain, mode },
    setsBias: false,
    recommendedActivations: ['relu', 'leaky-relu', 'prelu', 'gelu', 'silu', 'elu', 'softplus'],
    source: 'He et al. 2015; torch.nn.init.kaiming_uniform_',
  },
  orthogonal: {
    name: 'orthogonal',
    title: 'Orthogonal',
    family: 'orthogonal',
    formula: 'W = gain Q, Q (semi-)orthogonal, uniform over all such matrices',
    latex: 'W = gQ,\\; Q^{\\mathsf{T}}Q = I',
    variance: orthogonalVariance,
    parameters: { gain },
    setsBias: false,
    recommendedActivations: ['linear', 'tanh'],
    source: 'Saxe et al. 2014; Mezzadri 2007 for the uniform draw; torch.nn.init.orthogonal_',
  },
  identity: {
    name: 'identity',
    title: 'Identity',
    family: 'fixed',
    formula: 'W = gain I',
    latex: 'W = gI',
    variance: noVariance,
    parameters: { gain },
    setsBias: false,
    recommendedActivations: [],
    source: 'Le et al. 2015 (recurrent nets); torch.nn.init.eye_',
  },
  sparse: {
    name: 'sparse',
    title: 'Sparse',
    family: 'sparse',
    formula: 'in each column a share `sparsity` of zeros, the rest ~ N(0, std²)',
    latex:
      'W_{ij} = 0 \\text{ for } \\lceil s\\, n_{\\mathrm{out}} \\rceil \\text{ rows of each column, else } \\mathcal{N}(0, \\sigma^2)',
    variance: sparseVariance,
    parameters: {
      std: spread('standard deviation', 0.01),
      sparsity: {
        kind: 'number',
        default: 0.1,
        min: 0,
        max: 1,
        exclusiveMin: false,
        exclusiveMax: false,
        meaning: 'share of zeros in each column of W',
      },
    },
    setsBias: false,
    recommendedActivations: [],
    source: 'Martens 2010; torch.nn.init.sparse_',
  },
  lsuv: {
    name: 'lsuv',
    title: 'LSUV',
    family: 'orthogonal',
    formula: 'orthogonal, then each W / std(z) on the first batch, layer by layer, until std(z) = gain',
    latex: 'W \\leftarrow g\\, W / \\operatorname{std}(z) \\text{ until } \\operatorname{std}(z) = g',
    variance: orthogonalVariance,
    parameters: { gain: { ...gain, meaning: 'standard deviation of z that the scaling ends at' } },
    setsBias: false,
    recommendedActivations: [],
    source: 'Mishkin and Matas 2016, All you need is a good init, algorithm 1',
  },
  'pytorch-default': {
    name: 'pytorch-default',
    title: 'PyTorch default',
    family: 'uniform',
    formula: 'W and b ~ U(-1/√fan_in, 1/√fan_in)',
    latex: 'W, b \\sim \\mathcal{U}(-1/\\sqrt{n_{\\mathrm{in}}}, 1/\\sqrt{n_{\\mathrm{in}}})',
    variance: ({ fanIn }) => 1 / (3 * fanIn),
    parameters: {},
    setsBias: true,
    recommendedActivations: [],
    source: 'torch.nn.Linear.reset_parameters: kaiming_uniform_ with a = √5',
  },
  'keras-default': {
    name: 'keras-default',
    title: 'Keras default',
    family: 'uniform',
    formula: 'W ~ U(-b, b), b = √(6 / (fan_in + fan_out))',
    latex: 'W \\sim \\mathcal{U}(-b, b),\\; b = \\sqrt{6 / (n_{\\mathrm{in}} + n_{\\mathrm{out}})}',
    variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut),
    parameters: {},
    setsBias: false,
    recommendedActivations: ['tanh', 'hard-tanh', 'sigmoid', 'linear'],
    source: 'keras.layers.Dense: glorot_uniform, bias zeros (the default of biasInit)',
  },
  'glorot-2010-standard': {
    name: 'glorot-2010-standard',
    title: 'Standard of 2010',
    family: 'uniform',
    formula: 'W ~ U(-1/√fan_in, 1/√fan_in)',
    latex: 'W \\sim \\mathcal{U}(-1/\\sqrt{n_{\\mathrm{in}}}, 1/\\sqrt{n_{\\mathrm{in}}})',
    variance: ({ fanIn }) => 1 / (3 * fanIn),
    parameters: {},
    setsBias: false,
    recommendedActivations: [],
    source: 'Glorot and Bengio 2010, equation 1: the heuristic that their scheme replaced',
  },
  'seed-004-xavier': {
    name: 'seed-004-xavier',
    title: 'Xavier, misprinted',
    family: 'normal',
    formula: 'W ~ N(0, 1 / (fan_in + fan_out)): half the variance of Xavier',
    latex: 'W \\sim \\mathcal{N}\\left(0, 1 / (n_{\\mathrm{in}} + n_{\\mathrm{out}})\\right)',
    variance: ({ fanIn, fanOut }) => 1 / (fanIn + fanOut),
    parameters: {},
    setsBias: false,
    recommendedActivations: [],
    source: 'A formula that circulates on the web; wrong by a factor 2, kept so that the error can be shown',
  },
}
