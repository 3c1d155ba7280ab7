import fc from 'fast-check'
import type { FactorValue, SweepDocument } from '@shared/sweep-spec'
import { BUILT_IN_DATASETS } from '@shared/built-in-datasets'
import {
  ACTIVATION_NAMES,
  NORMALIZATIONS,
  OPTIMIZER_NAMES,
  RESIDUAL_BRANCHES,
  SCHEME_NAMES,
} from '@shared/trial-settings'

type Values = fc.Arbitrary<FactorValue>

const positive = fc.double({ min: 1e-6, max: 100, noNaN: true })

function integer(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max })
}

/** Objects that have each key or lack it; `always` names the keys that are never missing. */
function objects(
  values: Readonly<Record<string, Values>>,
  always: readonly string[] = [],
): fc.Arbitrary<SweepDocument> {
  const members = Object.entries(values).map(([key, value]) => {
    const pair = value.map((chosen): readonly [string, FactorValue][] => [[key, chosen]])
    return always.includes(key) ? pair : fc.oneof(pair, fc.constant<readonly [string, FactorValue][]>([]))
  })
  return fc.tuple(...members).map((pairs) => Object.fromEntries(pairs.flat()))
}

function merged(parts: readonly fc.Arbitrary<SweepDocument>[]): fc.Arbitrary<SweepDocument> {
  return fc
    .tuple(...parts)
    .map((documents) => Object.fromEntries(documents.flatMap((part) => Object.entries(part))))
}

/** One value, or a short list of them: a factor. */
function oneOrMore(value: Values): Values {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }))
}

const scheme = fc.oneof(
  fc.constantFrom<FactorValue>(...SCHEME_NAMES),
  objects({ scheme: fc.constant('normal'), std: positive }, ['scheme']),
  objects({ std: positive, scheme: fc.constant('sparse'), sparsity: fc.constantFrom(0, 0.5, 1) }, ['scheme']),
  objects({ scheme: fc.constant('he-normal'), gain: positive, mode: fc.constantFrom('fan_in', 'fan_out') }, [
    'scheme',
  ]),
  objects({ scheme: fc.constant('constant'), value: fc.constantFrom(-0, 0.1, -2) }, ['scheme']),
  objects({ scheme: fc.constant('truncated-normal'), corrected: fc.boolean() }, ['scheme']),
)
const activation = fc.oneof(
  fc.constantFrom<FactorValue>(...ACTIVATION_NAMES),
  objects({ name: fc.constantFrom('leaky-relu', 'elu'), slope: fc.constantFrom(0.01, 0.3, 1) }, ['name']),
  objects({ name: fc.constant('prelu'), slope: fc.constantFrom(0, 0.25, 0.5) }, ['name']),
)
const optimizer = fc.oneof(
  fc.constantFrom<FactorValue>(...OPTIMIZER_NAMES),
  objects(
    {
      beta2: fc.constant(0.99),
      name: fc.constantFrom('adam', 'adamw'),
      weightDecay: fc.constantFrom(0, 0.1),
    },
    ['name'],
  ),
)
const bias = fc.oneof(
  fc.constantFrom<FactorValue>(0, 0.1, -1, { scheme: 'uniform-fan-in' }),
  objects({ scheme: fc.constant('normal'), std: positive }, ['scheme', 'std']),
)
const labels: Values = fc.oneof(
  fc.constantFrom<FactorValue>('all', 'parity'),
  fc.uniqueArray(integer(0, 9), { minLength: 2, maxLength: 5 }),
)

const overridden = objects(
  {
    scheme: fc.constantFrom('he-normal', 'orthogonal'),
    overrides: fc.constantFrom<FactorValue>(
      { last: 'zeros' },
      { 1: 'xavier-normal' },
      { 1: { gain: 2 }, last: 'zeros' },
      { 1: { scheme: 'normal', std: 0.5 } },
    ),
  },
  ['scheme'],
)

const task = objects({
  dataset: oneOrMore(fc.constantFrom(...BUILT_IN_DATASETS.map((facts) => facts.name), 'csv:data/iris.csv')),
  trainSize: oneOrMore(fc.oneof(fc.constant<FactorValue>('all'), integer(10, 500))),
  labels: oneOrMore(labels),
})

const layers = fc.oneof(
  objects({ depth: oneOrMore(integer(0, 20)), width: oneOrMore(integer(2, 64)) }),
  objects({ width: oneOrMore(fc.constantFrom('64-32', '16-16', '8-4')) }),
  objects({ depth: fc.constant(3), width: fc.constantFrom('64-32-16', '4-4-4') }, ['width']),
  objects(
    {
      kind: fc.constantFrom<FactorValue>('residual-mlp', ['mlp', 'residual-mlp']),
      depth: oneOrMore(integer(1, 5)),
      width: oneOrMore(integer(2, 16)),
      residual: oneOrMore(
        fc.oneof(
          fc.constantFrom<FactorValue>(...RESIDUAL_BRANCHES),
          objects({ branch: fc.constantFrom(...RESIDUAL_BRANCHES) }, ['branch']),
        ),
      ),
    },
    ['kind'],
  ),
)

const branches = objects({
  activation: oneOrMore(activation),
  init: oneOrMore(scheme),
  biasInit: oneOrMore(bias),
  normalization: oneOrMore(fc.constantFrom(...NORMALIZATIONS)),
  dropout: oneOrMore(fc.constantFrom(0, 0.1, 0.5)),
})

const convolution = objects({
  kernel: fc.constantFrom(3, 5),
  channels: fc.oneof<[Values, Values]>(integer(2, 32), fc.constant('8-16')),
  stride: fc.constant(1),
  padding: fc.constantFrom('zero', 'circular'),
})

/** Tasks and models that go together: a cnn has images. */
const taskAndModel = fc.oneof(
  objects({ task, model: merged([layers, branches]) }),
  objects({
    task: objects({ dataset: oneOrMore(fc.constantFrom('digits8x8', 'mnist14x14')) }, ['dataset']),
    model: merged([
      objects({ kind: fc.constant('cnn'), depth: fc.constant(2), convolution: oneOrMore(convolution) }, [
        'kind',
        'depth',
      ]),
      objects({ activation, init: fc.oneof(fc.constantFrom<FactorValue>('lsuv', 'he-normal'), overridden) }),
    ]),
  }),
  objects({ model: objects({ depth: integer(1, 5), init: oneOrMore(overridden) }, ['init']) }, ['model']),
)

const schedule = fc.oneof(
  fc.constantFrom<FactorValue>('constant', 'cosine'),
  objects({ name: fc.constant('step'), every: integer(1, 50), factor: fc.constantFrom(0.1, 1) }, [
    'name',
    'every',
  ]),
  objects({ name: fc.constant('cosine'), floor: fc.constantFrom(0, 0.5) }, ['name']),
)
const duration = fc.oneof(
  objects({ steps: oneOrMore(integer(0, 1000)) }),
  objects({ epochs: oneOrMore(integer(1, 50)) }),
)
const train = merged([
  duration,
  objects({
    optimizer,
    learningRate: oneOrMore(positive),
    batchSize: integer(2, 128),
    loss: fc.constantFrom('mse', 'cross-entropy'),
    schedule: oneOrMore(schedule),
  }),
])

/** Of files, whose sizes nobody knows before they are loaded. */
const pretrain = objects(
  {
    task: objects({ dataset: fc.constant('csv:data/source.csv'), trainSize: integer(10, 50), labels }, [
      'dataset',
    ]),
    pixels: oneOrMore(fc.constantFrom('original', 'permuted')),
    train: objects({ steps: integer(0, 100), learningRate: oneOrMore(positive), schedule }),
    transfer: oneOrMore(fc.constantFrom('scratch', 'finetune', 'frozen')),
  },
  ['task'],
)

const seeds: Values = fc.oneof(
  objects({ first: integer(0, 1_000_000), count: integer(1, 20) }),
  fc.uniqueArray(integer(0, 4_294_967_295), { minLength: 1, maxLength: 10 }),
)

const rules: Values = fc.subarray<FactorValue>([
  { exclude: { 'model.init': 'normal' } },
  { exclude: { 'model.init': ['sparse', { scheme: 'he-normal', gain: 2 }] } },
  { exclude: { 'train.learningRate': 0.125, 'model.activation': 'selu' } },
  { when: { 'model.activation': ['relu', 'tanh'] }, match: { 'model.init': 'recommended' } },
])

const name = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
  .filter((text) => /^\P{C}+$/u.test(text) && text.trim() !== '')

/** Documents that are possible specs, small enough to expand; most keys may be left out. */
export const sweepDocuments: fc.Arbitrary<SweepDocument> = merged([
  objects(
    {
      format: fc.constant('initlab-sweep/1'),
      name,
      notes: fc.string({ maxLength: 200, unit: 'grapheme' }),
      train,
      record: objects({
        every: integer(1, 100),
        layers: fc.boolean(),
        histograms: fc.constantFrom<FactorValue>([], [0, 'last'], [[0], []], ['last', 0]),
      }),
      seeds,
      rules,
    },
    ['format'],
  ),
  fc.oneof(
    { weight: 3, arbitrary: taskAndModel },
    {
      weight: 1,
      arbitrary: objects({ model: objects({ depth: oneOrMore(integer(1, 3)) }), pretrain }, ['pretrain']),
    },
  ),
])
