import type { ModeParameter, NumberParameter, SchemeParameters } from './scheme-parameters'
import type { VarianceArguments } from './scheme-variances'
import {
  heVariance,
  lecunVariance,
  normalVariance,
  noVariance,
  orthogonalVariance,
  sparseVariance,
  truncatedNormalVariance,
  uniformVariance,
  xavierVariance,
} from './scheme-variances'
import type { ActivationName, InitSettings, SchemeName } from './trial-settings'

export type SchemeFamily = 'fixed' | 'normal' | 'uniform' | 'truncated-normal' | 'orthogonal' | 'sparse'

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
    variance: normalVariance,
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
    variance: uniformVariance,
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
