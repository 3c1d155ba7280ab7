import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE, DEFAULT_PRELU_SLOPE } from './activation-defaults'
import { parameterText } from './parameter-text'
import { writtenLayers } from './selection-shape'
import type { FieldKey, InitChoice, Selection } from './sweep-spec-model'
import type {
  ActivationSettings,
  BiasSettings,
  InitSettings,
  OptimizerSettings,
  ScheduleSettings,
} from './trial-settings'

/** Characters of a label: a legend's line. */
const LABEL_CHARACTERS = 80

/** Parameters without which a scheme says little; the others are shown when they differ from 1 and fan_in. */
const LEADING_KEYS: readonly FieldKey[] = ['model.init', 'model.activation']

/**
 * Short texts for legends, one a configuration, all different: the values of the factors that vary, joined, the scheme first,
 * such as `he-normal · depth 10`.
 */
export function configurationLabels(
  factorKeys: readonly FieldKey[],
  selections: readonly Selection[],
): readonly string[] {
  const keys = shownKeys(factorKeys, selections)
  const labels = selections.map((selection) =>
    shortened(
      keys
        .map((key) => valueLabel(key, selection))
        .filter((label) => label !== '')
        .join(' · '),
    ),
  )
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return labels.map((label, index) => ((counts.get(label) ?? 0) > 1 ? `${label} · #${index + 1}` : label))
}

function shownKeys(factorKeys: readonly FieldKey[], selections: readonly Selection[]): readonly FieldKey[] {
  const varying = factorKeys.filter(
    (key) => new Set(selections.map((selection) => valueLabel(key, selection))).size > 1,
  )
  const keys = varying.length > 0 ? varying : factorKeys.length > 0 ? factorKeys : DEFAULT_KEYS
  const leading = LEADING_KEYS.filter((key) => keys.includes(key))
  return [...leading, ...keys.filter((key) => !leading.includes(key))]
}

const DEFAULT_KEYS: readonly FieldKey[] = ['model.init', 'model.activation', 'model.depth']

/** One value of a configuration in a few words: `normal (std 0.01)`, `depth 10`, `lr 0.03`. */
function valueLabel(key: FieldKey, selection: Selection): string {
  switch (key) {
    case 'task.dataset':
      return datasetLabel(selection[key])
    case 'task.trainSize':
      return selection[key] === 'all' ? 'whole training set' : `${selection[key]} examples`
    case 'task.labels':
      return labelsLabel(selection[key])
    case 'model.depth':
      return `depth ${depthOf(selection)}`
    case 'model.width':
      return widthLabel(selection)
    case 'model.residual':
      return selection['model.kind'] === 'residual-mlp' ? `branch ${selection[key]?.branch}` : ''
    case 'model.convolution':
      return selection['model.kind'] === 'cnn' ? convolutionLabel(selection[key]) : ''
    case 'model.activation':
      return activationLabel(selection[key])
    case 'model.normalization':
      return `normalization ${selection[key]}`
    case 'model.init':
      return choiceLabel(selection[key])
    case 'model.biasInit':
      return biasLabel(selection[key])
    case 'model.dropout':
      return `dropout ${selection[key]}`
    case 'model.head':
      return `head ${selection[key]}`
    case 'train.optimizer':
      return optimizerLabel(selection[key])
    case 'train.learningRate':
      return `lr ${selection[key]}`
    case 'train.batchSize':
      return `batch ${selection[key]}`
    case 'train.steps':
      return `${selection[key]} steps`
    case 'train.epochs':
      return `${selection[key]} epochs`
    case 'record.every':
      return `every ${selection[key]}`
    case 'record.layers':
      return selection[key] ? 'with layers' : 'without layers'
    case 'record.histograms':
      return selection[key].length === 0 ? 'no histograms' : `histograms at ${selection[key].join(' ')}`
    case 'train.schedule':
      return scheduleLabel(selection[key])
    case 'pretrain.task.dataset':
    case 'pretrain.task.trainSize':
    case 'pretrain.task.labels':
    case 'pretrain.pixels':
    case 'pretrain.train.optimizer':
    case 'pretrain.train.learningRate':
    case 'pretrain.train.batchSize':
    case 'pretrain.train.steps':
    case 'pretrain.train.epochs':
    case 'pretrain.train.loss':
    case 'pretrain.train.schedule':
    case 'pretrain.transfer':
      return pretrainLabel(key, selection)
    case 'model.kind':
    case 'train.loss':
      return selection[key]
  }
}

/** A value of the source as that of the trial, with a word before it; `transfer` alone says what it is. */
function pretrainLabel(key: PretrainKey, selection: Selection): string {
  if (key === 'pretrain.transfer') return selection[key] ?? ''
  if (key === 'pretrain.pixels') return `${selection[key] ?? 'no'} pixels`
  const value = pretrainValueLabel(key, selection)
  return value === '' ? '' : `source ${value}`
}

type PretrainKey = Extract<FieldKey, `pretrain.${string}`>

function pretrainValueLabel(
  key: Exclude<PretrainKey, 'pretrain.transfer' | 'pretrain.pixels'>,
  selection: Selection,
): string {
  switch (key) {
    case 'pretrain.task.dataset': {
      const dataset = selection[key]
      return dataset === null ? '' : datasetLabel(dataset)
    }
    case 'pretrain.task.trainSize':
      return selection[key] === 'all' ? 'whole training set' : `${selection[key]} examples`
    case 'pretrain.task.labels': {
      const labels = selection[key]
      return labels === null ? '' : labelsLabel(labels)
    }
    case 'pretrain.train.optimizer': {
      const optimizer = selection[key]
      return optimizer === null ? '' : optimizerLabel(optimizer)
    }
    case 'pretrain.train.learningRate':
      return `lr ${selection[key]}`
    case 'pretrain.train.batchSize':
      return `batch ${selection[key]}`
    case 'pretrain.train.steps':
      return `${selection[key]} steps`
    case 'pretrain.train.epochs':
      return `${selection[key]} epochs`
    case 'pretrain.train.loss':
      return `${selection[key]}`
    case 'pretrain.train.schedule': {
      const schedule = selection[key]
      return schedule === null ? '' : scheduleLabel(schedule)
    }
  }
}

/** Hidden layers, blocks or convolutions. */
function depthOf(selection: Selection): number {
  return writtenLayers(selection)?.length ?? selection['model.depth'] ?? 0
}

function datasetLabel(dataset: string): string {
  if (!dataset.startsWith('csv:')) return dataset
  return dataset.slice(Math.max(dataset.lastIndexOf('/'), dataset.lastIndexOf('\\'), 3) + 1)
}

function labelsLabel(labels: Selection['task.labels']): string {
  if (labels === 'all') return 'all classes'
  return labels === 'parity' ? 'parity' : `classes ${labels.join(' ')}`
}

function widthLabel(selection: Selection): string {
  const width = selection['model.width']
  if (width === null || selection['model.kind'] === 'cnn') return ''
  return typeof width === 'number' ? `width ${width}` : layersLabel(width)
}

/** `64-32-16`, or for more than six layers `64-32-...-16 (20 layers)`. */
function layersLabel(width: readonly number[]): string {
  if (width.length <= 6) return width.join('-')
  return `${width.slice(0, 3).join('-')}-...-${width.at(-1)} (${width.length} layers)`
}

/** `3x3 kernel, 16 channels`, with stride and padding where they are not the usual ones. */
function convolutionLabel(convolution: Selection['model.convolution']): string {
  if (convolution === null) return ''
  const { kernel, channels, stride, padding } = convolution
  const parts = [
    `${kernel}x${kernel} kernel`,
    `${typeof channels === 'number' ? channels : layersLabel(channels)} channels`,
    ...(stride === 1 ? [] : [`stride ${stride}`]),
    ...(padding === 'zero' ? [] : [padding]),
  ]
  return parts.join(', ')
}

const STANDARD_SLOPES: Readonly<Partial<Record<ActivationSettings['name'], number>>> = {
  'leaky-relu': DEFAULT_LEAKY_SLOPE,
  prelu: DEFAULT_PRELU_SLOPE,
  elu: DEFAULT_ELU_ALPHA,
}

function activationLabel({ name, slope }: ActivationSettings): string {
  return slope === null || slope === STANDARD_SLOPES[name] ? name : `${name} (slope ${slope})`
}

/** The scheme, and the layers that have their own: `he-normal, layer 3 zeros`. */
function choiceLabel({ init, overrides }: InitChoice): string {
  const layers = overrides.map(
    (override) =>
      `${override.layer === 'last' ? 'last layer' : `layer ${override.layer}`} ${initLabel(override.init)}`,
  )
  return [initLabel(init), ...layers].join(', ')
}

function scheduleLabel({ name, warmup, every, factor, floor }: ScheduleSettings): string {
  return withParameters(
    `schedule ${name}`,
    parameterTexts({
      warmup: warmup === 0 ? null : warmup,
      every,
      factor,
      floor: floor === 0 ? null : floor,
    }),
  )
}

function initLabel({ scheme, gain, mode, value, std, bound, corrected, sparsity }: InitSettings): string {
  return withParameters(
    scheme,
    parameterTexts({
      value,
      std,
      bound,
      sparsity,
      gain: gain === 1 ? null : gain,
      mode: mode === 'fan_in' ? null : mode,
      corrected: corrected === true ? true : null,
    }),
  )
}

function biasLabel(bias: BiasSettings): string {
  switch (bias.kind) {
    case 'constant':
      return `bias ${bias.value}`
    case 'uniform-fan-in':
      return 'bias uniform-fan-in'
    case 'normal':
      return `bias normal (std ${bias.std})`
  }
}

const OPTIMIZER_STANDARDS = { momentum: 0.9, beta1: 0.9, beta2: 0.999, alpha: 0.99 }

function optimizerLabel({
  name,
  momentum,
  beta1,
  beta2,
  alpha,
  epsilon,
  weightDecay,
}: OptimizerSettings): string {
  const usualMomentum = name === 'rmsprop' ? 0 : OPTIMIZER_STANDARDS.momentum
  const unless = (usual: number, value: number | null): number | null => (value === usual ? null : value)
  return withParameters(
    name,
    parameterTexts({
      momentum: unless(usualMomentum, momentum),
      beta1: unless(OPTIMIZER_STANDARDS.beta1, beta1),
      beta2: unless(OPTIMIZER_STANDARDS.beta2, beta2),
      alpha: unless(OPTIMIZER_STANDARDS.alpha, alpha),
      epsilon: unless(name === 'adagrad' ? 1e-10 : 1e-8, epsilon),
      weightDecay: unless(name === 'adamw' ? 0.01 : 0, weightDecay),
    }),
  )
}

/** In the order given, without those that are null. */
function parameterTexts(parameters: Readonly<Record<string, string | number | boolean | null>>): string[] {
  return Object.entries(parameters).flatMap(([key, value]) =>
    value === null ? [] : [parameterText(key, value, String(value))],
  )
}

function withParameters(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`
}

function shortened(label: string): string {
  return label.length <= LABEL_CHARACTERS ? label : `${label.slice(0, LABEL_CHARACTERS - 1).trimEnd()}…`
}
