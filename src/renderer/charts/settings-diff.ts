import { factorTitle } from '@shared/factor-titles'
import { parameterText } from '@shared/parameter-text'
import type { FactorValue } from '@shared/sweep-spec'
import { FIELD_KEYS, type FieldKey } from '@shared/sweep-spec-model'
import type {
  BiasSettings,
  ConvolutionSettings,
  InitSettings,
  ModelSettings,
  TaskSettings,
  TrainSettings,
  TrialSettings,
} from '@shared/trial-settings'
import { factorText } from './configuration-rows'

export interface SettingRow {
  readonly key: FieldKey
  /** As on the cards of the builder. */
  readonly title: string
  /** One text a configuration; a dash where it has no such setting. */
  readonly values: readonly string[]
}

export interface SettingsDiff {
  /** In the order of a spec. */
  readonly differing: readonly SettingRow[]
  readonly equal: readonly SettingRow[]
}

type Texts = Partial<Record<FieldKey, string>>

const NO_VALUE = '–'
/** Parameters that say nothing at these values. */
const USUAL: ReadonlyMap<string, FactorValue> = new Map<string, FactorValue>([
  ['gain', 1],
  ['mode', 'fan_in'],
  ['corrected', false],
  ['weightDecay', 0],
  ['warmup', 0],
])

/** `he-normal (gain 2)`: the name with the parameters that it has and that are not the usual ones. */
function named(settings: Readonly<Record<string, FactorValue>> & { readonly name: string }): string {
  const parts = Object.entries(settings)
    .filter(([key, value]) => key !== 'name' && value !== null && USUAL.get(key) !== value)
    .map(([key, value]) => parameterText(key, value, factorText(value)))
  return parts.length === 0 ? settings.name : `${settings.name} (${parts.join(', ')})`
}

function initText({ scheme, ...rest }: InitSettings): string {
  return named({ name: scheme, ...rest })
}

function biasText(bias: BiasSettings): string {
  switch (bias.kind) {
    case 'constant':
      return String(bias.value)
    case 'uniform-fan-in':
      return bias.kind
    case 'normal':
      return `normal (std ${bias.std})`
  }
}

function widthsText(widths: readonly number[]): string {
  const distinct = new Set(widths)
  return distinct.size === 1 ? String(widths[0]) : widths.join('-')
}

function convolutionText(
  { kernel, stride, padding }: ConvolutionSettings,
  channels: readonly number[],
): string {
  return `${kernel}×${kernel}, ${widthsText(channels)} channels, stride ${stride}, ${padding} padding`
}

function taskTexts({ dataset, trainSize, labels }: TaskSettings) {
  return {
    dataset,
    trainSize: String(trainSize),
    labels: typeof labels === 'string' ? labels : labels.join(', '),
  }
}

function modelTexts(model: ModelSettings): Texts {
  const { kind, widths, residual, convolution, init, overrides } = model
  const layers = overrides.map((override) => `layer ${override.layer} ${initText(override.init)}`)
  return {
    'model.kind': kind,
    // A residual net has a stem and two layers a block.
    'model.depth': String(kind === 'residual-mlp' ? (widths.length - 1) / 2 : widths.length),
    ...(convolution === null
      ? { 'model.width': widthsText(widths) }
      : { 'model.convolution': convolutionText(convolution, widths) }),
    ...(residual === null ? {} : { 'model.residual': residual.branch }),
    'model.activation': named({ ...model.activation }),
    'model.normalization': model.normalization,
    'model.init': [initText(init), ...layers].join(', '),
    'model.biasInit': biasText(model.biasInit),
    'model.dropout': String(model.dropout),
    'model.head': model.head,
  }
}

function trainTexts(train: TrainSettings) {
  return {
    optimizer: named({ ...train.optimizer }),
    learningRate: String(train.learningRate),
    batchSize: String(train.batchSize),
    ...('steps' in train.duration
      ? { steps: String(train.duration.steps) }
      : { epochs: String(train.duration.epochs) }),
    loss: train.loss,
    schedule: named({ ...train.schedule }),
  }
}

/** The texts of a part of the settings under the keys that a spec gives them. */
function under(prefix: string, texts: Readonly<Record<string, string>>): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${prefix}.${key}`, text]))
}

/** Every setting of a trial in words, by the key of a spec that chose it; what it does not have is left out. */
function settingTexts({ task, model, train, record, pretrain }: TrialSettings): Texts {
  return {
    ...under('task', taskTexts(task)),
    ...modelTexts(model),
    ...under('train', trainTexts(train)),
    ...(pretrain === null
      ? {}
      : {
          ...under('pretrain.task', taskTexts(pretrain.task)),
          ...under('pretrain.train', trainTexts(pretrain.train)),
          'pretrain.pixels': pretrain.pixels,
          'pretrain.transfer': pretrain.transfer,
        }),
    'record.every': String(record.every),
    'record.layers': record.layers ? 'yes' : 'no',
    'record.histograms': record.histograms.length === 0 ? 'none' : record.histograms.join(', '),
  }
}

/** What differs between settings, and what is the same in all; a setting that none has is neither. */
export function settingsDiff(settings: readonly TrialSettings[]): SettingsDiff {
  const texts = settings.map((one) => settingTexts(one))
  const rows = FIELD_KEYS.filter((key) => texts.some((own) => own[key] !== undefined)).map(
    (key): SettingRow => ({
      key,
      title: factorTitle(key),
      values: texts.map((own) => own[key] ?? NO_VALUE),
    }),
  )
  const isEqual = ({ values }: SettingRow): boolean => new Set(values).size <= 1
  return { differing: rows.filter((row) => !isEqual(row)), equal: rows.filter((row) => isEqual(row)) }
}

/** `Scheme differs; 24 settings are equal.` */
export function diffCaption({ differing, equal }: SettingsDiff): string {
  const names = differing.map(({ title }) => title)
  const same = `${equal.length} ${equal.length === 1 ? 'setting is' : 'settings are'} equal`
  if (names.length === 0) return `No setting differs; ${same}.`
  const last = names.at(-1) ?? ''
  const list = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
  return `${list} ${names.length === 1 ? 'differs' : 'differ'}; ${same}.`
}
