import { describe, expect, it } from 'vitest'
import { canonicalJson, canonicalSweepText, trialIdentityText } from '@shared/canonical-json'
import { configurationSettings, expandSweep, matchConfiguration } from '@shared/expand-sweep'
import type { Expansion } from '@shared/sweep'
import { parseSweepText } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'

function spec(body: string): SweepSpec {
  const result = parseSweepText(`format: initlab-sweep/1\n${body}`, 'sweep.yaml')
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function expand(body: string): Expansion {
  return expandSweep(spec(body))
}

function labels(body: string): readonly string[] {
  return expand(body).configurations.map(({ label }) => label)
}

describe('the order of a grid', () => {
  it('lets the last factor of the format vary fastest, however the file orders its keys', () => {
    const body = 'train: {learningRate: [0.1, 0.2]}\nmodel: {init: [he-normal, zeros], depth: [1, 2]}'
    const { configurations, factors } = expand(body)
    expect(factors.map(({ key }) => key)).toEqual(['model.depth', 'model.init', 'train.learningRate'])
    expect(configurations.slice(0, 5).map(({ factors: chosen }) => Object.values(chosen))).toEqual([
      [1, 'he-normal', 0.1],
      [1, 'he-normal', 0.2],
      [1, 'zeros', 0.1],
      [1, 'zeros', 0.2],
      [2, 'he-normal', 0.1],
    ])
    expect(configurations.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('has one configuration without factors', () => {
    const { configurations, factors, trialCount } = expand('seeds: {count: 4}')
    expect(factors).toEqual([])
    expect(trialCount).toBe(4)
    expect(configurations).toMatchObject([{ index: 0, factors: {}, label: 'he-normal · relu · depth 3' }])
  })

  it('gives the settings of one configuration by themselves, through rules and equal points', () => {
    const body =
      'model: {init: [he-normal, zeros], depth: [1, 2, 2]}\nrules: [{exclude: {model.init: zeros, model.depth: 1}}]'
    const sweep = spec(body)
    const { configurations } = expandSweep(sweep)
    expect(configurations.length).toBe(3)
    for (const { index, settings } of configurations) {
      expect(configurationSettings(sweep, index)).toEqual(settings)
    }
    expect(configurationSettings(sweep, configurations.length)).toBeNull()
  })

  it('builds complete settings', () => {
    const [configuration] = expand(
      'model: {width: 64-32, init: {scheme: normal, std: 0.5}}\ntrain: {epochs: 3}',
    ).configurations
    expect(configuration?.settings).toEqual({
      task: { dataset: 'digits8x8', trainSize: 'all', labels: 'all' },
      model: {
        kind: 'mlp',
        widths: [64, 32],
        activation: { name: 'relu', slope: null },
        normalization: 'none',
        init: {
          scheme: 'normal',
          gain: null,
          mode: null,
          value: null,
          std: 0.5,
          bound: null,
          corrected: null,
          sparsity: null,
        },
        overrides: [],
        biasInit: { kind: 'constant', value: 0 },
        dropout: 0,
        head: 'same',
        residual: null,
        convolution: null,
      },
      train: {
        optimizer: {
          name: 'sgd',
          momentum: null,
          beta1: null,
          beta2: null,
          alpha: null,
          epsilon: null,
          weightDecay: 0,
        },
        learningRate: 0.03,
        batchSize: 32,
        duration: { epochs: 3 },
        loss: 'cross-entropy',
        schedule: { name: 'constant', warmup: 0, every: null, factor: null, floor: null },
      },
      record: { every: 10, layers: true, histograms: [] },
      pretrain: null,
    })
  })

  it.each([
    [
      'residual-mlp',
      'depth: 2, width: 8',
      { widths: [8, 8, 8, 8, 8], residual: { branch: 'plain' }, convolution: null },
    ],
    [
      'cnn',
      'depth: 2, convolution: {channels: 4}',
      { widths: [4, 4], residual: null, convolution: { kernel: 3, stride: 1, padding: 'zero' } },
    ],
    [
      'cnn',
      'convolution: {channels: 8-16, kernel: 5, stride: 1, padding: circular}',
      { widths: [8, 16], convolution: { kernel: 5, stride: 1, padding: 'circular' } },
    ],
    ['mlp', 'width: 4-2', { widths: [4, 2], residual: null, convolution: null }],
  ])('knows the hidden weight layers of a %s with %s', (kind, rest, model) => {
    const [configuration] = expand(`model: {kind: ${kind}, ${rest}}`).configurations
    expect(configuration?.settings.model).toMatchObject({ kind, ...model })
  })

  it('gives overrides by layer, the output as the last one', () => {
    const [configuration] = expand(
      'model: {depth: 2, init: {scheme: he-normal, gain: 2, overrides: {last: zeros, 1: {mode: fan_out}, 2: xavier-normal}}}',
    ).configurations
    const overrides = configuration?.settings.model.overrides
    expect(overrides?.map(({ layer, init }) => [layer, init.scheme, init.gain, init.mode])).toEqual([
      [1, 'he-normal', 2, 'fan_out'],
      [2, 'xavier-normal', 1, null],
      [3, 'zeros', null, null],
    ])
  })

  it('gives the source of pretraining with its own defaults', () => {
    const [configuration] = expand(
      'task: {dataset: mnist14x14, trainSize: 30, labels: parity}\npretrain: {task: {dataset: mnist14x14, trainSize: 1500}, train: {epochs: 2}}',
    ).configurations
    expect(configuration?.settings.pretrain).toMatchObject({
      task: { dataset: 'mnist14x14', trainSize: 1500, labels: 'all' },
      pixels: 'original',
      train: { learningRate: 0.03, batchSize: 32, duration: { epochs: 2 }, schedule: { name: 'constant' } },
      transfer: 'finetune',
    })
  })
})

describe('duplicates', () => {
  it.each([
    ['the same value twice', 'model: {depth: [1, 2, 1]}', 2, 1],
    ['a name and its object', 'model: {init: [he-normal, {scheme: he-normal, gain: 1}]}', 1, 1],
    ['one width and the same width a layer', 'model: {depth: 2, width: [8, 8-8]}', 1, 1],
    ['widths of no hidden layer', 'model: {depth: 0, width: [8, 16]}', 1, 1],
    ['a bias that the scheme sets itself', 'model: {init: [pytorch-default, zeros], biasInit: [0, 1]}', 3, 1],
    ['0 and -0', 'model: {biasInit: [0, -0]}', 1, 1],
    ['classes in another order', 'task: {labels: [[0, 1], [1, 0]]}', 1, 1],
    ['a branch of models without one', 'model: {kind: [mlp, residual-mlp], residual: [plain, rezero]}', 3, 1],
    ['a width of convolutions', 'model: {kind: [mlp, cnn], width: [8, 16]}', 3, 1],
    ['channels of an mlp', 'model: {kind: [mlp, cnn], convolution: [{channels: 4}, {channels: 8}]}', 3, 1],
    [
      'a head that fixup sets',
      'model: {kind: residual-mlp, residual: [plain, fixup], head: [same, zero]}',
      3,
      1,
    ],
    ['a branch and its object', 'model: {kind: residual-mlp, residual: [rezero, {branch: rezero}]}', 1, 1],
    [
      'an override that changes nothing',
      'model: {init: [zeros, {scheme: zeros, overrides: {2: zeros}}]}',
      1,
      1,
    ],
    [
      'the last layer and its number',
      'model: {depth: 2, init: [{scheme: zeros, overrides: {3: normal}}, {scheme: zeros, overrides: {last: normal}}]}',
      1,
      1,
    ],
    ['a schedule and its object', 'train: {schedule: [cosine, {name: cosine, floor: 0}]}', 1, 1],
    ['histograms in another order', 'record: {histograms: [[0, 9, last], [last, 9, 0]]}', 1, 1],
    [
      'how scratch would have trained its source',
      'pretrain: {task: {dataset: digits8x8, trainSize: 700}, pixels: [original, permuted], train: {steps: [1, 2]}, transfer: [scratch, finetune]}',
      5,
      3,
    ],
    [
      'the source of scratch, of another data set',
      'pretrain: {task: {dataset: digits8x8, trainSize: [20, 30]}, transfer: [scratch, frozen]}\ntask: {dataset: [digits8x8, digits8x8], trainSize: 30}',
      4,
      4,
    ],
    ['different parameters', 'model: {init: [he-normal, {scheme: he-normal, gain: 2}]}', 2, 0],
  ])('%s', (_what, body, configurations, merged) => {
    const expansion = expand(body)
    expect([expansion.configurations.length, expansion.merged]).toEqual([configurations, merged])
  })

  it('keeps the first and the factors of it', () => {
    const expansion = expand('model: {init: [{scheme: normal, std: 0.01}, normal]}')
    expect(expansion.configurations.map(({ factors }) => factors)).toEqual([
      { 'model.init': { scheme: 'normal', std: 0.01 } },
    ])
    expect(matchConfiguration(expansion, { 'model.init': { std: 0.01, scheme: 'normal' } })).toBe(0)
    expect(matchConfiguration(expansion, { 'model.init': 'zeros' })).toBeNull()
  })
})

describe('rules', () => {
  const grid =
    'model: {activation: [relu, tanh, selu], init: [he-normal, xavier-normal, {scheme: normal, std: 2}, {scheme: normal, std: 1}]}\n'

  it.each([
    ['exclude one point', 'exclude: {model.activation: selu, model.init: he-normal}', 11],
    ['a bare name is the scheme with any parameters', 'exclude: {model.init: normal}', 6],
    ['an object is exactly its settings', 'exclude: {model.init: {scheme: normal, std: 2}}', 9],
    [
      'a list is any of its values',
      'exclude: {model.init: [he-normal, xavier-normal], model.activation: relu}',
      10,
    ],
    ['only without when', 'only: {model.init: he-normal}', 3],
    ['only when', '{only: {model.init: he-normal}, when: {model.activation: relu}}', 9],
    ['match', 'match: {model.init: recommended}', 2],
    ['match when', '{match: {model.init: recommended}, when: {model.init: [he-normal, xavier-normal]}}', 8],
    ['a rule about nothing here', 'exclude: {task.dataset: moons}', 12],
  ])('%s', (_what, rule, configurations) => {
    const expansion = expand(`${grid}rules:\n  - ${rule}`)
    expect([expansion.configurations.length, expansion.excluded]).toEqual([
      configurations,
      12 - configurations,
    ])
  })

  it('hold together: a point stays when every rule keeps it', () => {
    const rules = 'rules:\n  - exclude: {model.init: normal}\n  - match: {model.init: recommended}'
    expect(labels(`${grid}${rules}`)).toEqual(['he-normal · relu', 'xavier-normal · tanh'])
  })
})

describe('labels', () => {
  it.each([
    [
      'schemes and depths',
      'model: {depth: [3, 10], init: [he-normal, {scheme: normal, std: 0.01}]}',
      [
        'he-normal · depth 3',
        'normal (std 0.01) · depth 3',
        'he-normal · depth 10',
        'normal (std 0.01) · depth 10',
      ],
    ],
    ['only what varies', 'model: {depth: [3], init: [zeros, orthogonal]}', ['zeros', 'orthogonal']],
    [
      'parameters that differ from the default',
      'model: {init: [he-normal, {scheme: he-normal, gain: 0.5, mode: fan_out}]}',
      ['he-normal', 'he-normal (gain 0.5, fan_out)'],
    ],
    [
      'activations',
      'model: {activation: [elu, {name: leaky-relu, slope: 0.3}]}',
      ['elu', 'leaky-relu (slope 0.3)'],
    ],
    [
      'optimizers',
      'train: {optimizer: [adam, {name: adam, beta1: 0.5}], learningRate: [0.1, 1.0e-4]}',
      ['adam · lr 0.1', 'adam · lr 0.0001', 'adam (beta1 0.5) · lr 0.1', 'adam (beta1 0.5) · lr 0.0001'],
    ],
    ['widths', 'model: {width: [8-8, 8-8-8-8-8-8-8-4]}', ['8-8', '8-8-8-...-4 (8 layers)']],
    [
      'tasks',
      'task: {dataset: [moons, csv:data/iris.csv], labels: [all, [0, 1]]}',
      ['moons · all classes', 'moons · classes 0 1', 'iris.csv · all classes', 'iris.csv · classes 0 1'],
    ],
    [
      'biases',
      'model: {biasInit: [0.1, {scheme: uniform-fan-in}, {scheme: normal, std: 1}]}',
      ['bias 0.1', 'bias uniform-fan-in', 'bias normal (std 1)'],
    ],
    ['the same file name twice', 'task: {dataset: [csv:a/x.csv, csv:b/x.csv]}', ['x.csv · #1', 'x.csv · #2']],
  ])('%s', (_what, body, expected) => {
    expect(labels(body)).toEqual(expected)
  })

  it('stay short', () => {
    const long = `{name: adam, beta1: 0.123456789, beta2: 0.123456789, epsilon: 0.000012345678, weightDecay: 0.000123456}`
    for (const label of labels(`train: {optimizer: [adam, ${long}, {name: rmsprop, alpha: 0.5}]}`)) {
      expect(label.length).toBeLessThanOrEqual(80)
    }
  })
})

describe('canonical text', () => {
  it('is the same for seeds as a range and as a list, and for rules in any order', () => {
    const rules = ['- exclude: {model.init: zeros, model.depth: 1}', '- only: {model.depth: [1, 2]}']
    const grid = 'model: {depth: [1, 2], init: [zeros, he-normal]}\n'
    const one = spec(`${grid}seeds: {first: 3, count: 3}\nrules:\n${rules.join('\n')}`)
    const other = spec(`${grid}seeds: [5, 3, 4]\nrules:\n${[...rules, ...rules].reverse().join('\n')}`)
    expect(canonicalSweepText(other)).toBe(canonicalSweepText(one))
  })

  it.each([
    ['a factor of one value', 'model: {init: [he-normal]}'],
    ['a seed more', 'seeds: {count: 11}'],
    ['a parameter', 'model: {init: {scheme: he-normal, gain: 1.0000001}}'],
    ['epochs', 'train: {epochs: 400}'],
    ['a rule', 'rules: [{only: {model.init: he-normal}}]'],
  ])('tells %s apart', (_what, body) => {
    expect(canonicalSweepText(spec(body))).not.toBe(canonicalSweepText(spec('')))
  })

  it('of a trial holds its settings and its seed', () => {
    const [configuration] = expand('').configurations
    if (configuration === undefined) throw new Error('no configuration')
    const text = trialIdentityText(configuration.settings, 3)
    expect(text).toBe(canonicalJson({ seed: 3, ...configuration.settings }))
    expect(text).not.toBe(trialIdentityText(configuration.settings, 4))
  })

  it('of JSON sorts keys, writes -0 as 0 and refuses what JSON lacks', () => {
    expect(canonicalJson({ b: [1e21, -0, 0.1, 1e-7], a: { d: null, c: 'é"', skipped: undefined } })).toBe(
      '{"a":{"c":"é\\"","d":null},"b":[1e+21,0,0.1,1e-7]}',
    )
    for (const value of [NaN, Infinity, undefined, [undefined], 1n, () => 1]) {
      expect(() => canonicalJson(value)).toThrow()
    }
  })
})

describe('large grids', () => {
  it('expands ten thousand configurations in well under a second', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1).join()
    const large = spec(`model: {depth: [${values}], width: [${values}]}\nseeds: [0]`)
    const before = process.cpuUsage()
    expect(expandSweep(large).configurations).toHaveLength(10_000)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000)
  })
})
