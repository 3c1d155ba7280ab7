import type { FactorValue, FieldKey, SweepDocument } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import { isList, isObject } from './sweep-spec-values'

export const DEFAULT_NAME = 'Untitled sweep'
const DEFAULT_DEPTH = 3
const DEFAULT_STEPS = 400

const DEFAULTS: Readonly<Partial<Record<FieldKey, FactorValue>>> = {
  'task.dataset': 'digits8x8',
  'task.trainSize': 'all',
  'task.labels': 'all',
  'model.kind': 'mlp',
  'model.width': 32,
  'model.residual': { branch: 'plain' },
  'model.convolution': { kernel: 3, channels: 16, stride: 1, padding: 'zero' },
  'model.activation': 'relu',
  'model.normalization': 'none',
  'model.init': 'he-normal',
  'model.biasInit': 0,
  'model.dropout': 0,
  'model.head': 'same',
  'train.optimizer': 'sgd',
  'train.learningRate': 0.03,
  'train.batchSize': 32,
  'train.loss': 'cross-entropy',
  'train.schedule': 'constant',
  'pretrain.task.trainSize': 'all',
  'pretrain.task.labels': 'all',
  'pretrain.pixels': 'original',
  'pretrain.train.optimizer': 'sgd',
  'pretrain.train.learningRate': 0.03,
  'pretrain.train.batchSize': 32,
  'pretrain.train.loss': 'cross-entropy',
  'pretrain.train.schedule': 'constant',
  'pretrain.transfer': 'finetune',
  'record.every': 10,
  'record.layers': true,
  'record.histograms': [],
}

/** Keys that only some kinds of model use: without such a model they have no value. */
const KINDS_OF_KEY: Readonly<Partial<Record<FieldKey, readonly string[]>>> = {
  'model.width': ['mlp', 'residual-mlp'],
  'model.residual': ['residual-mlp'],
  'model.convolution': ['cnn'],
}

/** The kinds of model that use a key, when the document has none of them; null when the key has a meaning. */
export function kindsMissingFor(document: SweepDocument, key: FieldKey): readonly string[] | null {
  const kinds = KINDS_OF_KEY[key]
  return kinds === undefined || kindsOf(document).some((kind) => kinds.some((known) => known === kind))
    ? null
    : kinds
}

/** The defaults of the keys that have a meaning, with those that depend on neighbours: steps unless epochs, and the depth. */
export function standardValues(document: SweepDocument): Readonly<Partial<Record<FieldKey, FactorValue>>> {
  const depth = standardDepth(document)
  const isPretrained = isObject(document.pretrain)
  const hasMeaning = (key: FieldKey): boolean =>
    kindsMissingFor(document, key) === null && (isPretrained || !key.startsWith('pretrain.'))
  const all: Readonly<Partial<Record<FieldKey, FactorValue>>> = {
    ...DEFAULTS,
    ...(depth === null ? {} : { 'model.depth': depth }),
    ...(written(document, 'train.epochs') === undefined ? { 'train.steps': DEFAULT_STEPS } : {}),
    ...(written(document, 'pretrain.train.epochs') === undefined
      ? { 'pretrain.train.steps': DEFAULT_STEPS }
      : {}),
  }
  const standards: Partial<Record<FieldKey, FactorValue>> = {}
  for (const key of FIELD_KEYS.filter(hasMeaning)) {
    const value = all[key]
    if (value !== undefined) standards[key] = value
  }
  return standards
}

/** The number of layers that are written one by one; null when those differ, the usual depth when some are not. */
function standardDepth(document: SweepDocument): number | null {
  const kinds = kindsOf(document)
  const layers = new Set<number | null>()
  if (kinds.includes('residual-mlp')) layers.add(null)
  if (kinds.includes('mlp')) {
    for (const width of items(written(document, 'model.width'))) layers.add(layersOf(width))
  }
  if (kinds.includes('cnn')) {
    for (const convolution of items(written(document, 'model.convolution'))) {
      layers.add(isObject(convolution) ? layersOf(convolution.channels) : null)
    }
  }
  if (layers.has(null) || layers.size === 0) return DEFAULT_DEPTH
  const [only = null] = layers
  return layers.size === 1 ? only : null
}

function layersOf(units: FactorValue | undefined): number | null {
  return typeof units === 'string' ? units.split('-').length : null
}

function kindsOf(document: SweepDocument): readonly (FactorValue | undefined)[] {
  return items(written(document, 'model.kind') ?? DEFAULTS['model.kind'])
}

function items(value: FactorValue | undefined): readonly (FactorValue | undefined)[] {
  return isList(value) ? value : [value]
}

/** The value of a key as the document gives it; undefined when it does not. */
export function written(document: SweepDocument, key: FieldKey): FactorValue | undefined {
  let value: FactorValue | undefined = document
  for (const word of key.split('.')) {
    if (!isObject(value)) return undefined
    value = value[word]
  }
  return value ?? undefined
}
