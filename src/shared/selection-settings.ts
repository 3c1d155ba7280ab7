import { effectiveBias, effectiveHead, hiddenWidths, layerOverrides } from './selection-shape'
import type { Selection } from './sweep-spec-model'
import type {
  ModelSettings,
  PretrainSettings,
  TaskSettings,
  TrainSettings,
  TrialSettings,
} from './trial-settings'

/** What a trial of a selection does; keys that its kind of model does not use leave no trace. */
export function trialSettings(selection: Selection): TrialSettings {
  const task: TaskSettings = {
    dataset: selection['task.dataset'],
    trainSize: selection['task.trainSize'],
    labels: selection['task.labels'],
  }
  const train: TrainSettings = {
    optimizer: selection['train.optimizer'],
    learningRate: selection['train.learningRate'],
    batchSize: selection['train.batchSize'],
    duration: durationOf(selection['train.steps'], selection['train.epochs']),
    loss: selection['train.loss'],
    schedule: selection['train.schedule'],
  }
  return {
    task,
    model: modelSettings(selection),
    train,
    record: {
      every: selection['record.every'],
      layers: selection['record.layers'],
      histograms: selection['record.histograms'],
    },
    pretrain: pretrainSettings(selection, task, train),
  }
}

export function modelSettings(selection: Selection): ModelSettings {
  const kind = selection['model.kind']
  const widths = hiddenWidths(selection)
  const choice = selection['model.init']
  const convolution = selection['model.convolution']
  return {
    kind,
    widths,
    activation: selection['model.activation'],
    normalization: selection['model.normalization'],
    init: choice.init,
    overrides: layerOverrides(choice, widths.length),
    biasInit: effectiveBias(choice.init, selection['model.biasInit']),
    dropout: selection['model.dropout'],
    head: effectiveHead(selection, selection['model.head']),
    residual: kind === 'residual-mlp' ? selection['model.residual'] : null,
    convolution:
      kind === 'cnn' && convolution !== null
        ? { kernel: convolution.kernel, stride: convolution.stride, padding: convolution.padding }
        : null,
  }
}

/**
 * Null without pretraining. `scratch` uses nothing of the source but the samples it takes: of another data set it is no
 * pretraining at all, and how the source would have been trained does not matter.
 */
function pretrainSettings(
  selection: Selection,
  task: TaskSettings,
  train: TrainSettings,
): PretrainSettings | null {
  const dataset = selection['pretrain.task.dataset']
  const trainSize = selection['pretrain.task.trainSize']
  const labels = selection['pretrain.task.labels']
  const pixels = selection['pretrain.pixels']
  const transfer = selection['pretrain.transfer']
  if (dataset === null || trainSize === null || labels === null || pixels === null || transfer === null) {
    return null
  }
  const source = { dataset, trainSize, labels }
  if (transfer === 'scratch') {
    return dataset === task.dataset ? { task: source, pixels: 'original', train, transfer } : null
  }
  const optimizer = selection['pretrain.train.optimizer']
  const learningRate = selection['pretrain.train.learningRate']
  const batchSize = selection['pretrain.train.batchSize']
  const loss = selection['pretrain.train.loss']
  const schedule = selection['pretrain.train.schedule']
  if (optimizer === null || learningRate === null || batchSize === null || loss === null || schedule === null)
    return null
  const duration = durationOf(selection['pretrain.train.steps'], selection['pretrain.train.epochs'])
  return {
    task: source,
    pixels,
    train: { optimizer, learningRate, batchSize, duration, loss, schedule },
    transfer,
  }
}

/** @throws when neither is given: the parser fills steps in. */
function durationOf(steps: number | null, epochs: number | null): TrainSettings['duration'] {
  if (steps !== null) return { steps }
  if (epochs !== null) return { epochs }
  throw new Error('A trial needs steps or epochs')
}
