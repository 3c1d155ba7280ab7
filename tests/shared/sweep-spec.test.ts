import { describe, expect, it } from 'vitest'
import { parseSweepDocument, parseSweepText } from '@shared/sweep-spec'
import type { SpecResult, SweepSpec } from '@shared/sweep-spec'

const EXAMPLE = `format: initlab-sweep/1
name: He or Xavier, by depth
notes: optional Markdown
task:
  dataset: digits8x8        # a comment
  trainSize: all
  labels: all
model:
  kind: mlp
  depth: [3, 10, 20]
  width: 32
  activation: relu
  normalization: none
  init:
    - he-normal
    - xavier-normal
    - {scheme: normal, std: 0.01}
  biasInit: 0
  dropout: 0
  head: same
train:
  optimizer: sgd
  learningRate: 0.03
  batchSize: 32
  steps: 400
  loss: cross-entropy
record:
  every: 10
  layers: true
  histograms: [0, last]
seeds: {first: 0, count: 10}
rules:
  - exclude: {model.activation: selu, model.init: he-normal}
`

function accepted(result: SpecResult): SweepSpec {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function parse(body: string): SpecResult {
  return parseSweepText(`format: initlab-sweep/1\n${body}`, 'sweep.yaml')
}

/** The only problem, as the command line prints it. */
function complaint(body: string): string {
  const result = parse(body)
  if (result.ok) throw new Error('the spec is accepted')
  return result.error.message
}

describe('a spec that is possible', () => {
  it('reads the example of the format', () => {
    const spec = accepted(parseSweepText(EXAMPLE, 'sweep.yaml'))
    expect(spec.name).toBe('He or Xavier, by depth')
    expect(spec.fields['model.depth'].values.map(({ value }) => value)).toEqual([3, 10, 20])
    expect(spec.seeds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('reads the same sweep from JSON', () => {
    const spec = accepted(parseSweepText(EXAMPLE, 'sweep.yaml'))
    const text = JSON.stringify(spec.document, null, '\t')
    expect(accepted(parseSweepText(text, 'sweep.json'))).toEqual(spec)
  })

  it('fills in every default', () => {
    expect(accepted(parseSweepDocument({ format: 'initlab-sweep/1' })).document).toEqual({
      format: 'initlab-sweep/1',
      name: 'Untitled sweep',
      task: { dataset: 'digits8x8', trainSize: 'all', labels: 'all' },
      model: {
        kind: 'mlp',
        depth: 3,
        width: 32,
        activation: 'relu',
        normalization: 'none',
        init: 'he-normal',
        biasInit: 0,
        dropout: 0,
        head: 'same',
      },
      train: {
        optimizer: 'sgd',
        learningRate: 0.03,
        batchSize: 32,
        steps: 400,
        loss: 'cross-entropy',
        schedule: 'constant',
      },
      record: { every: 10, layers: true, histograms: [] },
      seeds: { first: 0, count: 10 },
    })
  })

  it('keeps a factor of one value a factor, and a list of classes one value', () => {
    const { fields } = accepted(parse('task: {labels: [0, 1]}\nmodel: {init: [zeros]}'))
    expect(fields['model.init']).toMatchObject({ isFactor: true })
    expect(fields['task.labels']).toEqual({ isFactor: false, values: [{ written: [0, 1], value: [0, 1] }] })
  })

  it.each([
    ['labels as a list of lists', 'task: {labels: [[0, 1], [2, 3], all]}', 'task.labels', 3],
    ['labels as a list of words', 'task: {labels: [all, parity]}', 'task.labels', 2],
    ['histograms as a list of lists', 'record: {histograms: [[]]}', 'record.histograms', 1],
    ['widths layer by layer', 'model: {width: [64-32-16, 8-8]}', 'model.width', 2],
  ] as const)('takes %s as a factor', (_what, body, key, count) => {
    const { isFactor, values } = accepted(parse(body)).fields[key]
    expect({ isFactor, count: values.length }).toEqual({ isFactor: true, count })
  })

  it('knows the depth of widths written layer by layer', () => {
    expect(accepted(parse('model: {width: 64-32-16}')).document).toMatchObject({ model: { depth: 3 } })
    expect(accepted(parse('model: {width: [8-8, 8-8-8]}')).document).not.toHaveProperty('model.depth')
  })

  it('takes the default of each parameter that an object leaves out', () => {
    const { fields } = accepted(
      parse(
        'model: {init: {scheme: sparse, sparsity: 0.5}, activation: elu}\ntrain: {optimizer: {name: adamw, beta1: 0.8}}',
      ),
    )
    expect(fields['model.init'].values[0]?.value.init).toMatchObject({
      ...{ sparsity: 0.5, std: 0.01, gain: null },
    })
    expect(fields['model.activation'].values[0]?.value).toEqual({ name: 'elu', slope: 1 })
    expect(fields['train.optimizer'].values[0]?.value).toMatchObject({
      beta1: 0.8,
      beta2: 0.999,
      weightDecay: 0.01,
    })
  })
})

describe('a problem names its key, its line, the value and what is possible', () => {
  it.each([
    [
      'a mistyped key',
      'train:\n  learnigRate: 1',
      'sweep.yaml:3: train.learnigRate: unknown key; did you mean "learningRate"?',
    ],
    ['a key of another section', 'depth: 3', 'sweep.yaml:2: depth: unknown key; did you mean "model.depth"?'],
    [
      'an unknown section',
      'frobnicate: 3',
      'sweep.yaml:2: frobnicate: unknown key; a sweep has format, name, notes, task, model, train, pretrain, record, seeds, rules',
    ],
    [
      'a number out of range',
      'train: {batchSize: 0}',
      'sweep.yaml:2: train.batchSize: 0 is not possible; give an integer from 1 to 1000000',
    ],
    [
      'a fraction for an integer',
      'model:\n\n  depth: 2.5',
      'sweep.yaml:4: model.depth: 2.5 is not possible; give an integer from 0 to 1000',
    ],
    [
      'text for a number',
      'train: {learningRate: fast}',
      'sweep.yaml:2: train.learningRate: "fast" is not a number; give a number from 0 to 1000',
    ],
    [
      'a quoted number',
      'train: {learningRate: "0.1"}',
      'sweep.yaml:2: train.learningRate: "0.1" is not a number; write it without quotes, a number from 0 to 1000',
    ],
    [
      'an item of a factor',
      'model:\n  depth:\n    - 3\n    - deep',
      'sweep.yaml:5: model.depth[1]: "deep" is not a number; give an integer from 0 to 1000',
    ],
    [
      'a mistyped activation',
      'model: {activation: rellu}',
      'sweep.yaml:2: model.activation: "rellu" is not an activation; did you mean "relu"? choose from linear, relu, leaky-relu, prelu, tanh, sigmoid, elu, selu, gelu, silu, softplus, hard-tanh',
    ],
    [
      'a parameter that a scheme does not have',
      'model:\n  init:\n    - zeros\n    - {scheme: xavier-normal, std: 1}',
      'sweep.yaml:5: model.init[1].std: unknown key; xavier-normal has scheme, overrides, gain',
    ],
    [
      'a parameter out of range',
      'model: {init: {scheme: normal, std: 0}}',
      'sweep.yaml:2: model.init.std: 0 is not possible; give a number greater than 0 and at most 1000',
    ],
    [
      'an object without its scheme',
      'model: {init: {std: 1}}',
      'sweep.yaml:2: model.init: scheme is missing; write {scheme: normal, std: 0.01}',
    ],
    [
      'a slope of an activation without one',
      'model: {activation: {name: relu, slope: 1}}',
      'sweep.yaml:2: model.activation.slope: unknown key; relu has name',
    ],
    [
      'a parameter of another optimizer',
      'train: {optimizer: {name: sgd, beta1: 1}}',
      'sweep.yaml:2: train.optimizer.beta1: unknown key; sgd has name, weightDecay',
    ],
    [
      'a bias without its std',
      'model: {biasInit: {scheme: normal}}',
      'sweep.yaml:2: model.biasInit: std is missing; write {scheme: normal, std: 0.01}',
    ],
    ['an empty key', 'model:\n  depth:', 'sweep.yaml:3: model.depth: empty; give a value or remove the key'],
    [
      'an empty list',
      'model: {init: []}',
      'sweep.yaml:2: model.init: an empty list has no values; give at least one',
    ],
    [
      'steps beside epochs',
      'train:\n  steps: 3\n  epochs: 2',
      'sweep.yaml:4: train.epochs: steps is given as well; give one of the two',
    ],
    [
      'a depth that the widths contradict',
      'model: {width: 64-32, depth: 3}',
      'sweep.yaml:2: model.depth: 3 does not fit the 2 layers of width "64-32"; remove depth and write every width layer by layer',
    ],
    [
      'a broken width',
      'model: {width: 64-0}',
      'sweep.yaml:2: model.width: "64-0" is not a width; give an integer from 1 to 4096, or one a layer such as 64-32-16',
    ],
    ['a seed twice', 'seeds: [1, 2, 1]', 'sweep.yaml:2: seeds[2]: seed 1 is given twice'],
    [
      'a seed past 32 bits',
      'seeds: {first: 4294967295, count: 2}',
      'sweep.yaml:2: seeds: the last seed would be 4294967296; the largest is 4294967295',
    ],
    [
      'a single seed',
      'seeds: 3',
      'sweep.yaml:2: seeds: 3 is not possible; give {first: 0, count: 10} or a list of integers',
    ],
    ['a class twice', 'task: {labels: [1, 1]}', 'sweep.yaml:2: task.labels[1]: class 1 is given twice'],
    [
      'a dataset',
      'task: {dataset: digits}',
      'sweep.yaml:2: task.dataset: "digits" is not a data set; choose from digits8x8, fashion14x14, mnist14x14, two-spirals, three-spirals, circles, moons, xor, gaussian-blobs, gaussian-noise, csv:<path>',
    ],
    ['a name of two lines', 'name: "a\\nb"', 'sweep.yaml:2: name: "a\\nb" is no name; give one line of text'],
    [
      'a rule of two kinds',
      'rules:\n  - {exclude: {model.depth: 1}, only: {model.depth: 2}}',
      'sweep.yaml:3: rules[0]: a rule needs exactly one of exclude, only and match; write exclude, only or match, such as exclude: {model.activation: selu, model.init: he-normal}',
    ],
    [
      'a short key in a rule',
      'rules: [{exclude: {init: zeros}}]',
      'sweep.yaml:2: rules[0].exclude.init: unknown key; did you mean "model.init"?',
    ],
    [
      'a value in a rule',
      'rules: [{exclude: {model.init: [zeros, ones]}}]',
      'sweep.yaml:2: rules[0].exclude.model.init[1]: "ones" is not an initialization scheme; choose from zeros, constant',
    ],
    [
      'rules that leave nothing',
      'rules: [{exclude: {model.init: he-normal}}]',
      'sweep.yaml:2: rules: the rules leave no configuration; remove one of them',
    ],
    [
      'a foreign match',
      'rules: [{match: {model.init: zeros}}]',
      'sweep.yaml:2: rules[0].match: match knows {model.init: recommended} only',
    ],
    [
      'too many points',
      `model: {depth: [${Array.from({ length: 1001 }, (_, index) => index % 1000).join()}], width: [${Array.from({ length: 100 }, (_, index) => index + 1).join()}]}`,
      'sweep.yaml:2: model.depth: the grid has 100,100 points; the limit is 100,000',
    ],
    [
      'too many trials',
      'model: {depth: [1, 2]}\nseeds: {count: 60000}',
      'sweep.yaml:3: seeds: 2 configurations x 60,000 seeds = 120,000 trials; the limit is 100,000',
    ],
  ])('%s', (_what, body, message) => {
    expect(complaint(body)).toContain(message)
  })

  it('tells every problem, in the order of the lines', () => {
    const result = parse('train:\n  lerningRate: 1\nmodel:\n  depth: -1\n  activation: rellu')
    expect(!result.ok && result.problems.map(({ key, line }) => [key, line])).toEqual([
      ['train.lerningRate', 3],
      ['model.depth', 5],
      ['model.activation', 6],
    ])
  })

  it('gives the column of a value', () => {
    const result = parse('train: {batchSize: 0}')
    expect(!result.ok && result.problems[0]).toMatchObject({ line: 2, column: 20 })
  })

  it('has no line for a document that is data already', () => {
    const result = parseSweepDocument({ format: 'initlab-sweep/1', modle: {} })
    expect(!result.ok && result.error).toEqual({
      code: 'spec-invalid',
      message: 'modle: unknown key; did you mean "model"?',
      place: 'modle',
    })
  })

  it('needs the format', () => {
    const missing = parseSweepText('name: x', 's.yaml')
    const newer = parseSweepText('format: initlab-sweep/2', 's.yaml')
    expect(!missing.ok && missing.error.message).toBe(
      's.yaml:1: format: missing; write "format: initlab-sweep/1"',
    )
    expect(!newer.ok && newer.error.message).toBe(
      's.yaml:1: format: "initlab-sweep/2" cannot be read, it is of another version of Init Lab; this version reads initlab-sweep/1',
    )
  })
})
