import { describe, expect, it } from 'vitest'
import type { KernelSet } from '@core/kernels/machine'
import {
  blockNumbers,
  denseWorkspaceBytes,
  panelNumbers,
  panelPlace,
  weightNumbers,
} from '@core/kernels/layout'
import { createActivation } from '@core/nn/activation-part'
import { createConvolution } from '@core/nn/convolution-part'
import { createDense, type WeightAddresses } from '@core/nn/dense-part'
import type { LayerPlan } from '@core/nn/layer-plan'
import type { ParameterBlock } from '@core/nn/network'
import { allocateWire, type Part, type Wire, type Workbench } from '@core/nn/part'
import { createPasses } from '@core/nn/passes'
import { createOptimizer } from '@core/optim/optimizer'
import { UNHURRIED } from '@core/pace'
import type { OptimizerSettings } from '@shared/trial-settings'
import { networkFixture, worstDeviation } from './golden'
import { KERNEL_SETS, machineOf, readMatrix, readSignal } from './machines'
import { optimizerSettings } from './settings'

const FIXTURE = networkFixture('conv3x3_relu_ce')
const SAMPLES = FIXTURE.x.length
const LABELS = FIXTURE.target.map((label) => (typeof label === 'number' ? label : -1))
const SIDE = 6
const PIXELS = SIDE * SIDE
/** The pixels of a convolution with padding 1 and stride 1 that one without padding and stride 2 has. */
const PICKED = [1, 3].flatMap((row) => [1, 3].map((column) => row * SIDE + column))

const PLANS = [
  convolution(1, 2, 3),
  convolution(2, 3, 4),
  { ...convolution(3, 16, 3), fanIn: 16, kernelArea: 1, positions: 1, convolution: null },
]
const NAMES = ['c1', 'c2', 'fc']

function convolution(layer: number, channels: number, fanOut: number): LayerPlan {
  return {
    layer,
    fanIn: 9 * channels,
    fanOut,
    kernelArea: 9,
    positions: PIXELS,
    convolution: { image: { channels, height: SIDE, width: SIDE }, kernel: 3, stride: 1, circular: false },
    activated: true,
    block: null,
    isOutput: false,
  }
}

/** Copies the picked pixels, channel by channel, into the features of a vector. */
function createPick(bench: Workbench, input: Wire): { part: Part; output: Wire } {
  const { heap } = bench.machine
  const { features } = input.value
  const output = allocateWire(bench, 1, features * PICKED.length)
  const move = (visit: (pixelPlace: number, featurePlace: number) => void, samples: number): void => {
    for (let sample = 0; sample < samples; sample += 1) {
      for (let channel = 0; channel < features; channel += 1) {
        for (const [index, pixel] of PICKED.entries()) {
          const feature = channel * PICKED.length + index
          visit(
            panelPlace(sample, pixel, channel, PIXELS, features),
            panelPlace(sample, 0, feature, 1, features * PICKED.length),
          )
        }
      }
    }
  }
  const part: Part = {
    operations: 0,
    forward: (samples) => {
      const [from, to] = [input.value.values / 4, output.value.values / 4]
      move((pixel, feature) => (heap.f32[to + feature] = heap.f32[from + pixel]!), samples)
    },
    backward: (samples) => {
      const [to, from] = [input.gradient.values / 4, output.gradient.values / 4]
      heap.f32.fill(0, to, to + panelNumbers(samples, PIXELS, features))
      move((pixel, feature) => (heap.f32[to + pixel] = heap.f32[from + feature]!), samples)
    },
  }
  return { part, output }
}

/** conv 3x3, relu, conv 3x3, relu, pick, dense. */
function openStack(set: KernelSet) {
  const machine = machineOf(set)
  machine.heap.reserve(1e6)
  const { allocate } = machine.heap
  const bench: Workbench = {
    machine,
    allocate,
    pace: UNHURRIED,
    capacity: { train: SAMPLES, evaluate: SAMPLES },
  }
  const layers = PLANS.map(({ fanIn, fanOut }): WeightAddresses & ParameterBlock => {
    const count = blockNumbers(fanIn, fanOut)
    const [values, gradient] = [allocate(4 * count), allocate(4 * count)]
    const bias = 4 * weightNumbers(fanIn, fanOut)
    return {
      values,
      gradient,
      count,
      weights: values,
      bias: values + bias,
      weightGradient: gradient,
      biasGradient: gradient + bias,
    }
  })
  for (const [place, { fanIn, fanOut }] of PLANS.entries()) {
    const stride = Math.ceil(fanIn / 8) * 8
    const weights = FIXTURE.params[`${NAMES[place]}.weight`]!
    for (let row = 0; row < fanOut; row += 1)
      machine.heap.f32.set(
        weights.slice(row * fanIn, (row + 1) * fanIn),
        layers[place]!.weights / 4 + row * stride,
      )
    machine.heap.f32.set(FIXTURE.params[`${NAMES[place]}.bias`]!, layers[place]!.bias / 4)
  }
  const workspace = allocate(
    Math.max(
      ...PLANS.map(({ positions, fanIn, fanOut }) => denseWorkspaceBytes(SAMPLES, positions, fanIn, fanOut)),
    ),
  )
  const patches = { values: allocate(4 * panelNumbers(SAMPLES, PIXELS, 27)), holds: 0 }
  const relu = { name: 'relu', slope: null } as const
  const input = allocateWire(bench, PIXELS, 2)
  const memory = { patches, workspace }
  const first = createConvolution(bench, PLANS[0]!, PLANS[0]!.convolution!, layers[0]!, input, memory)
  const firstRelu = createActivation(bench, relu, first.output, null)
  const second = createConvolution(
    bench,
    PLANS[1]!,
    PLANS[1]!.convolution!,
    layers[1]!,
    firstRelu.output,
    memory,
  )
  const secondRelu = createActivation(bench, relu, second.output, null)
  const pick = createPick(bench, secondRelu.output)
  const dense = createDense(bench, PLANS[2]!, layers[2]!, pick.output, workspace)
  const chain = [first, firstRelu, second, secondRelu, pick, dense]
  const passes = createPasses(
    chain.map(({ part }) => part),
    [],
    UNHURRIED,
  )
  const [labels, losses, correct] = [allocate(64), allocate(64), allocate(64)]
  machine.heap.i32.fill(-1, labels / 4, labels / 4 + 16).set(LABELS, labels / 4)
  for (const [sample, image] of FIXTURE.x.entries()) {
    for (const [index, value] of image.entries()) {
      const place = panelPlace(sample, index % PIXELS, Math.floor(index / PIXELS), PIXELS, 2)
      machine.heap.f32[input.value.values / 4 + place] = value
    }
  }
  const { value, gradient } = dense.output
  return {
    machine,
    layers,
    output: value,
    blocks: layers,
    pass: (): number => {
      passes.forward(SAMPLES, 'train', 0)
      machine.kernels.softmaxCrossEntropy(value.values, labels, losses, correct, gradient.values, SAMPLES, 3)
      passes.backward(SAMPLES, false)
      const each = machine.heap.f32.subarray(losses / 4, losses / 4 + SAMPLES)
      return each.reduce((sum, loss) => sum + loss, 0) / SAMPLES
    },
  }
}

describe.each(KERNEL_SETS)('a stack of convolutions in the %s kernels', (set) => {
  const expected = FIXTURE.results.float64
  const check = (
    { machine, layers }: ReturnType<typeof openStack>,
    which: 'values' | 'gradient',
    tensors: Readonly<Record<string, number[]>>,
    relative: number,
  ): void => {
    for (const [place, { fanIn, fanOut }] of PLANS.entries()) {
      const layer = layers[place]!
      const [weights, bias] =
        which === 'values' ? [layer.weights, layer.bias] : [layer.weightGradient, layer.biasGradient]
      const actual = readMatrix(machine, weights, fanOut, fanIn).flat()
      const compared = (name: string, all: readonly number[]): number[] =>
        all.filter((_, index) => Math.abs(expected.grads[name]![index]!) > 1e-7)
      const name = `${NAMES[place]}.weight`
      expect(
        worstDeviation(compared(name, actual), compared(name, tensors[name]!), relative, 1e-6),
        name,
      ).toBeLessThan(1)
      const biases = readMatrix(machine, bias, 1, fanOut).flat()
      expect(worstDeviation(biases, tensors[`${NAMES[place]}.bias`]!, relative, 1e-6)).toBeLessThan(1)
    }
  }

  it('has the outputs, the loss and the gradients of PyTorch', () => {
    const stack = openStack(set)
    expect(stack.pass()).toBeCloseTo(expected.loss, 6)
    const outputs = readSignal(stack.machine, stack.output, SAMPLES)
    expect(worstDeviation(outputs.flat(), expected.output.flat(), 2e-4, 1e-6)).toBeLessThan(1)
    check(stack, 'gradient', expected.grads, 2e-4)
  })

  it.each<[string, Partial<OptimizerSettings>, number]>([
    ['sgd', { name: 'sgd' }, 0.1],
    ['sgd_momentum', { name: 'momentum', momentum: 0.9 }, 0.05],
    ['adam', { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, 0.01],
  ])('takes three updates with %s as PyTorch does', (name, settings, learningRate) => {
    const stack = openStack(set)
    const { kernels, heap } = stack.machine
    const bench = { kernels, allocate: heap.allocate, blocks: stack.blocks }
    const optimizer = createOptimizer(bench, optimizerSettings(settings))
    const losses: number[] = []
    for (let update = 0; update < 3; update += 1) {
      losses.push(stack.pass())
      optimizer.update(learningRate)
    }
    losses.push(stack.pass())
    expect(worstDeviation(losses, expected.after3[name]!.losses, 2e-4, 1e-6)).toBeLessThan(1)
    check(stack, 'values', expected.after3[name]!.params, 2e-4)
  })

  it('has every update of the file', () => {
    expect(Object.keys(expected.after3)).toEqual(['sgd', 'sgd_momentum', 'adam'])
  })
})
