import type { ErrorCode, LabError } from './errors'
import type {
  ActivationSettings,
  BiasSettings,
  ConvolutionSettings,
  InitSettings,
  LossName,
  ModelKind,
  Normalization,
  OptimizerSettings,
  PretrainSettings,
  RecordSettings,
  ResidualBranch,
  ScheduleSettings,
  TaskSettings,
} from './trial-settings'

/** A plain JSON value with finite numbers. */
export type FactorValue =
  string | number | boolean | null | readonly FactorValue[] | { readonly [key: string]: FactorValue }

/** A sweep spec as a plain JSON object (the text of a file, parsed as YAML or JSON; defaults may be missing). */
export type SweepDocument = { readonly [key: string]: FactorValue }

export const SPEC_FORMAT = 'initlab-sweep/1'

/** `model.init`: the scheme of all layers, and the layers that have their own. */
export interface InitChoice {
  readonly init: InitSettings
  /** `last` is the output layer; ascending, `last` at the end. */
  readonly overrides: readonly { readonly layer: number | 'last'; readonly init: InitSettings }[]
}

/** `model.convolution`; `channels` of every convolution, or of each. */
export interface ConvolutionChoice extends ConvolutionSettings {
  readonly channels: number | readonly number[]
}

/** What each key of a spec means once it is read. Null stands for a key that its neighbours make needless. */
export interface FieldTypes {
  readonly 'task.dataset': string
  readonly 'task.trainSize': TaskSettings['trainSize']
  readonly 'task.labels': TaskSettings['labels']
  readonly 'model.kind': ModelKind
  /** Hidden layers of an mlp, blocks of a residual-mlp, convolutions of a cnn; null when widths or channels are written layer by layer. */
  readonly 'model.depth': number | null
  /** One width for every hidden layer, or the widths of layers 1..L; null when every model is a cnn. */
  readonly 'model.width': number | readonly number[] | null
  /** Null when no model is a residual-mlp. */
  readonly 'model.residual': { readonly branch: ResidualBranch } | null
  /** Null when no model is a cnn. */
  readonly 'model.convolution': ConvolutionChoice | null
  readonly 'model.activation': ActivationSettings
  readonly 'model.normalization': Normalization
  readonly 'model.init': InitChoice
  readonly 'model.biasInit': BiasSettings
  readonly 'model.dropout': number
  readonly 'model.head': 'same' | 'zero'
  readonly 'train.optimizer': OptimizerSettings
  readonly 'train.learningRate': number
  readonly 'train.batchSize': number
  /** Null when `train.epochs` is given. */
  readonly 'train.steps': number | null
  readonly 'train.epochs': number | null
  readonly 'train.loss': LossName
  readonly 'train.schedule': ScheduleSettings
  /** This and all that begin with `pretrain`: null without a section `pretrain`. */
  readonly 'pretrain.task.dataset': string | null
  readonly 'pretrain.task.trainSize': TaskSettings['trainSize'] | null
  readonly 'pretrain.task.labels': TaskSettings['labels'] | null
  readonly 'pretrain.pixels': PretrainSettings['pixels'] | null
  readonly 'pretrain.train.optimizer': OptimizerSettings | null
  readonly 'pretrain.train.learningRate': number | null
  readonly 'pretrain.train.batchSize': number | null
  readonly 'pretrain.train.steps': number | null
  readonly 'pretrain.train.epochs': number | null
  readonly 'pretrain.train.loss': LossName | null
  readonly 'pretrain.train.schedule': ScheduleSettings | null
  readonly 'pretrain.transfer': PretrainSettings['transfer'] | null
  readonly 'record.every': number
  readonly 'record.layers': boolean
  readonly 'record.histograms': RecordSettings['histograms']
}
export type FieldKey = keyof FieldTypes

/** Every key that may be a factor, in the order of the format: the order of factors, of a document and of a grid. */
export const FIELD_KEYS = [
  'task.dataset',
  'task.trainSize',
  'task.labels',
  'model.kind',
  'model.depth',
  'model.width',
  'model.residual',
  'model.convolution',
  'model.activation',
  'model.normalization',
  'model.init',
  'model.biasInit',
  'model.dropout',
  'model.head',
  'train.optimizer',
  'train.learningRate',
  'train.batchSize',
  'train.steps',
  'train.epochs',
  'train.loss',
  'train.schedule',
  'pretrain.task.dataset',
  'pretrain.task.trainSize',
  'pretrain.task.labels',
  'pretrain.pixels',
  'pretrain.train.optimizer',
  'pretrain.train.learningRate',
  'pretrain.train.batchSize',
  'pretrain.train.steps',
  'pretrain.train.epochs',
  'pretrain.train.loss',
  'pretrain.train.schedule',
  'pretrain.transfer',
  'record.every',
  'record.layers',
  'record.histograms',
] as const satisfies readonly FieldKey[]

/** One value as the document writes it, and as it is meant. */
export interface FieldValue<Value> {
  readonly written: FactorValue
  readonly value: Value
}

/** The values of one key: a factor when the document gave a list, else exactly one. */
export interface FieldValues<Value> {
  readonly isFactor: boolean
  readonly values: readonly FieldValue<Value>[]
}

/** What a point of the grid means, value by value. */
export type Selection = { readonly [Key in FieldKey]: FieldTypes[Key] }

export type SpecFields = { readonly [Key in FieldKey]: FieldValues<FieldTypes[Key]> }

/** A condition on one key: true for a value whose settings, or whose name, is in the list. */
export interface RuleTerm {
  readonly key: FieldKey
  readonly anyOf: readonly {
    /** Canonical text of the settings. */
    readonly settings: string
    /** A bare name (of a scheme, an activation, an optimizer, a schedule) matches it with any parameters; null otherwise. */
    readonly name: string | null
  }[]
}

/** True where every term is true. */
export type RuleCondition = readonly RuleTerm[]

/**
 * A rule keeps or removes points of the grid; a point stays when every rule keeps it.
 * - exclude: removes the points where the condition is true
 * - only: of the points where `when` is true (all without it), keeps those where the condition is true
 * - match: of the points where `when` is true, keeps those whose scheme is the recommended one of the activation
 */
export type SpecRule =
  | { readonly kind: 'exclude'; readonly condition: RuleCondition }
  | { readonly kind: 'only'; readonly condition: RuleCondition; readonly when: RuleCondition }
  | { readonly kind: 'match'; readonly when: RuleCondition }

/** A checked spec: defaults filled in, every value possible. */
export interface SweepSpec {
  /** The spec as run: plain JSON, defaults filled in, keys in the order of the format. */
  readonly document: SweepDocument
  readonly name: string
  /** Markdown; empty without notes. */
  readonly notes: string
  readonly fields: SpecFields
  readonly seeds: readonly number[]
  readonly rules: readonly SpecRule[]
}

export interface SpecProblem {
  /** `train.learningRate`, `model.init[2].std`; empty for the document as a whole. */
  readonly key: string
  /** 1-based; null when the document did not come from a text. */
  readonly line: number | null
  readonly column: number | null
  readonly code: ErrorCode
  /** What is wrong, which value, what is admissible; without the key and the place. */
  readonly message: string
}

/** Fits `Result<SweepSpec>`; a failure also lists every problem found. */
export type SpecResult =
  | { readonly ok: true; readonly value: SweepSpec }
  | { readonly ok: false; readonly error: LabError; readonly problems: readonly SpecProblem[] }
