import { describe, expect, it } from 'vitest'
import type { KernelSet } from '@core/kernels/machine'
import type { OptimizerSettings } from '@shared/trial-settings'
import { FIXTURES, networkFixture, worstDeviation, type NetworkCase } from './golden'
import { KERNEL_SETS, readSignal } from './machines'
import { layerTensors, openNetwork, writeLayer, type OpenNetwork } from './open-network'
import { optimizerSettings, type Choices } from './settings'

interface Served {
  /** Its model. */
  readonly choices: Choices
  /** Names of the tensors of each weight layer, in the order W, b, others. */
  readonly layers: readonly (readonly string[])[]
}

const THREE_DENSE = [0, 1, 2].map((layer) => [`l.${layer}.weight`, `l.${layer}.bias`])

function perceptron(choices: Choices): Served {
  return { choices: { ...choices, widths: [5, 4] }, layers: THREE_DENSE }
}

/** The cases of fixtures.json that are models of the lab. */
const SERVED: Readonly<Record<string, Served>> = {
  'mlp_3-5-4-2_relu_ce': perceptron({ activation: 'relu' }),
  'mlp_3-5-4-2_leaky_relu(0.01)_ce': perceptron({ activation: 'leaky-relu' }),
  'mlp_3-5-4-2_leaky_relu(0.3)_ce': perceptron({ activation: 'leaky-relu', slope: 0.3 }),
  'mlp_3-5-4-2_tanh_ce': perceptron({ activation: 'tanh' }),
  'mlp_3-5-4-2_sigmoid_ce': perceptron({ activation: 'sigmoid' }),
  'mlp_3-5-4-2_elu(1)_ce': perceptron({ activation: 'elu' }),
  'mlp_3-5-4-2_linear_ce': perceptron({ activation: 'linear' }),
  'mlp_3-5-4-2_relu_mse': perceptron({ activation: 'relu', loss: 'mse' }),
  'zero_init_3-5-4-2_relu_ce': perceptron({ activation: 'relu' }),
  'bn_mlp_4-6-5-3_relu_ce': {
    choices: { widths: [6, 5], normalization: 'batch' },
    layers: [
      ['l.0.weight', 'l.0.bias', 'bn.0.weight', 'bn.0.bias'],
      ['l.1.weight', 'l.1.bias', 'bn.1.weight', 'bn.1.bias'],
      ['l.2.weight', 'l.2.bias'],
    ],
  },
  'res_4-6x2-3_relu_ce': {
    choices: { widths: [6, 6, 6, 6, 6], branch: 'plain' },
    layers: ['stem', 'w1.0', 'w2.0', 'w1.1', 'w2.1', 'head'].map((name) => [
      `${name}.weight`,
      `${name}.bias`,
    ]),
  },
}

/** Not a model of the lab: its parts are put together in convolution-stack.test.ts. */
const BUILT_FROM_PARTS = ['conv3x3_relu_ce']

/** The lab's gelu is the exact one, by the error function. */
const NOT_IN_THE_SPEC = ['mlp_3-5-4-2_gelu(tanh)_ce']

/** As `doc.optimizers` of the file: settings and learning rate. */
const OPTIMIZERS: Readonly<Record<string, readonly [Partial<OptimizerSettings>, number]>> = {
  sgd: [{ name: 'sgd' }, 0.1],
  sgd_momentum: [{ name: 'momentum', momentum: 0.9 }, 0.05],
  sgd_nesterov: [{ name: 'nesterov', momentum: 0.9 }, 0.05],
  sgd_weight_decay: [{ name: 'momentum', momentum: 0.9, weightDecay: 0.01 }, 0.1],
  adam: [{ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, 0.01],
  adam_l2: [{ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, 0.01],
  adamw: [{ name: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, 0.01],
  rmsprop: [{ name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0 }, 0.01],
  rmsprop_momentum: [{ name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, momentum: 0.9 }, 0.01],
  adagrad: [{ name: 'adagrad', epsilon: 1e-10 }, 0.05],
}
const AMPLIFIES_ROUNDING = ['adam', 'adam_l2', 'adamw', 'rmsprop', 'rmsprop_momentum', 'adagrad']

const RELATIVE = 2e-4
const ABSOLUTE = 1e-6

function open(
  set: KernelSet,
  { choices, layers }: Served,
  fixture: NetworkCase,
  more: Choices = {},
): OpenNetwork {
  const targets = fixture.target.map((row) => (typeof row === 'number' ? [] : row))
  const dense = targets[0]!.length > 0
  const opened = openNetwork(
    set,
    { ...choices, ...more },
    {
      x: fixture.x,
      classes: fixture.results.float64.output[0]!.length,
      labels: fixture.target.map((row) => (typeof row === 'number' ? row : 0)),
      ...(dense ? { targets } : {}),
    },
  )
  for (const [place, names] of layers.entries()) {
    const tensors = names.map((name) => fixture.params[name]!)
    writeLayer(opened.machine, opened.run.network.layers[place]!, tensors)
  }
  for (const { running } of opened.run.network.layers) {
    if (running === null) continue
    const { f32 } = opened.machine.heap
    f32.fill(1, running.variance / 4, running.variance / 4 + running.features)
  }
  return opened
}

/** Every learned tensor by its name. */
function named(
  { machine, run }: OpenNetwork,
  { layers }: Served,
  which: 'values' | 'gradient',
): Map<string, number[]> {
  return new Map(
    layers.flatMap((names, place) => {
      const tensors = layerTensors(machine, run.network.layers[place]!, which)
      return names.map((name, index): [string, number[]] => [name, tensors[index]!])
    }),
  )
}

describe('the cases of PyTorch', () => {
  it('are all either served or named as not served', () => {
    const names = FIXTURES.cases.map(({ name }) => name)
    const known = [...Object.keys(SERVED), ...BUILT_FROM_PARTS, ...NOT_IN_THE_SPEC]
    expect(names.toSorted()).toEqual(known.toSorted())
  })

  describe.each(Object.entries(SERVED))('%s', (name, served) => {
    const fixture = networkFixture(name)
    const expected = fixture.results.float64

    it.each(KERNEL_SETS)('has the outputs, the loss and every gradient of PyTorch: %s', (set) => {
      const opened = open(set, served, fixture)
      expect(opened.pass()).toBeCloseTo(expected.loss, 6)
      expect(
        worstDeviation(opened.outputs().flat(), expected.output.flat(), RELATIVE, ABSOLUTE),
      ).toBeLessThan(1)
      const gradients = named(opened, served, 'gradient')
      expect([...gradients.keys()].toSorted()).toEqual(Object.keys(expected.grads).toSorted())
      for (const [tensor, gradient] of gradients) {
        expect(
          worstDeviation(gradient, expected.grads[tensor]!, RELATIVE, ABSOLUTE),
          `gradient of ${tensor}`,
        ).toBeLessThan(1)
      }
    })

    describe.each(KERNEL_SETS)('with the %s kernels', (set) => {
      it.each(Object.keys(expected.after3))(
        'takes three updates with %s as PyTorch does',
        (optimizerName) => {
          const after = expected.after3[optimizerName]!
          const [chosen, learningRate] = OPTIMIZERS[optimizerName]!
          const opened = open(set, served, fixture, { optimizer: optimizerSettings(chosen) })
          const losses: number[] = []
          for (let update = 0; update < 3; update += 1) {
            losses.push(opened.pass())
            opened.run.optimizer.update(learningRate)
          }
          losses.push(opened.pass())
          expect(worstDeviation(losses, after.losses, RELATIVE, ABSOLUTE)).toBeLessThan(1)
          for (const [tensor, actual] of named(opened, served, 'values')) {
            const compared = expected.grads[tensor]!.map(
              (gradient) => !AMPLIFIES_ROUNDING.includes(optimizerName) || Math.abs(gradient) > 1e-7,
            )
            const kept = (all: readonly number[]): number[] => all.filter((_, index) => compared[index])
            const worst = worstDeviation(kept(actual), kept(after.params[tensor]!), RELATIVE, ABSOLUTE)
            expect(worst, tensor).toBeLessThan(1)
          }
        },
      )
    })
  })
})

describe.each(KERNEL_SETS)('batch normalization in the %s kernels', (set) => {
  const served = SERVED['bn_mlp_4-6-5-3_relu_ce']!
  const fixture = networkFixture('bn_mlp_4-6-5-3_relu_ce')
  const { buffers_after_1_forward: buffers, eval_output_after_1_forward: outputs } = fixture.results.float64

  it('keeps the running buffers of PyTorch and evaluates with them', () => {
    const { machine, run } = open(set, served, fixture)
    const samples = fixture.x.length
    run.trainSplit.loadRange(0, samples)
    run.network.forward(samples, 'train', 0)
    for (const layer of [0, 1]) {
      const running = run.network.layers[layer]!.running!
      for (const [address, name] of [
        [running.mean, 'running_mean'],
        [running.variance, 'running_var'],
      ] as const) {
        const actual = machine.heap.f32.subarray(address / 4, address / 4 + running.features)
        expect(worstDeviation(actual, buffers![`bn.${layer}.${name}`]!, RELATIVE, ABSOLUTE)).toBeLessThan(1)
      }
    }
    run.network.forward(samples, 'evaluate', 0)
    const evaluated = readSignal(machine, run.network.output.z, samples)
    expect(worstDeviation(evaluated.flat(), outputs!.flat(), RELATIVE, ABSOLUTE)).toBeLessThan(1)
  })
})
