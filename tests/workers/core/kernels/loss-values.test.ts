import type { LossKernels } from '@core/kernels/kernels'
import { LANES, pad8, panelCount, panelPlace } from '@core/kernels/layout'
import { openMachine, type Machine } from '@core/kernels/machine'
import { describe, expect, it } from 'vitest'
import { FIXTURES, worstDeviation } from '../golden'
import { bitsOf } from './float32-sweep'

interface Losses {
  readonly losses: Float32Array
  readonly correct: Int32Array
  /** The gradients of each sample. */
  readonly delta: Float32Array[]
}

const MACHINES = { simd: openMachine('simd'), scalar: openMachine('scalar') }

/** Losses of all lanes of the panels; `inPlace` writes the gradients over the outputs. */
function lossesOf(
  { heap, kernels }: Machine,
  kernel: keyof LossKernels,
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  gradients: 'apart' | 'in place' | 'none' = 'apart',
): Losses {
  const samples = rows.length
  const classes = rows[0]!.length
  const lanes = panelCount(samples) * LANES
  const numbers = lanes * pad8(classes)
  heap.reserve(4 * (2 * numbers + 3 * lanes))
  const z = heap.allocate(4 * numbers)
  const apart = heap.allocate(4 * numbers)
  const [labelsAt, lossesAt, correctAt] = [0, 1, 2].map(() => heap.allocate(4 * lanes))
  heap.f32.fill(NaN, z / 4, z / 4 + 2 * numbers)
  heap.i32.fill(-1, labelsAt! / 4, labelsAt! / 4 + lanes)
  heap.i32.set(labels, labelsAt! / 4)
  for (const [sample, row] of rows.entries()) {
    for (const [c, value] of row.entries()) heap.f32[z / 4 + panelPlace(sample, 0, c, 1, classes)] = value
  }
  const delta = { apart, 'in place': z, none: 0 }[gradients]
  kernels[kernel](z, labelsAt!, lossesAt!, correctAt!, delta, samples, classes)
  return {
    losses: heap.f32.slice(lossesAt! / 4, lossesAt! / 4 + lanes),
    correct: heap.i32.slice(correctAt! / 4, correctAt! / 4 + lanes),
    delta: Array.from({ length: lanes }, (_, sample) =>
      Float32Array.from(
        { length: classes },
        (_, c) => heap.f32[delta / 4 + panelPlace(sample, 0, c, 1, classes)]!,
      ),
    ),
  }
}

/** `count` rows of outputs around 0 with the given spread; every seventh row has one special value. */
function outputsOf(count: number, classes: number, spread: number): number[][] {
  const special = [NaN, Infinity, -Infinity, 3e38, -3e38, 1e-45, 0]
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: classes }, (_, c) => {
      const word = Math.imul(row * classes + c + 1, 0x9e3779b1) >>> 0
      if (row % 7 === 3 && c === row % classes) return special[(row / 7) & 7] ?? 0
      return Math.fround(spread * (word / 2 ** 31 - 1))
    }),
  )
}

describe('the losses of both kernel sets have the same bits', () => {
  const spreads = [0, 1e-3, 1, 30, 300, 1e38]
  const cases = (['softmaxCrossEntropy', 'meanSquaredError'] as const).flatMap((kernel) =>
    spreads.flatMap((spread) => [1, 2, 10, 33].map((classes) => ({ kernel, spread, classes }))),
  )
  it.each(cases)('$kernel of $classes outputs of size $spread', ({ kernel, spread, classes }) => {
    const rows = outputsOf(333, classes, spread)
    const labels = rows.map((_, row) => (row * 7) % classes)
    for (const gradients of ['apart', 'in place', 'none'] as const) {
      const fast = lossesOf(MACHINES.simd, kernel, rows, labels, gradients)
      const slow = lossesOf(MACHINES.scalar, kernel, rows, labels, gradients)
      expect(bitsOf(fast.losses)).toEqual(bitsOf(slow.losses))
      expect(fast.correct).toEqual(slow.correct)
      if (gradients !== 'none') expect(fast.delta.map(bitsOf)).toEqual(slow.delta.map(bitsOf))
    }
  })
})

describe.each(['simd', 'scalar'] as const)('softmax cross-entropy of the %s set', (set) => {
  function single(row: number[], label: number): { loss: number; correct: number; delta: number[] } {
    const { losses, correct, delta } = lossesOf(MACHINES[set], 'softmaxCrossEntropy', [row], [label])
    return { loss: losses[0]!, correct: correct[0]!, delta: Array.from(delta[0]!) }
  }

  const { logits, target, loss_each, grad_of_sum } = FIXTURES.softmax_ce_extreme
  it.each(logits.map((row, sample) => ({ row, sample })))(
    'has the values of PyTorch at the logits $row',
    ({ row, sample }) => {
      const { loss, delta } = single(row, target[sample]!)
      expect(worstDeviation([loss], [loss_each[sample]!], 3e-7, 1e-15)).toBeLessThan(1)
      expect(worstDeviation(delta, grad_of_sum[sample]!, 3e-7, 1e-30)).toBeLessThan(1)
    },
  )

  it('keeps small losses and the gradients of nearly certain and nearly impossible classes', () => {
    const wrong = single([-30, 0], 0)
    expect(wrong.loss).toBe(30)
    expect(wrong.delta).toEqual([-1, 1])
    const right = single([30, 0], 0)
    expect(right.loss / 9.357622968839299e-14).toBeCloseTo(1, 6)
    expect(right.delta[0]! / -9.357622968839299e-14).toBeCloseTo(1, 6)
    expect(right.delta[1]! / 9.357622968839299e-14).toBeCloseTo(1, 6)
  })

  it.each([
    [[NaN, 0, 0], 1],
    [[0, 0, NaN], 0],
    [[0, NaN, 0], 1],
    [[Infinity, 0, 0], 0],
    [[Infinity, 0, 0], 1],
    [[0, Infinity, 0], 1],
    [[Infinity, Infinity, 0], 2],
    [[-Infinity, -Infinity, -Infinity], 0],
  ])('of the logits %s is NaN, and so is every gradient', (row, label) => {
    const { loss, delta, correct } = single(row, label)
    expect(loss).toBeNaN()
    expect(delta).toEqual([NaN, NaN, NaN])
    expect(correct).toBe(!row.some(Number.isNaN) && row.indexOf(Math.max(...row)) === label ? 1 : 0)
  })

  it('is infinite when the class itself has the logit -Infinity', () => {
    expect(single([-Infinity, 0], 0)).toEqual({ loss: Infinity, correct: 0, delta: [-1, 1] })
  })

  it('gives a tie to the first of the largest outputs', () => {
    expect([0, 1, 2].map((label) => single([-1, 4, 4], label).correct)).toEqual([0, 1, 0])
    expect(single([-0, 0], 0).correct).toBe(1)
  })

  it('divides the gradient by the samples and leaves 0 in the lanes behind them', () => {
    const rows = Array.from({ length: 17 }, () => [0, 0])
    const { losses, correct, delta } = lossesOf(
      MACHINES[set],
      'softmaxCrossEntropy',
      rows,
      new Array(17).fill(1),
    )
    expect(new Set(losses.subarray(0, 17))).toEqual(new Set([Math.fround(Math.LN2)]))
    expect(Array.from(delta[16]!)).toEqual([0.5 / 17, -0.5 / 17].map(Math.fround))
    for (let lane = 17; lane < 32; lane += 1) {
      expect([losses[lane], correct[lane], ...delta[lane]!]).toEqual([0, 0, 0, 0])
    }
  })
})

describe.each(['simd', 'scalar'] as const)('mean squared error of the %s set', (set) => {
  it('is the mean over the outputs, with the gradient of the mean over samples and outputs', () => {
    const { losses, correct, delta } = lossesOf(
      MACHINES[set],
      'meanSquaredError',
      [
        [1, 0],
        [0.5, 2],
      ],
      [0, 1],
    )
    expect(Array.from(losses.subarray(0, 3))).toEqual([0, (0.25 + 1) / 2, 0])
    expect(delta.slice(0, 3).map((row) => Array.from(row))).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0, 0],
    ])
    expect(Array.from(correct.subarray(0, 3))).toEqual([1, 1, 0])
  })

  it.each([NaN, Infinity])('carries %s', (poison) => {
    const { losses, delta } = lossesOf(MACHINES[set], 'meanSquaredError', [[0, poison]], [1])
    expect(losses[0]).toBe(poison)
    expect(delta[0]![1]).toBe(poison)
  })
})
