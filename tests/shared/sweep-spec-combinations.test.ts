import { describe, expect, it } from 'vitest'
import { parseSweepText } from '@shared/sweep-spec'

function problems(body: string): readonly string[] {
  const result = parseSweepText(`format: initlab-sweep/1\n${body}`, 'sweep.yaml')
  return result.ok
    ? []
    : result.problems.map(({ key, line, message }) => `${key}:${String(line)}: ${message}`)
}

describe('a combination that cannot be trained is refused with the reason and the place', () => {
  it.each([
    [
      'a cnn on points',
      'task: {dataset: two-spirals}\nmodel: {kind: cnn}',
      'model.kind:3: a cnn needs images and the data set "two-spirals" has none; choose mlp, or one of digits8x8, fashion14x14, mnist14x14',
    ],
    [
      'a cnn on a file',
      'task: {dataset: "csv:a.csv"}\nmodel: {kind: cnn}',
      'model.kind:3: a cnn needs images and the data set "csv:a.csv" has none',
    ],
    [
      'a cnn of one grid point',
      'task: {dataset: [digits8x8, circles]}\nmodel:\n  kind:\n    - mlp\n    - cnn',
      'model.kind[1]:6: a cnn needs images and the data set "circles" has none',
    ],
    [
      'a cnn without convolutions',
      'model: {kind: cnn, depth: 0}',
      'model.depth:2: a cnn without a convolution has no layer; give a depth of at least 1',
    ],
    [
      'a kernel larger than the image that strides leave',
      'model: {kind: cnn, depth: 3, convolution: {kernel: 3, stride: 2}}',
      'model.convolution:2: the kernel of 3 x 3 of convolution 3 is larger than its input of 2 x 2 pixels; give a smaller kernel or stride, or fewer convolutions',
    ],
    [
      'a stride larger than the image',
      'model: {kind: cnn, depth: 1, convolution: {stride: 9}}',
      'model.convolution:2: a stride of 9 is larger than the image of 8 x 8 pixels',
    ],
    [
      'channels that the depth contradicts',
      'model: {kind: cnn, depth: 3, convolution: {channels: 8-16}}',
      'model.depth:2: 3 does not fit the 2 convolutions of channels "8-16"; remove depth and write the channels of every convolution',
    ],
    [
      'a residual-mlp of several widths',
      'model: {kind: residual-mlp, depth: 3, width: 8-4}',
      'model.width:2: "8-4" is a width for each layer; a residual-mlp adds the input of a block to its output and has one width',
    ],
    [
      'a residual-mlp of widths layer by layer',
      'model:\n  kind: residual-mlp\n  width: [8, 8-8-8]',
      'model.width[1]:4: "8-8-8" is a width for each layer; a residual-mlp adds the input of a block to its output and has one width',
    ],
    [
      'a residual-mlp without blocks',
      'model: {kind: residual-mlp, depth: 0}',
      'model.depth:2: 0 blocks make no residual-mlp; give a depth of at least 1',
    ],
    [
      'too many blocks',
      'model: {kind: residual-mlp, depth: 500}',
      'model.depth:2: 500 blocks are 1001 hidden layers, the stem and two a block; the limit is 1000',
    ],
    [
      'batch normalization of one sample',
      'model: {normalization: [none, batch]}\ntrain: {batchSize: 1}',
      'model.normalization[1]:2: batch normalization of a batch of 1 sample has no variance; give a larger train.batchSize',
    ],
    [
      'layer normalization of one unit',
      'model: {normalization: layer, width: 8-1}',
      'model.normalization:2: layer normalization over 1 unit is always 0; give a larger width',
    ],
    [
      'lsuv after zeros',
      'model: {init: {scheme: lsuv, overrides: {2: zeros}}}',
      'model.init:2: lsuv divides layer 3 by the standard deviation of its z, and layer 2, which feeds it, starts with all weights 0 (zeros): z is the same for every sample; give one of the two another scheme',
    ],
    [
      'an lsuv layer among zeros',
      'model: {init: {scheme: zeros, overrides: {3: lsuv}}}',
      'model.init:2: lsuv divides layer 3 by',
    ],
    [
      'lsuv after constant 0',
      'model: {init: {scheme: lsuv, overrides: {1: {scheme: constant, value: 0}}}}',
      'starts with all weights 0 (constant)',
    ],
    [
      'lsuv after nothing but zeros of sparse',
      'model: {init: {scheme: lsuv, overrides: {1: {scheme: sparse, sparsity: 1}}}}',
      'starts with all weights 0 (sparse)',
    ],
    [
      'lsuv after a stem of zeros',
      'model: {kind: residual-mlp, depth: 1, init: {scheme: lsuv, overrides: {1: zeros}}}',
      'layer 1, which feeds it, starts with all weights 0',
    ],
    [
      'lsuv of one sample',
      'model: {init: lsuv}\ntrain: {batchSize: 1}',
      'model.init:2: lsuv measures the variance of z over the first batch, which has 1 sample; give a larger train.batchSize',
    ],
    [
      'lsuv with a base',
      'model: {init: {scheme: lsuv, base: zeros}}',
      'model.init.base:2: unknown key; lsuv has scheme, overrides, gain',
    ],
    [
      'an override past the output',
      'model: {depth: 2, init: {scheme: zeros, overrides: {4: normal}}}',
      'model.init:2: overrides: there is no weight layer 4; this model has 3, the last one its output',
    ],
    [
      'an override twice',
      'model: {depth: 2, init: {scheme: zeros, overrides: {3: normal, last: normal}}}',
      'model.init:2: overrides: 3 and last are the same layer; remove one of them',
    ],
    [
      'an override of a zero head',
      'model: {head: zero, init: {scheme: he-normal, overrides: {last: normal}}}',
      'model.init:2: overrides: layer last starts at 0 because of head zero; remove its override',
    ],
    [
      'an override of a zero branch',
      'model: {kind: residual-mlp, depth: 2, residual: [plain, zero-last], init: {scheme: he-normal, overrides: {5: normal}}}',
      'model.init:2: overrides: layer 5 starts at 0 because of residual zero-last; remove its override',
    ],
    [
      'an override of a layer 0',
      'model: {init: {scheme: zeros, overrides: {0: normal}}}',
      'model.init.overrides.0:2: "0" is no layer; a weight layer is an integer from 1 to 1001, or last for the output layer',
    ],
    [
      'a slope of prelu',
      'model: {activation: {name: prelu, slope: 1}}',
      'model.activation.slope:2: 1 is not possible; give a number at least 0 and less than 1',
    ],
    [
      'a negative slope of prelu',
      'model: {activation: {name: prelu, slope: -0.5}}',
      'model.activation.slope:2: -0.5 is not possible',
    ],
    [
      'a dropout of everything',
      'model: {dropout: 1}',
      'model.dropout:2: 1 is not possible; give a number at least 0 and less than 1',
    ],
    [
      'a kernel of even side',
      'model: {kind: cnn, convolution: {kernel: 4}}',
      'model.convolution.kernel:2: 4 is not the side of a kernel; choose 3 or 5',
    ],
    [
      'steps of a schedule every 0',
      'train: {schedule: {name: step, every: 0}}',
      'train.schedule.every:2: 0 is not possible; give an integer from 1 to 1000000',
    ],
    [
      'steps of a schedule without every',
      'train: {schedule: step}',
      'train.schedule:2: every is missing; write {name: step, every: 100, factor: 0.1}',
    ],
    [
      'a parameter of another schedule',
      'train: {schedule: {name: cosine, every: 3}}',
      'train.schedule.every:2: unknown key; cosine has name, warmup, floor',
    ],
    [
      'a warm-up past the end',
      'train: {steps: 10, schedule: {name: constant, warmup: 11}}',
      'train.schedule:2: a warm-up of 11 updates is longer than the 10 of the training',
    ],
    [
      'a warm-up past the last epoch',
      'train: {epochs: 1, schedule: {name: cosine, warmup: 45}}',
      'train.schedule:2: a warm-up of 45 updates is longer than the 44 of the training',
    ],
    [
      'histograms past the end',
      'train: {steps: 10}\nrecord: {histograms: [0, 11]}',
      'record.histograms:3: step 11 is past the last step, 10',
    ],
    ['a histogram twice', 'record: {histograms: [0, 0]}', 'record.histograms[1]:2: 0 is given twice'],
    [
      'a histogram at a word',
      'record: {histograms: [first]}',
      'record.histograms[0]:2: "first" is no step; give an integer or last',
    ],
    [
      'a branch without blocks',
      'model: {residual: zero-last}',
      'model.residual:2: no model of this sweep uses it; remove the key, or set model.kind to residual-mlp',
    ],
    [
      'a convolution without a cnn',
      'model: {kind: [mlp, residual-mlp], convolution: {kernel: 3}}',
      'model.convolution:2: no model of this sweep uses it; remove the key, or set model.kind to cnn',
    ],
    [
      'a width of convolutions',
      'model: {kind: cnn, width: 8}',
      'model.width:2: no model of this sweep uses it; remove the key, or set model.kind to mlp or residual-mlp',
    ],
    [
      'pretraining on nothing',
      'pretrain: {transfer: frozen}',
      'pretrain:2: task.dataset is missing; write pretrain: {task: {dataset: mnist14x14}}',
    ],
    [
      'pretraining that is no section',
      'pretrain: [frozen]',
      'pretrain:2: ["frozen"] is no section; write its keys below it: task, pixels, train, transfer',
    ],
    [
      'a mistyped key of the source',
      'pretrain: {task: {dataset: moons, trainsize: 3}}',
      'pretrain.task.trainsize:2: unknown key; did you mean "trainSize"?',
    ],
    [
      'steps beside epochs of the source',
      'task: {dataset: moons}\npretrain: {task: {dataset: xor}, train: {steps: 1, epochs: 1}}',
      'pretrain.train.epochs:3: steps is given as well; give one of the two',
    ],
    [
      'a source of other features',
      'task: {dataset: digits8x8}\npretrain: {task: {dataset: [digits8x8, mnist14x14], trainSize: 500}}',
      'pretrain.task.dataset[1]:3: "mnist14x14" has 196 features and "digits8x8" has 64; weights go over between data sets of as many features only',
    ],
    [
      'a source that takes all',
      'pretrain: {task: {dataset: digits8x8}}',
      'pretrain.task.trainSize:2: 1437 samples of the source leave 0 of the 1437 of "digits8x8" for the task, which needs 2: the source takes its samples first; give a smaller pretrain.task.trainSize',
    ],
    [
      'a source that takes too much',
      'task: {dataset: mnist14x14, trainSize: 600}\npretrain: {task: {dataset: mnist14x14, trainSize: 1500}}',
      'pretrain.task.trainSize:3: 1500 samples of the source leave 500 of the 2000 of "mnist14x14" for the task, which needs 600',
    ],
    [
      'a source without a layer to give',
      'task: {dataset: moons}\nmodel: {depth: 0}\npretrain: {task: {dataset: xor}}',
      'pretrain.transfer:4: a model without hidden layers has nothing to take over from the source; give a larger depth',
    ],
    [
      'batch normalization of one sample of the source',
      'task: {dataset: moons}\nmodel: {normalization: batch}\npretrain: {task: {dataset: xor}, train: {batchSize: 1}}',
      'pretrain.train.batchSize:4: batch normalization of a batch of 1 sample has no variance; give a larger batch',
    ],
    [
      'a warm-up past the end of the source',
      'task: {dataset: moons}\npretrain: {task: {dataset: xor}, train: {steps: 1, schedule: {name: cosine, warmup: 2}}}',
      'pretrain.train.schedule:3: a warm-up of 2 updates is longer than the 1 of the training',
    ],
  ])('%s', (_what, body, message) => {
    const [first, ...others] = problems(body)
    expect(first).toContain(message)
    expect(others).toEqual([])
  })
})

describe('a combination beside them is taken', () => {
  it.each([
    [
      'a wrong point that a rule excludes',
      'task: {dataset: [digits8x8, circles]}\nmodel: {kind: [mlp, cnn]}\nrules: [{exclude: {task.dataset: circles, model.kind: cnn}}]',
    ],
    ['batches of one sample without normalization', 'train: {batchSize: 1}'],
    ['two strided convolutions', 'model: {kind: cnn, depth: 2, convolution: {kernel: 3, stride: 2}}'],
    ['a stride as large as the image', 'model: {kind: cnn, depth: 1, convolution: {stride: 8}}'],
    ['an output of zeros after lsuv', 'model: {init: {scheme: lsuv, overrides: {last: zeros}}}'],
    ['lsuv with a zero head', 'model: {init: lsuv, head: zero}'],
    [
      'lsuv in blocks that start at zero',
      'model: {kind: residual-mlp, depth: 2, residual: zero-last, init: lsuv}',
    ],
    ['lsuv after one constant', 'model: {init: {scheme: lsuv, overrides: {1: constant}}}'],
    [
      'a zero layer with its own follower',
      'model: {depth: 3, init: {scheme: lsuv, overrides: {2: zeros, 3: he-normal}}}',
    ],
    ['identity in a cnn', 'model: {kind: cnn, init: identity}'],
    ['a slope of 0', 'model: {activation: {name: prelu, slope: 0}}'],
    ['no updates at all', 'train: {steps: 0}\nrecord: {histograms: [0]}'],
    ['a first step that is the last one too', 'train: {steps: [0, 10]}\nrecord: {histograms: [0, last]}'],
    ['a warm-up to the end', 'train: {steps: 10, schedule: {name: constant, warmup: 10}}'],
    [
      'a histogram in an epoch of a file',
      'task: {dataset: "csv:a.csv"}\ntrain: {epochs: 1}\nrecord: {histograms: [999]}',
    ],
    [
      'classes of their own for the source',
      'task: {labels: [5, 6]}\npretrain: {task: {dataset: digits8x8, labels: [0, 1]}}',
    ],
    [
      'the samples that the source leaves',
      'task: {dataset: mnist14x14, trainSize: 500}\npretrain: {task: {dataset: mnist14x14, trainSize: 1500}}',
    ],
    ['a source of a file', 'pretrain: {task: {dataset: "csv:a.csv"}}'],
    [
      'scratch without hidden layers',
      'task: {dataset: moons}\nmodel: {depth: 0}\npretrain: {task: {dataset: xor}, transfer: scratch}',
    ],
    [
      'a schedule as its name in a rule',
      'train: {schedule: [constant, {name: cosine, floor: 0.1}]}\nrules: [{exclude: {train.schedule: cosine}}]',
    ],
    [
      'a branch as its name in a rule',
      'model: {kind: residual-mlp, residual: [plain, rezero]}\nrules: [{exclude: {model.residual: plain}}]',
    ],
    [
      'a scheme with overrides by its name in a rule',
      'model: {init: [zeros, {scheme: he-normal, overrides: {1: zeros}}]}\nrules: [{only: {model.init: he-normal}}]',
    ],
    [
      'keys of the source in a rule',
      'task: {dataset: moons}\npretrain: {task: {dataset: xor}, transfer: [frozen, scratch]}\nrules: [{exclude: {pretrain.transfer: frozen}}]',
    ],
  ])('%s', (_what, body) => {
    expect(problems(body)).toEqual([])
  })
})

it('tells a problem of many points once, and at each value that has it', () => {
  const body = 'model: {normalization: batch, depth: [1, 2, 3]}\ntrain: {batchSize: 1}'
  expect(problems(body)).toHaveLength(1)
  const kinds = 'task: {dataset: [circles, moons]}\nmodel: {kind: cnn}'
  expect(problems(kinds)).toHaveLength(2)
})
