import type { FieldKey } from './sweep-spec-model'

/** The word for each key of a spec, the same on cards, in tables, in messages and on the command line. */
const TITLES: Readonly<Record<FieldKey, string>> = {
  'task.dataset': 'Data set',
  'task.trainSize': 'Train size',
  'task.labels': 'Labels',
  'model.kind': 'Model',
  'model.depth': 'Depth',
  'model.width': 'Width',
  'model.residual': 'Residual branch',
  'model.convolution': 'Convolution',
  'model.activation': 'Activation',
  'model.normalization': 'Normalization',
  'model.init': 'Scheme',
  'model.biasInit': 'Bias',
  'model.dropout': 'Dropout',
  'model.head': 'Head',
  'train.optimizer': 'Optimizer',
  'train.learningRate': 'Learning rate',
  'train.batchSize': 'Batch size',
  'train.steps': 'Steps',
  'train.epochs': 'Epochs',
  'train.loss': 'Loss',
  'train.schedule': 'Schedule',
  'pretrain.task.dataset': 'Source data set',
  'pretrain.task.trainSize': 'Source train size',
  'pretrain.task.labels': 'Source labels',
  'pretrain.pixels': 'Source pixels',
  'pretrain.train.optimizer': 'Source optimizer',
  'pretrain.train.learningRate': 'Source learning rate',
  'pretrain.train.batchSize': 'Source batch size',
  'pretrain.train.steps': 'Source steps',
  'pretrain.train.epochs': 'Source epochs',
  'pretrain.train.loss': 'Source loss',
  'pretrain.train.schedule': 'Source schedule',
  'pretrain.transfer': 'Transfer',
  'record.every': 'Record every',
  'record.layers': 'Layers',
  'record.histograms': 'Histograms',
}

const BY_KEY: ReadonlyMap<string, string> = new Map(Object.entries(TITLES))

/** `Scheme` for `model.init`; the key itself when it is none of a spec's. */
export function factorTitle(key: string): string {
  return BY_KEY.get(key) ?? key
}

/** `scheme` for `model.init`: the title as the head of a column. */
export function factorHeading(key: string): string {
  return BY_KEY.get(key)?.toLowerCase() ?? key
}
