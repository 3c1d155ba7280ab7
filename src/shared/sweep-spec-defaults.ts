import type { FactorValue, FieldKey, SweepDocument } from './sweep-spec-model'
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
  'record.every': 10,
  'record.layers': true,
  'record.histograms': [],
}

/** The defaults, with those that depend on a neighbour: steps unless epochs, a depth unless the widths say it. */
export function standardValues(document: SweepDocument): Readonly<Partial<Record<FieldKey, FactorValue>>> {
  const epochs = written(document, 'train.epochs')
  const width = written(document, 'model.width')
  const widths = isList(width) ? width : [width]
  const layers = widths.map((item) => (typeof item === 'string' ? item.split('-').length : null))
  const depths = new Set(layers)
  const [depth] = depths
  const derived = depths.has(null) ? DEFAULT_DEPTH : depths.size === 1 ? depth : undefined
  return {
    ...DEFAULTS,
    ...(derived === undefined || derived === null ? {} : { 'model.depth': derived }),
    ...(epochs === undefined ? { 'train.steps': DEFAULT_STEPS } : {}),
  }
}

/** The value of a key as the document gives it; undefined when it does not. */
export function written(document: SweepDocument, key: FieldKey): FactorValue | undefined {
  const [section = '', word = ''] = key.split('.')
  const value = document[section]
  return isObject(value) ? (value[word] ?? undefined) : undefined
}
