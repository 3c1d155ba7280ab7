import { describe, expect, it } from 'vitest'
import { train } from '@core/train'
import type { Training, TrialData } from '@core/training'
import { machineOf } from './machines'
import { ramps, trialSettings, type Choices } from './settings'

const DATA: TrialData = { target: ramps(40, 20), source: null }
const WIDE: Choices = { widths: [520, 520], layers: false }

interface Asked {
  readonly training: Training
  readonly asked: readonly number[]
}

/** Trains until `proceed` was asked `patience` times, not counting questions in passes through the network. */
function trainFor(choices: Choices, patience: number, data: TrialData = DATA): Asked {
  const asked: number[] = []
  const proceed = (step: number, isInPass = false): boolean => {
    if (isInPass) return true
    asked.push(step)
    return asked.length < patience
  }
  const training = train(trialSettings(choices), data, 3, { proceed }, machineOf('simd'))
  return { training, asked }
}

/** Questions before the first update: a trial without updates asks only in its start and in its final evaluation, which is one batch a split. */
function questionsOfStart(choices: Choices): number {
  return trainFor({ ...choices, steps: 0 }, Infinity).asked.length - 2
}

describe('a start that takes long', () => {
  it.each<[string, Choices]>([
    ['orthogonal matrices', { ...WIDE, scheme: 'orthogonal' }],
    [
      'truncated normal draws',
      { ...WIDE, widths: [1500, 1500], scheme: 'truncated-normal', init: { std: 0.1, corrected: false } },
    ],
    ['normal draws', { ...WIDE, widths: [2500, 2500], scheme: 'he-normal' }],
    ['uniform draws', { ...WIDE, widths: [2500, 2500], scheme: 'he-uniform' }],
    [
      'sparse columns',
      { ...WIDE, widths: [2000, 2000], scheme: 'sparse', init: { std: 0.1, sparsity: 0.5 } },
    ],
    ['layers scaled by their data', { scheme: 'lsuv', widths: Array<number>(300).fill(64), layers: false }],
  ])('asks on the way: %s', (_, choices) => {
    const ofMemory = questionsOfStart({ ...choices, scheme: 'zeros' })
    expect(questionsOfStart(choices)).toBeGreaterThan(ofMemory + 1)
  })

  it('stops as cancelled, with nothing to keep', () => {
    const { training, asked } = trainFor({ ...WIDE, scheme: 'orthogonal' }, 2)
    expect(asked).toEqual([0, 0])
    expect(training).toMatchObject({
      status: 'cancelled',
      steps: 0,
      final: null,
      firstCause: null,
      jacobian: null,
    })
    for (const part of ['curve', 'layers', 'spectrum', 'histograms', 'parameters'] as const) {
      expect(training[part]).toHaveLength(0)
    }
  })

  it('has the same bits however often it is asked', () => {
    const choices: Choices = { ...WIDE, scheme: 'lsuv', steps: 1 }
    const [once, again] = [trainFor(choices, Infinity), trainFor(choices, Infinity)]
    expect(once.asked.length).toBeGreaterThan(10)
    expect(again.training).toEqual(once.training)
  })

  it('is asked in the source of a pretraining too', () => {
    const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
    const { train: sourceTraining } = trialSettings({ steps: 5 })
    const pretrain = { task, pixels: 'original', train: sourceTraining, transfer: 'finetune' } as const
    const data = { target: DATA.target, source: ramps(30, 0) }
    const { training, asked } = trainFor({ ...WIDE, scheme: 'orthogonal', pretrain }, 2, data)
    expect(asked).toEqual([0, 0])
    expect(training).toMatchObject({ status: 'cancelled', steps: 0 })
    expect(training.parameters).toHaveLength(0)
  })
})

describe('singular values', () => {
  const MEASURED: Choices = { widths: Array<number>(3).fill(400), scheme: 'he-normal', steps: 3 }

  it('are asked for before the first update', () => {
    const { training, asked } = trainFor(MEASURED, 2)
    expect(asked).toEqual([0, 0])
    expect(training).toMatchObject({ status: 'cancelled', steps: 0, final: null })
  })

  it('are asked for after the last update, and stop as cancelled with the curve', () => {
    const { asked } = trainFor(MEASURED, Infinity)
    expect(asked.filter((step) => step === 3).length).toBeGreaterThan(2)
    const { training } = trainFor(MEASURED, asked.length)
    expect(training).toMatchObject({ status: 'cancelled', steps: 3, final: null, firstCause: null })
    expect(training.curve.length).toBeGreaterThan(0)
    expect(training.spectrum.slice(training.spectrum.length / 2).every(Number.isNaN)).toBe(true)
    expect(training.parameters).toHaveLength(4)
  })
})
