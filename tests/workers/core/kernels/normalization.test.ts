import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openMachine } from '@core/kernels/machine'
import { FIXTURES } from '../golden'
import { kernelCases } from './cases/all-kernels'
import { range, sumOver } from './cases/shapes'
import { drawInputs, expectedOutputs, type Tensors } from './kernel-case'
import { runKernel } from './run-kernel'

const vector = z.array(z.number())
const matrix = z.array(vector)

const fixture = z
  .object({
    x: matrix,
    target: vector,
    params: z.record(z.string(), z.union([vector, matrix])),
    results: z.object({
      float64: z.object({
        output: matrix,
        grads: z.record(z.string(), z.union([vector, matrix])),
        buffers_after_1_forward: z.record(z.string(), vector),
        eval_output_after_1_forward: matrix,
      }),
    }),
  })
  .parse(FIXTURES.cases.find(({ name }) => name === 'bn_mlp_4-6-5-3_relu_ce'))

const EPSILON = 1e-5
const samples = fixture.x.length

function weightsOf(name: string): number[][] {
  return matrix.parse(fixture.params[name])
}

function numbersOf(name: string): number[] {
  return vector.parse(fixture.params[name])
}

/** Rows of x W^T + b in float64. */
function linear(x: readonly number[][], layer: number): number[][] {
  const bias = numbersOf(`l.${layer}.bias`)
  return x.map((row) =>
    weightsOf(`l.${layer}.weight`).map(
      (unit, o) => bias[o]! + sumOver(row.length, (k) => row[k]! * unit[k]!),
    ),
  )
}

/** Rows of dz W. */
function linearBack(dz: readonly number[][], layer: number): number[][] {
  const weights = weightsOf(`l.${layer}.weight`)
  return dz.map((row) =>
    range(weights[0]!.length).map((k) => sumOver(row.length, (o) => row[o]! * weights[o]![k]!)),
  )
}

function relu(x: readonly number[][]): number[][] {
  return x.map((row) => row.map((value) => Math.max(value, 0)))
}

function rowsOf(flat: readonly number[], features: number): number[][] {
  return range(samples).map((s) => flat.slice(s * features, (s + 1) * features))
}

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index]!, 6)
}

describe.each(['simd', 'scalar'] as const)('%s normalization', (set) => {
  const machine = openMachine(set)

  function normalize(z: readonly number[][], layer: number): Tensors {
    const features = z[0]!.length
    const shape = { samples, positions: 1, features, momentum: 0.1, epsilon: EPSILON }
    return runKernel(machine, kernelCases.batchNormForward, shape, {
      z: z.flat(),
      gamma: numbersOf(`bn.${layer}.weight`),
      beta: numbersOf(`bn.${layer}.bias`),
      runningMean: range(features).map(() => 0),
      runningVariance: range(features).map(() => 1),
    }).outputs
  }

  function evaluate(z: readonly number[][], layer: number): number[][] {
    const features = z[0]!.length
    const shape = { samples, positions: 1, features, momentum: 0.1, epsilon: EPSILON }
    const buffers = fixture.results.float64.buffers_after_1_forward
    const { outputs } = runKernel(machine, kernelCases.batchNormEvaluate, shape, {
      z: z.flat(),
      gamma: numbersOf(`bn.${layer}.weight`),
      beta: numbersOf(`bn.${layer}.bias`),
      runningMean: buffers[`bn.${layer}.running_mean`]!,
      runningVariance: buffers[`bn.${layer}.running_var`]!,
    })
    return rowsOf(outputs.y!, features)
  }

  /** dz, and the gradients of gamma and beta compared with the fixture. */
  function back(
    z: readonly number[][],
    dy: readonly number[][],
    forward: Tensors,
    layer: number,
  ): number[][] {
    const features = z[0]!.length
    const shape = { samples, positions: 1, features, momentum: 0.1, epsilon: EPSILON }
    const { outputs } = runKernel(machine, kernelCases.batchNormBackward, shape, {
      z: z.flat(),
      dy: dy.flat(),
      gamma: numbersOf(`bn.${layer}.weight`),
      mean: forward.mean!,
      inverseStd: forward.inverseStd!,
    })
    const { grads } = fixture.results.float64
    expectNear(outputs.gammaGradient!, vector.parse(grads[`bn.${layer}.weight`]))
    expectNear(outputs.betaGradient!, vector.parse(grads[`bn.${layer}.bias`]))
    return rowsOf(outputs.dz!, features)
  }

  it('over a batch agrees with PyTorch: outputs, buffers, evaluation mode and gradients', () => {
    const { output, grads, buffers_after_1_forward: buffers } = fixture.results.float64
    const z0 = linear(fixture.x, 0)
    const first = normalize(z0, 0)
    const y0 = rowsOf(first.y!, 6)
    const z1 = linear(relu(y0), 1)
    const second = normalize(z1, 1)
    const y1 = rowsOf(second.y!, 5)
    expectNear(linear(relu(y1), 2).flat(), output.flat())
    for (const [layer, forward] of [first, second].entries()) {
      expectNear(forward.runningMean!, buffers[`bn.${layer}.running_mean`]!)
      expectNear(forward.runningVariance!, buffers[`bn.${layer}.running_var`]!)
    }

    const evaluated = relu(evaluate(linear(relu(evaluate(z0, 0)), 1), 1))
    expectNear(linear(evaluated, 2).flat(), fixture.results.float64.eval_output_after_1_forward.flat())

    const delta = output.map((row, s) => {
      const total = sumOver(row.length, (c) => Math.exp(row[c]!))
      return row.map((value, c) => (Math.exp(value) / total - (c === fixture.target[s] ? 1 : 0)) / samples)
    })
    const through = (dh: readonly number[][], y: readonly number[][]): number[][] =>
      dh.map((row, s) => row.map((value, k) => (y[s]![k]! > 0 ? value : 0)))
    const dz1 = back(z1, through(linearBack(delta, 2), y1), second, 1)
    const dz0 = back(z0, through(linearBack(dz1, 1), y0), first, 0)
    const gradient = weightsOf('l.0.weight').map((row, o) =>
      row.map((_, k) => sumOver(samples, (s) => dz0[s]![o]! * fixture.x[s]![k]!)),
    )
    expectNear(gradient.flat(), matrix.parse(grads['l.0.weight']).flat())
  })

  it.each([
    ['batchNormForward', 'batchNormBackward'],
    ['layerNormForward', 'layerNormBackward'],
  ] as const)('%s: %s is its derivative', (forward, backward) => {
    const shape = { samples: 5, positions: 2, features: 3, momentum: 0.1, epsilon: EPSILON }
    const inputs = drawInputs(kernelCases[forward], shape, 11)
    const dy = range(30).map((index) => Math.fround(Math.sin(index + 1)))
    const loss = (changed: Tensors): number => {
      const { y } = expectedOutputs(kernelCases[forward], shape, { ...inputs, ...changed })
      return sumOver(30, (index) => y![index]! * dy[index]!)
    }
    const { mean, inverseStd } = runKernel(machine, kernelCases[forward], shape, inputs).outputs
    const { outputs } = runKernel(machine, kernelCases[backward], shape, {
      z: inputs.z!,
      gamma: inputs.gamma!,
      mean: mean!,
      inverseStd: inverseStd!,
      dy,
    })
    const slopes = { z: outputs.dz!, gamma: outputs.gammaGradient!, beta: outputs.betaGradient! }
    for (const [name, gradient] of Object.entries(slopes)) {
      const size = Math.max(...gradient.map(Math.abs))
      for (const [index, value] of gradient.entries()) {
        const moved = (by: number): Tensors => ({
          [name]: inputs[name]!.map((x, place) => (place === index ? x + by : x)),
        })
        const difference = (loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5
        expect(Math.abs(value - difference), `${name}[${index}]`).toBeLessThan(1e-5 * size)
      }
    }
  })

  it('of a number that is the same everywhere is exact: its mean, variance 0, y = beta', () => {
    const constant = Math.fround(0.1)
    const shape = { samples: 1001, positions: 4, features: 3, momentum: 1, epsilon: EPSILON }
    const parameters = { gamma: [7, -8, 9], beta: [0.5, -0.25, 0] }
    const z = range(1001 * 4 * 3).map(() => constant)
    const running = { runningMean: [0, 0, 0], runningVariance: [1, 1, 1] }
    const batch = runKernel(machine, kernelCases.batchNormForward, shape, { z, ...parameters, ...running })
    expect(batch.outputs.mean).toEqual([constant, constant, constant])
    expect(batch.outputs.runningMean).toEqual([constant, constant, constant])
    expect(batch.outputs.runningVariance).toEqual([0, 0, 0])
    const layer = runKernel(machine, kernelCases.layerNormForward, shape, { z, ...parameters })
    expect(new Set(layer.outputs.mean)).toEqual(new Set([constant]))
    for (const { outputs } of [batch, layer]) {
      for (const [index, value] of outputs.y!.entries()) expect(value).toBe(parameters.beta[index % 3])
    }
  })

  it('of thousands of numbers far from 0 keeps mean 0 and variance 1', () => {
    const shape = { samples: 1000, positions: 16, features: 1, momentum: 0.1, epsilon: 0 }
    const z = range(16_000).map((index) => Math.fround(1000 + Math.sin(index * index)))
    const { y } = runKernel(machine, kernelCases.batchNormForward, shape, {
      z,
      gamma: [1],
      beta: [0],
      runningMean: [0],
      runningVariance: [1],
    }).outputs
    expect(sumOver(16_000, (index) => y![index]!) / 16_000).toBeCloseTo(0, 4)
    expect(sumOver(16_000, (index) => y![index]! ** 2) / 16_000).toBeCloseTo(1, 5)
  })

  it('of a batch of one gives beta and leaves finite buffers', () => {
    const shape = { samples: 1, positions: 1, features: 2, momentum: 0.1, epsilon: EPSILON }
    const { outputs } = runKernel(machine, kernelCases.batchNormForward, shape, {
      z: [5, -7],
      gamma: [2, 3],
      beta: [0.5, -1],
      runningMean: [0, 0],
      runningVariance: [1, 1],
    })
    expect(outputs.y).toEqual([0.5, -1])
    expect(outputs.runningMean).toEqual([0.5, -0.7].map(Math.fround))
    expect(outputs.runningVariance).toEqual([0.9, 0.9].map(Math.fround))
  })
})
