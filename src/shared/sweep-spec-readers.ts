import { DEPTH, SAMPLES, STEPS } from './limits'
import { readBias, readInit } from './sweep-spec-init-readers'
import type { FieldTypes } from './sweep-spec-model'
import { readActivation, readConvolution, readResidual, readWidth } from './sweep-spec-model-readers'
import { readHistograms } from './sweep-spec-record-readers'
import { readDataset, readLabels, readTrainSize } from './sweep-spec-task-readers'
import { readOptimizer, readSchedule } from './sweep-spec-train-readers'
import type { Reader } from './sweep-spec-values'
import { choiceReader, numberReader, readFlag } from './sweep-spec-values'
import { MODEL_KINDS, NORMALIZATIONS } from './trial-settings'

const PIXELS = ['original', 'permuted'] as const
const TRANSFERS = ['scratch', 'finetune', 'frozen'] as const

const readLearningRate = numberReader({ min: 0, max: 1000 })
const readBatchSize = numberReader({ min: 1, max: SAMPLES, integer: true })
const readSteps = numberReader({ min: 0, max: STEPS, integer: true })
const readEpochs = numberReader({ min: 1, max: STEPS, integer: true })
const readLoss = choiceReader(['cross-entropy', 'mse'], { what: 'a loss' })

/** How each key's values are read: the schema of `initlab-sweep/1`. */
export const READERS: { readonly [Key in keyof FieldTypes]: Reader<FieldTypes[Key]> } = {
  'task.dataset': readDataset,
  'task.trainSize': readTrainSize,
  'task.labels': readLabels,
  'model.kind': choiceReader(MODEL_KINDS, { what: 'a kind of model' }),
  'model.depth': numberReader({ min: 0, max: DEPTH, integer: true }),
  'model.width': readWidth,
  'model.residual': readResidual,
  'model.convolution': readConvolution,
  'model.activation': readActivation,
  'model.normalization': choiceReader(NORMALIZATIONS, { what: 'a normalization' }),
  'model.init': readInit,
  'model.biasInit': readBias,
  'model.dropout': numberReader({ min: 0, max: 1, exclusiveMax: true }),
  'model.head': choiceReader(['same', 'zero'], { what: 'a scheme of the output layer' }),
  'train.optimizer': readOptimizer,
  'train.learningRate': readLearningRate,
  'train.batchSize': readBatchSize,
  'train.steps': readSteps,
  'train.epochs': readEpochs,
  'train.loss': readLoss,
  'train.schedule': readSchedule,
  'pretrain.task.dataset': readDataset,
  'pretrain.task.trainSize': readTrainSize,
  'pretrain.task.labels': readLabels,
  'pretrain.pixels': choiceReader(PIXELS, { what: 'an order of the pixels' }),
  'pretrain.train.optimizer': readOptimizer,
  'pretrain.train.learningRate': readLearningRate,
  'pretrain.train.batchSize': readBatchSize,
  'pretrain.train.steps': readSteps,
  'pretrain.train.epochs': readEpochs,
  'pretrain.train.loss': readLoss,
  'pretrain.train.schedule': readSchedule,
  'pretrain.transfer': choiceReader(TRANSFERS, { what: 'a transfer' }),
  'record.every': numberReader({ min: 1, max: STEPS, integer: true }),
  'record.layers': readFlag,
  'record.histograms': readHistograms,
}
