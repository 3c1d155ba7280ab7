import { describe, expect, it } from 'vitest'
import { fillOneHot, meanSquaredError, softmaxCrossEntropy } from '@core/nn/losses'
import { FIXTURES, worstDeviation } from '../golden'

function crossEntropy(logits: number[], label: number): { loss: number; correct: number; delta: number[] } {
  const totals = { loss: 0, correct: 0 }
  const delta = new Float32Array(logits.length)
  softmaxCrossEntropy(Float32Array.from(logits), Int32Array.of(label), 1, logits.length, delta, totals)
  return { ...totals, delta: Array.from(delta) }
}

describe('softmax cross-entropy', () => {
  const { logits, target, loss_each, grad_of_sum } = FIXTURES.softmax_ce_extreme
  it.each(logits.map((row, sample) => ({ row, sample })))(
    'is stable at the logits $row',
    ({ row, sample }) => {
      const { loss, delta } = crossEntropy(row, target[sample]!)
      // The logits are rounded to float32 first: 88.8 is 4e-7 away from itself, which the loss of 0 does not see.
      expect(worstDeviation([loss], [loss_each[sample]!], 1e-12, 1e-15)).toBeLessThan(1)
      expect(worstDeviation(delta, grad_of_sum[sample]!, 2e-7, 1e-30)).toBeLessThan(1)
    },
  )

  it('keeps the gradient of a class that is almost certainly wrong', () => {
    const { loss, delta } = crossEntropy([-30, 0], 0)
    expect(loss).toBeCloseTo(30, 12)
    expect(delta).toEqual([-1, 1])
    expect(crossEntropy([30, 0], 0).delta[1]).toBeCloseTo(9.357622968839299e-14, 20)
  })

  it.each([
    [[NaN, 0, 0], 1],
    [[0, 0, NaN], 0],
    [[Infinity, 0, 0], 0],
    [[Infinity, Infinity, 0], 2],
    [[-Infinity, -Infinity, -Infinity], 0],
  ])('of the logits %s is NaN, and so is its gradient', (row, label) => {
    const { loss, delta, correct } = crossEntropy(row, label)
    expect(loss).toBeNaN()
    expect(delta.some(Number.isNaN)).toBe(true)
    if (row.some(Number.isNaN)) expect(correct).toBe(0)
  })

  it('is infinite when the class itself has the logit -Infinity', () => {
    expect(crossEntropy([-Infinity, 0], 0).loss).toBe(Infinity)
  })

  it('divides the gradient by the samples and counts ties for the lowest class', () => {
    const totals = { loss: 1, correct: 1 }
    const delta = new Float32Array(4)
    softmaxCrossEntropy(new Float32Array(4), Int32Array.of(0, 1), 2, 2, delta, totals)
    expect(Array.from(delta)).toEqual([-0.25, 0.25, 0.25, -0.25])
    expect(totals.correct).toBe(2)
    expect(totals.loss).toBeCloseTo(1 + 2 * Math.LN2, 15)
  })
})

describe('mean squared error', () => {
  it('is the mean over samples and outputs, with its gradient', () => {
    const totals = { loss: 0, correct: 0 }
    const delta = new Float32Array(4)
    meanSquaredError(Float32Array.of(1, 0, 0.5, 2), Float32Array.of(1, 0, 0, 1), 2, 2, delta, totals)
    expect(totals.loss / 2).toBe((0 + 0 + 0.25 + 1) / 4)
    expect(Array.from(delta)).toEqual([0, 0, 0.25, 0.5])
    expect(totals.correct).toBe(2)
  })

  it.each([NaN, Infinity])('carries %s', (poison) => {
    const totals = { loss: 0, correct: 0 }
    const delta = new Float32Array(2)
    meanSquaredError(Float32Array.of(0, poison), Float32Array.of(0, 1), 1, 2, delta, totals)
    expect(totals.loss).toBe(poison)
    expect(delta[1]).toBe(poison)
  })

  it('takes one-hot targets from labels', () => {
    const targets = new Float32Array(6).fill(9)
    fillOneHot(Int32Array.of(2, 0), 2, 3, targets)
    expect(Array.from(targets)).toEqual([0, 0, 1, 1, 0, 0])
  })
})
