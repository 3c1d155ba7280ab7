import { describe, expect, it } from 'vitest'
import type { Training, TrainingData } from '@core/training'
import { LAYER_COLUMNS, type CauseQuantity, type FirstCause } from '@shared/trial-result'
import { KERNEL_SETS, trainOn } from './machines'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

const DATA = ramps()

/**
 * A trial on both kernel sets. The tensor that is named is the one without layer statistics; with them the first cause may
 * be a measured quantity that left its band before, and nothing else changes.
 */
function run(choices: Choices, data: TrainingData = DATA): Training {
  const [training, again] = KERNEL_SETS.map((set) =>
    trainOn(trialSettings({ ...choices, layers: false }), data, 1, TO_THE_END, set),
  )
  expect(again).toEqual(training)
  const measured = trainOn(trialSettings(choices), data, 1, TO_THE_END)
  const { status, final, steps, curve, parameters } = training!
  expect(measured).toMatchObject({ status, final, steps, curve, parameters })
  expect(measured.firstCause!.step).toBeLessThanOrEqual(training!.firstCause!.step)
  const row = parameters.length * LAYER_COLUMNS.length
  expect(measured.layers.length).toBe((curve.length / 3) * row)
  return training!
}

function lastPoint(training: Training): number[] {
  return Array.from(training.curve.subarray(training.curve.length - 3))
}

function notFinite(step: number, layer: number, quantity: CauseQuantity): FirstCause {
  return { step, layer, quantity, side: 'not-finite', value: null }
}

describe('a trial whose', () => {
  it('first forward pass overflows is diverged at step 0, by the first z that is not finite', () => {
    const training = run({ scheme: 'normal', init: { std: 1e20 }, widths: [8, 8, 8] })
    expect(training).toMatchObject({
      status: 'diverged',
      steps: 0,
      firstCause: notFinite(0, 2, 'z'),
    })
    expect(training.curve).toHaveLength(3)
    expect(lastPoint(training)[0]).toBe(0)
    expect(lastPoint(training)[1]).toBeNaN()
    expect(training.final!.trainLoss).toBeNaN()
    expect(training.final!.testLoss).toBeNaN()
  })

  it('bias starts as NaN is diverged by that bias', () => {
    const { firstCause } = run({ biasInit: { kind: 'constant', value: NaN } })
    expect(firstCause).toEqual(notFinite(0, 1, 'b'))
  })

  it('weights start infinite is diverged by them', () => {
    const { firstCause } = run({ scheme: 'constant', init: { value: 1e39 } })
    expect(firstCause).toEqual(notFinite(0, 1, 'W'))
  })

  it('learning rate is absurd diverges in the forward pass after the first update', () => {
    const training = run({ learningRate: 1e25 })
    expect(training).toMatchObject({ status: 'diverged', steps: 1 })
    expect(training.firstCause).toMatchObject({ step: 1, quantity: 'z' })
    const [step, loss] = lastPoint(training)
    expect(step).toBe(1)
    expect(Number.isFinite(loss)).toBe(false)
  })

  it('update makes weights infinite names the weights and the step of the update', () => {
    const training = run({ learningRate: 1e300 })
    expect(training.steps).toBe(1)
    expect(training.firstCause).toEqual(notFinite(0, 1, 'W'))
  })

  it.each([
    { value: 3e7, quantity: 'delta' }, // delta_1 = 2.7e39 overflows
    { value: 2e7, quantity: 'b' }, // delta_1 = 3e38 fits, its sum over the batch does not
  ])(
    'gradient overflows on its way back names $quantity, though the forward pass was finite',
    ({ value, quantity }) => {
      const tiny = {
        ...ramps(20, 5, 1, 2),
        trainX: new Float32Array(20).fill(1e-12),
        testX: new Float32Array(5),
      }
      const training = run(
        {
          scheme: 'constant',
          init: { value },
          activation: 'linear',
          widths: [1, 1, 1],
          loss: 'mse',
          learningRate: 1e-30,
        },
        tiny,
      )
      expect(training).toMatchObject({ steps: 1, firstCause: { step: 0, layer: 1, quantity } })
    },
  )

  it('loss alone overflows float32 names the loss', () => {
    const training = run({
      scheme: 'normal',
      init: { std: 1e10 },
      widths: [8],
      activation: 'linear',
      loss: 'mse',
    })
    expect(training.firstCause).toEqual(notFinite(0, 2, 'loss'))
    expect(training.final!.trainLoss).toBe(Infinity)
    expect(lastPoint(training)[1]).toBe(Infinity)
  })

  it('mean loss overflows float32 in the final evaluation only names the loss too', () => {
    const choices: Choices = {
      scheme: 'normal',
      init: { std: 1e10 },
      widths: [8],
      activation: 'linear',
      loss: 'mse',
    }
    const training = run({ ...choices, steps: 0 })
    expect(training.firstCause).toEqual(notFinite(0, 2, 'loss'))
    expect(lastPoint(training)).toEqual([0, Infinity, Math.fround(training.final!.trainAccuracy)])
  })

  it('very last update breaks the weights is found by the final evaluation', () => {
    const training = run({ learningRate: 1e25, steps: 1 })
    expect(training).toMatchObject({ status: 'diverged', steps: 1 })
    expect(training.firstCause).toMatchObject({ step: 1, quantity: 'z' })
    const [step, loss] = lastPoint(training)
    expect(step).toBe(1)
    expect(Number.isFinite(loss)).toBe(false)
  })

  it('test split alone is broken is diverged too', () => {
    const testX = DATA.testX.slice()
    testX[7] = NaN
    const training = run({ steps: 6 }, { ...DATA, testX })
    expect(training).toMatchObject({
      status: 'diverged',
      steps: 6,
      firstCause: notFinite(6, 1, 'z'),
    })
    expect(training.final!.trainLoss).toSatisfy(Number.isFinite)
    expect(training.final!.testLoss).toBeNaN()
    expect(lastPoint(training)[1]).toSatisfy(Number.isFinite)
  })

  it('one training number is NaN never looks healthy', () => {
    for (const activation of ['relu', 'tanh', 'sigmoid', 'gelu', 'softplus'] as const) {
      for (const loss of ['cross-entropy', 'mse'] as const) {
        const trainX = DATA.trainX.slice()
        trainX[100] = NaN
        const training = run({ activation, loss, steps: 12 }, { ...DATA, trainX })
        expect(training.status).toBe('diverged')
        expect(training.firstCause).toMatchObject({ layer: 1, quantity: 'z' })
        expect(training.final!.trainLoss).toBeNaN()
      }
    }
  })

  it('weights become infinite behind a tanh is diverged, though the loss stays finite', () => {
    const data = {
      ...DATA,
      trainX: DATA.trainX.map((value) => value + 3),
      testX: DATA.testX.map((value) => value + 3),
    }
    for (const steps of [1, 30]) {
      const training = run({ activation: 'tanh', widths: [6], learningRate: 1e39, steps, head: 'same' }, data)
      expect(training.status).toBe('diverged')
      expect(training.firstCause).toMatchObject({ step: 0, quantity: 'W' })
    }
  })

  it('infinite weights leave the loss finite is diverged before its first update', () => {
    const positive = { ...DATA, trainX: DATA.trainX.map(() => 1), testX: DATA.testX.map(() => 1) }
    const training = run(
      {
        activation: 'sigmoid',
        widths: [4],
        scheme: 'constant',
        init: { value: 1e39 },
        head: 'zero',
        steps: 3,
      },
      positive,
    )
    expect(training).toMatchObject({
      status: 'diverged',
      steps: 0,
      firstCause: notFinite(0, 1, 'W'),
    })
    expect(lastPoint(training)[1]).toBeCloseTo(Math.log(3), 6)
    expect(training.final!.trainLoss).toBeCloseTo(Math.log(3), 6)
  })

  it('weights are NaN has them in one bit pattern, so that its hash is the same on every processor', () => {
    const training = run({ learningRate: Infinity })
    let found = 0
    for (const { weights, bias } of training.parameters) {
      for (const values of [weights, bias]) {
        const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
        for (const [index, value] of values.entries()) {
          if (!Number.isNaN(value)) continue
          found += 1
          expect(words[index]).toBe(0x7fc00000)
        }
      }
    }
    expect(found).toBeGreaterThan(0)
  })
})

describe('the known explosion', () => {
  it('of 1 randn in a five-layer ReLU net diverges for every seed', () => {
    for (let seed = 0; seed < 5; seed += 1) {
      const settings = trialSettings({
        scheme: 'normal',
        init: { std: 1 },
        widths: [64, 64, 64, 64, 64],
        steps: 50,
      })
      expect(trainOn(settings, DATA, seed, TO_THE_END).status).toBe('diverged')
    }
  })
})
