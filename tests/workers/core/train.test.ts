import { describe, expect, it, vi } from 'vitest'
import { createBatches } from '@core/batches'
import { openRun } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import { sizesOf } from '@core/trial-sizes'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type { Training, TrainingData } from '@core/training'
import { worstDeviation } from './golden'
import { referenceCrossEntropy, referenceOutputs } from './reference-network'
import { machineOf, readMatrix, trainOn } from './machines'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

const DATA = ramps()
const SAMPLES = 90
const COLUMNS = LAYER_COLUMNS.length

function run(choices: Choices, data: TrainingData = DATA, seed = 3): Training {
  return trainOn(trialSettings(choices), data, seed, TO_THE_END)
}

function points(training: Training): { step: number; loss: number; accuracy: number }[] {
  return Array.from({ length: training.curve.length / 3 }, (_, point) => ({
    step: training.curve[3 * point]!,
    loss: training.curve[3 * point + 1]!,
    accuracy: training.curve[3 * point + 2]!,
  }))
}

describe('train', () => {
  it('learns a separable problem', () => {
    const { status, final, steps, firstCause } = run({ steps: 400, learningRate: 0.2 })
    expect({ status, steps, firstCause }).toEqual({ status: 'done', steps: 400, firstCause: null })
    expect(final!.trainLoss).toBeLessThan(0.2)
    expect(final!.trainAccuracy).toBeGreaterThan(0.95)
    expect(final!.testAccuracy).toBeGreaterThan(0.7)
  })

  it('gives the same bits again, and others with another seed', () => {
    expect(run({})).toEqual(run({}))
    expect(run({}, DATA, 4).parameters).not.toEqual(run({}).parameters)
  })

  it('does not depend on what is recorded or asked along the way', () => {
    const plain = run({ every: 100, layers: false })
    const watched = trainOn(trialSettings({ every: 1, layers: true }), DATA, 3, {
      proceed: () => true,
      onPoint: vi.fn(),
    })
    expect(watched.parameters).toEqual(plain.parameters)
    expect(watched.final).toEqual(plain.final)
  })

  it('reads data on a SharedArrayBuffer', () => {
    const shared = new Float32Array(new SharedArrayBuffer(DATA.trainX.byteLength))
    shared.set(DATA.trainX)
    expect(run({}, { ...DATA, trainX: shared })).toEqual(run({}))
  })

  it('takes whole epochs, without the partial batch at their end', () => {
    const { steps } = run({ epochs: 3, batchSize: 16 })
    expect(steps).toBe(3 * Math.floor(SAMPLES / 16))
  })

  it('takes the whole split when the batch is larger', () => {
    const large = run({ batchSize: 1000, steps: 4 })
    expect(large.steps).toBe(4)
    expect(large.parameters).toEqual(run({ batchSize: SAMPLES, steps: 4 }).parameters)
  })

  it('evaluates the full splits in chunks as in one piece', () => {
    const one = run({ batchSize: SAMPLES, steps: 0 }).final
    expect(run({ batchSize: 7, steps: 0 }).final).toEqual(one)
    expect(run({ batchSize: 1, steps: 0 }).final).toEqual(one)
  })

  it.each<Choices>([{ normalization: 'batch' }, { dropout: 0.5 }, { normalization: 'batch', dropout: 0.3 }])(
    'evaluates each sample by itself, whatever training makes of a batch: %o',
    (choices) => {
      const lossOf = (rows: readonly number[]): number => {
        const testX = Float32Array.from(
          rows.flatMap((row) => Array.from(DATA.testX.subarray(5 * row, 5 * row + 5))),
        )
        const testY = Int32Array.from(rows, (row) => DATA.testY[row]!)
        return run({ ...choices, layers: false }, { ...DATA, testX, testY }).final!.testLoss
      }
      const rows = [4, 0, 17, 9]
      const mean = rows.reduce((sum, row) => sum + lossOf([row]), 0) / rows.length
      expect(lossOf(rows)).toBeCloseTo(mean, 12)
    },
  )

  it('refuses data that does not fit itself', () => {
    const image = { channels: 2, height: 2, width: 2 }
    expect(() => run({}, { ...DATA, image })).toThrow('5 features are no image of 2 x 2 x 2')
    expect(() => run({}, { ...DATA, trainX: new Float32Array(7) })).toThrow(
      /train: 7 numbers are not 90 samples/,
    )
    expect(() => run({}, { ...DATA, classes: 2 })).toThrow(/class 2 is not in \[0, 2\)/)
    expect(() => run({}, { ...DATA, trainX: new Float32Array(0), trainY: new Int32Array(0) })).toThrow(
      /no samples/,
    )
  })

  it('has NaN metrics for an empty test split, and is not diverged by it', () => {
    const { status, final } = run({ steps: 100, learningRate: 0.2 }, ramps(90, 0))
    expect(status).toBe('done')
    expect(final!.testLoss).toBeNaN()
    expect(final!.testAccuracy).toBeNaN()
  })
})

describe('the curve', () => {
  it('holds the first batch at step 0, then means over the updates since the previous point', () => {
    const fine = points(run({ steps: 25, every: 1 }))
    const coarse = points(run({ steps: 25, every: 10 }))
    expect(fine.map(({ step }) => step)).toEqual(Array.from({ length: 26 }, (_, step) => step))
    expect(coarse.map(({ step }) => step)).toEqual([0, 10, 20, 25])
    expect(coarse[0]).toEqual(fine[0])
    // With every 1 the point at step t is the batch of update t - 1.
    const mean = (first: number, end: number): number =>
      fine.slice(first + 1, end + 1).reduce((sum, { loss }) => sum + loss, 0) / (end - first)
    const expected = [mean(0, 10), mean(10, 20), mean(20, 25)]
    expect(
      worstDeviation(
        coarse.slice(1).map(({ loss }) => loss),
        expected,
        1e-6,
        0,
      ),
    ).toBeLessThan(1)
    expect(fine[1]!.loss).toBe(fine[0]!.loss)
  })

  it('is shown after each point as far as it goes', () => {
    const seen: number[][] = []
    const onPoint = (curve: Float32Array, count: number): void => {
      expect(curve).toHaveLength(3 * count)
      seen.push(Array.from(curve))
    }
    const { curve } = trainOn(trialSettings({ steps: 25 }), DATA, 3, { proceed: () => true, onPoint })
    expect(seen).toHaveLength(4)
    for (const [index, part] of seen.entries())
      expect(part).toEqual(Array.from(curve.subarray(0, 3 * (index + 1))))
  })

  it('is one point, the first batch, when there are no updates', () => {
    const { curve, layers, steps } = run({ steps: 0, widths: [4] })
    expect(steps).toBe(0)
    expect(curve[0]).toBe(0)
    expect(curve).toHaveLength(3)
    expect(layers).toHaveLength(2 * COLUMNS)
    expect(curve[1]).toBe(run({ steps: 5, widths: [4] }).curve[1])
  })

  it('is no failure to learn without updates, and one with them', () => {
    expect(run({ scheme: 'zeros', steps: 0 })).toMatchObject({ status: 'done', firstCause: null })
    expect(run({ scheme: 'zeros', steps: 1 })).toMatchObject({ status: 'stalled' })
  })
})

describe('layer statistics', () => {
  it('are the mean squares of z, h and delta of the batch at each recorded step', () => {
    const choices: Choices = { batchSize: SAMPLES, steps: 3, every: 1, widths: [6, 4], activation: 'tanh' }
    const { layers, curve } = run(choices)
    expect(layers).toHaveLength((curve.length / 3) * 3 * COLUMNS)
    const machine = machineOf('simd')
    const start = openRun(machine, trialSettings(choices), sizesOf(DATA), 3)
    loadData(start, DATA)
    startParameters(start, createBatches(start.trainSplit, SAMPLES, 3), null)
    const reference = start.network.layers.map(({ fanIn, fanOut, weights, bias }) => ({
      weights: readMatrix(machine, weights, fanOut, fanIn),
      bias: readMatrix(machine, bias, 1, fanOut)[0]!,
    }))
    const rows = Array.from({ length: SAMPLES }, (_, s) => Array.from(DATA.trainX.subarray(5 * s, 5 * s + 5)))
    const meanSquare = (values: number[][]): number =>
      values.flat().reduce((sum, value) => sum + value * value, 0) / values.flat().length
    const z = [1, 2, 3].map((depth) => referenceOutputs(reference.slice(0, depth), Math.tanh, rows))
    const expected = z.map((values, place) => [
      meanSquare(values),
      meanSquare(place === 2 ? values : values.map((row) => row.map(Math.tanh))),
    ])
    const at = (place: number, column: (typeof LAYER_COLUMNS)[number]): number =>
      layers[COLUMNS * place + LAYER_COLUMNS.indexOf(column)]!
    const first = [0, 1, 2].map((place) => [at(place, 'z2'), at(place, 'h2')])
    expect(worstDeviation(first.flat(), expected.flat(), 1e-5, 0)).toBeLessThan(1)

    // delta2 of the output by its definition: the mean square of (softmax - one-hot) / samples.
    const shares = z[2]!.map((row) => {
      const sum = row.reduce((total, value) => total + Math.exp(value), 0)
      return row.map((value) => Math.exp(value) / sum)
    })
    const delta = shares.map((row, s) => row.map((p, c) => (p - (c === DATA.trainY[s] ? 1 : 0)) / SAMPLES))
    expect(worstDeviation([at(2, 'delta2')], [meanSquare(delta)], 1e-5, 0)).toBeLessThan(1)
    expect(curve[1]).toBeCloseTo(referenceCrossEntropy(z[2]!, Array.from(DATA.trainY)), 6)
  })

  it('stand at the last step too, measured on the batch after the last update', () => {
    const short = run({ steps: 10, every: 5 })
    const long = run({ steps: 20, every: 5 })
    const row = 3 * COLUMNS
    // What looks at the update itself, or at the whole training split, is another number there.
    const comparable = (layers: Float32Array): number[] =>
      Array.from(layers.subarray(0, 3 * row)).map((value, index) =>
        ['update', 'dead'].includes(LAYER_COLUMNS[index % COLUMNS]!) && index >= 2 * row ? 0 : value,
      )
    expect(short.layers).toHaveLength(3 * row)
    expect(comparable(short.layers)).toEqual(comparable(long.layers))
  })

  it('are empty when not wanted', () => {
    expect(run({ layers: false }).layers).toHaveLength(0)
  })
})

describe('a trial', () => {
  it('is asked before each update and stops as cancelled with what it has', () => {
    const asked: number[] = []
    const cancelled = trainOn(trialSettings({ steps: 25, every: 4 }), DATA, 3, {
      proceed: (step) => {
        asked.push(step)
        return step < 9
      },
    })
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(cancelled).toMatchObject({ status: 'cancelled', final: null, steps: 9, firstCause: null })
    expect(points(cancelled).map(({ step }) => step)).toEqual([0, 4, 8])
    expect(cancelled.layers).toHaveLength(3 * 3 * COLUMNS)
    expect(Array.from(cancelled.curve)).toEqual(Array.from(run({ every: 4 }).curve.subarray(0, 9)))
    expect(cancelled.parameters).toEqual(run({ steps: 9 }).parameters)
  })

  it('is asked before each batch of the final evaluation, and stops as cancelled there too', () => {
    const choices: Choices = { steps: 25, every: 4, batchSize: 7 }
    const whole = run(choices)
    const batches = Math.ceil(SAMPLES / 64) + Math.ceil(DATA.testY.length / 64)
    for (let allowed = 0; allowed <= batches; allowed += 1) {
      let asked = 0
      const proceed = (step: number): boolean => {
        if (step === 25) asked += 1
        return asked <= allowed
      }
      const training = trainOn(trialSettings(choices), DATA, 3, { proceed })
      expect(asked).toBe(Math.min(allowed + 1, batches))
      if (allowed === batches) {
        expect(training).toEqual(whole)
        continue
      }
      expect(training).toMatchObject({ status: 'cancelled', final: null, steps: 25, firstCause: null })
      expect(points(training).map(({ step }) => step)).toEqual([0, 4, 8, 12, 16, 20, 24])
      expect(training.layers).toHaveLength(7 * 3 * COLUMNS)
      expect(training.parameters).toEqual(whole.parameters)
    }
  })

  it('that diverged is cancelled when it is stopped before its final metrics', () => {
    const choices: Choices = { steps: 25, learningRate: 1e30 }
    const { status, steps } = run(choices)
    expect(status).toBe('diverged')
    let last = -1
    const proceed = (step: number): boolean => {
      const again = step === last
      last = step
      return !again
    }
    expect(trainOn(trialSettings(choices), DATA, 3, { proceed })).toMatchObject({
      status: 'cancelled',
      final: null,
      steps,
      firstCause: null,
    })
  })

  it('that stays at the loss of a constant prediction is stalled, with either loss', () => {
    expect(run({ scheme: 'zeros', steps: 50 }).status).toBe('stalled')
    expect(run({ scheme: 'zeros', steps: 50, loss: 'mse' }).status).toBe('stalled')
    expect(run({ steps: 400, learningRate: 0.2, loss: 'mse' }).status).toBe('done')
  })

  it('with one class has nothing to beat', () => {
    const single = { ...DATA, trainY: new Int32Array(SAMPLES) }
    expect(run({ steps: 5 }, single).status).toBe('done')
  })

  it('measures the mean squared error against one-hot targets', () => {
    const { final } = run({ scheme: 'zeros', steps: 0, loss: 'mse' })
    expect(final!.trainLoss).toBe(Math.fround(1 / 3))
  })
})
