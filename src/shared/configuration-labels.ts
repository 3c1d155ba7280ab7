import type { Selection } from './sweep-grid'
import type { FieldKey } from './sweep-spec-model'
import type { ActivationSettings, BiasSettings, InitSettings, OptimizerSettings } from './trial-settings'

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
    shortened(keys.map((key) => valueLabel(key, selection)).join(' · ')),
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
      return widthLabel(selection[key])
    case 'model.activation':
      return activationLabel(selection[key])
    case 'model.normalization':
      return `normalization ${selection[key]}`
    case 'model.init':
      return initLabel(selection[key])
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
      return 'no histograms'
    case 'model.kind':
    case 'train.loss':
      return selection[key]
  }
}

function depthOf(selection: Selection): number {
  const width = selection['model.width']
  return typeof width === 'number' ? (selection['model.depth'] ?? 0) : width.length
}

function datasetLabel(dataset: string): string {
  if (!dataset.startsWith('csv:')) return dataset
  return dataset.slice(Math.max(dataset.lastIndexOf('/'), dataset.lastIndexOf('\\'), 3) + 1)
}

function labelsLabel(labels: Selection['task.labels']): string {
  if (labels === 'all') return 'all classes'
  return labels === 'parity' ? 'parity' : `classes ${labels.join(' ')}`
}

/** `64-32-16`, or for more than six layers `64-32-...-16 (20 layers)`. */
function widthLabel(width: Selection['model.width']): string {
  if (typeof width === 'number') return `width ${width}`
  if (width.length <= 6) return width.join('-')
  return `${width.slice(0, 3).join('-')}-...-${width.at(-1)} (${width.length} layers)`
}

function activationLabel({ name, slope }: ActivationSettings): string {
  const standard = name === 'leaky-relu' ? 0.01 : 1
  return slope === null || slope === standard ? name : `${name} (slope ${slope})`
}

function initLabel({ scheme, gain, mode, value, std, bound, corrected, sparsity }: InitSettings): string {
  const parts = [
    value === null ? [] : [`${value}`],
    std === null ? [] : [`std ${std}`],
    bound === null ? [] : [`bound ${bound}`],
    sparsity === null ? [] : [`sparsity ${sparsity}`],
    gain === null || gain === 1 ? [] : [`gain ${gain}`],
    mode === null || mode === 'fan_in' ? [] : [mode],
    corrected === true ? ['corrected'] : [],
  ].flat()
  return withParameters(scheme, parts)
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
  const parts = [
    momentum === null || momentum === usualMomentum ? [] : [`momentum ${momentum}`],
    beta1 === null || beta1 === OPTIMIZER_STANDARDS.beta1 ? [] : [`beta1 ${beta1}`],
    beta2 === null || beta2 === OPTIMIZER_STANDARDS.beta2 ? [] : [`beta2 ${beta2}`],
    alpha === null || alpha === OPTIMIZER_STANDARDS.alpha ? [] : [`alpha ${alpha}`],
    epsilon === null || epsilon === (name === 'adagrad' ? 1e-10 : 1e-8) ? [] : [`epsilon ${epsilon}`],
    weightDecay === (name === 'adamw' ? 0.01 : 0) ? [] : [`weight decay ${weightDecay}`],
  ].flat()
  return withParameters(name, parts)
}

function withParameters(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`
}

function shortened(label: string): string {
  return label.length <= LABEL_CHARACTERS ? label : `${label.slice(0, LABEL_CHARACTERS - 1).trimEnd()}…`
}
