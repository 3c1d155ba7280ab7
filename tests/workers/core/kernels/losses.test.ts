import { describe, expect, it } from 'vitest'
import { openMachine, type Machine } from '@core/kernels/machine'
import { panelNumbers, panelPlace } from '@core/kernels/layout'
import { kernelCases } from './cases/all-kernels'
import { drawInputs, type KernelCase } from './kernel-case'
import { runKernel } from './run-kernel'

const LOSSES = ['softmaxCrossEntropy', 'meanSquaredError'] as const

/** The same kernel called with no place for delta. */
function withoutDelta(name: (typeof LOSSES)[number]): KernelCase {
  const described = kernelCases[name]
  const operands = Object.entries(described.operands).filter(([operand]) => operand !== 'delta')
  return {
    ...described,
    operands: Object.fromEntries(operands),
    call: (kernels, at, shape) => described.call(kernels, { ...at, delta: 0 }, shape),
  }
}

/** Whether outputs count as correct for a label. */
function isCorrect(machine: Machine, name: (typeof LOSSES)[number], z: number[], label: number): boolean {
  const shape = { samples: 1, classes: z.length }
  const { outputs } = runKernel(machine, kernelCases[name], shape, { z, labels: [label] })
  return outputs.correct![0] === 1
}

describe.each(['simd', 'scalar'] as const)('%s losses', (set) => {
  const machine = openMachine(set)

  it.each(LOSSES)('%s without delta gives the same losses and writes nothing else', (name) => {
    const shape = { samples: 37, classes: 10 }
    const inputs = drawInputs(kernelCases[name], shape, 1)
    const both = runKernel(machine, kernelCases[name], shape, inputs)
    const one = runKernel(machine, withoutDelta(name), shape, inputs)
    expect(one.outputs.losses).toEqual(both.outputs.losses)
    expect(one.outputs.correct).toEqual(both.outputs.correct)
    expect(one.damage).toEqual([])
  })

  it.each(LOSSES)('%s gives the lanes beyond the last sample no gradient', (name) => {
    const { heap, kernels } = machine
    const count = panelNumbers(5, 1, 3)
    heap.reserve(4 * (2 * count + 3 * 16))
    const z = heap.allocate(4 * count)
    const delta = heap.allocate(4 * count)
    const [labels, losses, correct] = [heap.allocate(64), heap.allocate(64), heap.allocate(64)]
    heap.f32.fill(NaN, z / 4, z / 4 + count)
    heap.f32.fill(NaN, delta / 4, delta / 4 + count)
    heap.i32.fill(-1, labels / 4, labels / 4 + 16)
    for (let sample = 0; sample < 5; sample += 1) {
      heap.i32[labels / 4 + sample] = sample % 3
      for (let c = 0; c < 3; c += 1) heap.f32[z / 4 + panelPlace(sample, 0, c, 1, 3)] = c - sample
    }
    kernels[name](z, labels, losses, correct, delta, 5, 3)
    for (let sample = 0; sample < 16; sample += 1) {
      for (let c = 0; c < 3; c += 1) {
        const value = heap.f32[delta / 4 + panelPlace(sample, 0, c, 1, 3)]
        if (sample < 5) expect(value).not.toBe(0)
        else expect(value).toBe(0)
      }
    }
  })

  it.each(LOSSES)('%s counts the first of equal outputs, and nothing beside a NaN', (name) => {
    expect(isCorrect(machine, name, [1, 2, 2], 1)).toBe(true)
    expect(isCorrect(machine, name, [1, 2, 2], 2)).toBe(false)
    expect(isCorrect(machine, name, [0, -0], 0)).toBe(true)
    for (const place of [0, 1, 2]) {
      const z = [1, 5, 2].map((value, index) => (index === place ? NaN : value))
      expect([0, 1, 2].map((label) => isCorrect(machine, name, z, label))).toEqual([false, false, false])
    }
  })

  it('cross-entropy of outputs far apart neither overflows nor vanishes', () => {
    const shape = { samples: 2, classes: 2 }
    const { outputs } = runKernel(machine, kernelCases.softmaxCrossEntropy, shape, {
      z: [1000, -1000, -1000, 1000],
      labels: [0, 0],
    })
    expect(outputs.losses).toEqual([0, 2000])
    expect(outputs.delta!.map((value) => value + 0)).toEqual([0, 0, -0.5, 0.5])
  })
})
