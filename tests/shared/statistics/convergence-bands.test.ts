import { describe, expect, test } from 'vitest'
import { convergenceBand, convergenceBands } from '@shared/statistics/convergence-bands'
import { trialWith } from './synthetic-trials'

describe('convergenceBand', () => {
  test('has the median and quartiles over seeds at each recorded step', () => {
    const trials = [1, 2, 3].map((scale, seed) => trialWith({ seed, losses: [3 * scale, 2 * scale, scale] }))
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([...band.steps]).toEqual([0, 10, 20])
    expect([...band.line]).toEqual([6, 4, 2])
    expect([...band.low]).toEqual([4.5, 3, 1.5])
    expect([...band.high]).toEqual([7.5, 5, 2.5])
    expect([...band.n]).toEqual([3, 3, 3])
  })

  test('counts a diverged trial as infinite after its last point, at every step', () => {
    const trials = [
      trialWith({ seed: 0, losses: [2, 1, 0.5, 0.25] }),
      trialWith({ seed: 1, losses: [2, 1, 0.75, 0.5] }),
      trialWith({
        seed: 2,
        status: 'diverged',
        losses: [2, 8, NaN],
        firstCause: { step: 17, layer: 2, quantity: 'z', side: 'not-finite', value: null },
      }),
    ]
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([...band.n]).toEqual([3, 3, 3, 3])
    expect([...band.diverged]).toEqual([0, 0, 1, 1])
    expect([...band.line]).toEqual([2, 1, 0.75, 0.5])
    expect([...band.high]).toEqual([2, 4.5, Infinity, Infinity])
    expect(band.divergedAt).toEqual([17])
  })

  test('counts a trial as diverged from its own end on when its cause lies before it, or in its source', () => {
    const healthy = trialWith({ seed: 0, losses: [2, 1, 0.5, 0.25] })
    const cause = { step: 0, layer: 2, quantity: 'dead', side: 'above', value: 0.9 } as const
    const inSource = {
      step: 900,
      layer: 2,
      quantity: 'W',
      side: 'not-finite',
      value: null,
      phase: 'pretraining',
    } as const
    const late = {
      ...trialWith({ seed: 1, status: 'diverged', losses: [2, 8, NaN], firstCause: cause }),
      steps: 17,
    }
    const atOnce = {
      ...trialWith({ seed: 2, status: 'diverged', losses: [NaN], firstCause: inSource }),
      steps: 0,
    }
    const band = convergenceBand(0, [healthy, late, atOnce], 'trainLoss')
    expect([...band.diverged]).toEqual([1, 1, 2, 2])
    expect(band.divergedAt).toEqual([0, 17])
  })

  test('is infinite where half of the seeds diverged, and accuracy is then the worst', () => {
    const trials = [
      trialWith({ seed: 0, losses: [2, 1] }),
      trialWith({
        seed: 1,
        status: 'diverged',
        losses: [2],
        firstCause: { step: 1, layer: 1, quantity: 'loss', side: 'not-finite', value: null },
      }),
    ]
    expect([...convergenceBand(0, trials, 'trainLoss').line]).toEqual([2, Infinity])
    const accuracy = convergenceBand(0, trials, 'trainAccuracy')
    expect(accuracy.line[0]).toBeCloseTo(1 / 3)
    expect(accuracy.line[1]).toBe(-Infinity)
    expect(accuracy.low[1]).toBe(-Infinity)
  })

  test('has no step of its own for a trial whose weights diverged while its loss was finite', () => {
    const cause = { step: 16, layer: 2, quantity: 'W', side: 'not-finite', value: null } as const
    const curve = Float32Array.of(0, 2, 0.4, 10, 1, 0.6, 17, 0.9, 0.6)
    const diverged = trialWith({ status: 'diverged', curve, firstCause: cause })
    const healthy = trialWith({ seed: 1, curve: Float32Array.of(0, 2, 0.4, 10, 1, 0.6, 20, 0.5, 0.7) })
    const band = convergenceBand(0, [diverged, healthy], 'trainLoss')
    expect([...band.steps]).toEqual([0, 10, 20])
    expect([...band.n]).toEqual([2, 2, 2])
    expect([...band.line]).toEqual([2, 1, Infinity])
    const alone = convergenceBand(0, [diverged], 'trainLoss')
    expect([...alone.steps]).toEqual([0, 10, 17])
    expect([...alone.line]).toEqual([2, 1, Infinity])
    expect([...alone.diverged]).toEqual([0, 0, 1])
  })

  test('takes a diverged curve of 300,000 points', () => {
    const points = 300_000
    const curve = Float32Array.from({ length: 3 * points }, (_, at) => (at % 3 === 0 ? at / 3 : 1))
    curve[3 * points - 2] = NaN
    const cause = { step: points - 1, layer: 1, quantity: 'z', side: 'not-finite', value: null } as const
    const band = convergenceBand(
      0,
      [trialWith({ status: 'diverged', curve, firstCause: cause })],
      'trainLoss',
    )
    expect(band.steps).toHaveLength(points)
    expect(band.line.at(-1)).toBe(Infinity)
  })

  test('counts the accuracy of a step with a non-finite loss as the worst', () => {
    const diverged = trialWith({ status: 'diverged', curve: Float32Array.of(0, 2, 0.4, 10, NaN, 0.1) })
    const healthy = trialWith({ seed: 1, curve: Float32Array.of(0, 2, 0.4, 10, 1, 0.6) })
    expect([...convergenceBand(0, [diverged, healthy], 'trainAccuracy').low]).toEqual([
      expect.closeTo(0.4),
      -Infinity,
    ])
  })

  test('ignores a divergence between two recorded steps as a step of its own', () => {
    const trials = [
      trialWith({ seed: 0, losses: [2, 1, 1] }),
      trialWith({ seed: 1, status: 'diverged', curve: Float32Array.of(0, 2, 0.3, 10, 5, 0.2, 13, NaN, 0.1) }),
    ]
    expect([...convergenceBand(0, trials, 'trainLoss').steps]).toEqual([0, 10, 20])
  })

  test('says with n where trials of another length have no point', () => {
    const trials = [trialWith({ losses: [2, 1, 0.5] }), trialWith({ seed: 1, losses: [2, 1] })]
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([...band.n]).toEqual([2, 2, 1])
    expect(band.line[2]).toBe(0.5)
  })

  test('leaves cancelled and failed trials out', () => {
    const trials = [
      trialWith({ losses: [2, 1] }),
      trialWith({ seed: 1, status: 'cancelled', losses: [9] }),
      trialWith({ seed: 2, status: 'error' }),
    ]
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([...band.line]).toEqual([2, 1])
    expect(band.trials).toBe(1)
  })

  test('counts all ties', () => {
    const trials = [0, 1, 2, 3].map((seed) => trialWith({ seed, losses: [seed === 3 ? 5 : 1] }))
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([band.low[0], band.line[0], band.high[0], band.n[0]]).toEqual([1, 1, 2, 4])
  })

  test('keeps the first step when every trial diverged there, and has no step without trials', () => {
    const trials = [0, 1].map((seed) => trialWith({ seed, status: 'diverged', losses: [NaN] }))
    const band = convergenceBand(0, trials, 'trainLoss')
    expect([...band.steps]).toEqual([0])
    expect(band.line[0]).toBe(Infinity)
    expect(convergenceBand(0, [], 'trainLoss').steps).toHaveLength(0)
  })
})

describe('convergenceBands', () => {
  test('has the band of each configuration, whatever the order of the trials', () => {
    const trials = [5, 2, 4, 1, 3, 0].map((index) =>
      trialWith({ configuration: index % 2, seed: index >> 1, losses: [3, 1 + index, 0.5 * index] }),
    )
    const bands = convergenceBands(3, trials, 'trainLoss')
    const own = (configuration: number): typeof trials =>
      trials.filter((trial) => trial.configuration === configuration)
    expect(bands).toEqual(
      [0, 1, 2].map((configuration) => convergenceBand(configuration, own(configuration), 'trainLoss')),
    )
    expect([...bands[1]!.line]).toEqual([3, 4, 1.5])
    expect(bands[2]!.steps).toHaveLength(0)
  })
})

describe('the choice of line and band', () => {
  const losses = [1, 2, 3, 4, 10]
  const trials = losses.map((loss, seed) => trialWith({ seed, losses: [2, loss] }))

  test('is the median with quartiles unless another is made', () => {
    const band = convergenceBand(0, trials, 'trainLoss')
    expect(band.choice).toEqual({ line: 'median', spread: 'quartiles' })
    expect([band.low[1], band.line[1], band.high[1]]).toEqual([2, 3, 4])
  })

  test('takes mean and IQM for the line, and the range of all seeds for the band', () => {
    const mean = convergenceBand(0, trials, 'trainLoss', { line: 'mean', spread: 'range' })
    expect([mean.low[1], mean.line[1], mean.high[1]]).toEqual([1, 4, 10])
    const iqm = convergenceBand(0, trials, 'trainLoss', { line: 'iqm', spread: 'quartiles' })
    expect(iqm.line[1]).toBeCloseTo(3)
    expect([...iqm.n]).toEqual([5, 5])
  })

  test('an infinite value is in every line that it reaches, and in the range', () => {
    const one = [...trials.slice(1), trialWith({ seed: 0, status: 'diverged', losses: [2, NaN] })]
    expect(convergenceBand(0, one, 'trainLoss', { line: 'mean', spread: 'range' }).line[1]).toBe(Infinity)
    const range = convergenceBand(0, one, 'trainLoss', { line: 'iqm', spread: 'range' })
    expect([range.low[1], range.high[1]]).toEqual([2, Infinity])
    expect(range.line[1]).toBeLessThan(Infinity)
    const accuracy = convergenceBand(0, one, 'trainAccuracy', { line: 'mean', spread: 'range' })
    expect([accuracy.low[1], accuracy.line[1]]).toEqual([-Infinity, -Infinity])
  })

  test('the bootstrap band holds the line, is the same every time and knows nothing of one seed', () => {
    const choice = { line: 'median', spread: 'bootstrap' } as const
    const band = convergenceBand(0, trials, 'trainLoss', choice)
    expect([band.low[1], band.high[1]]).toEqual([1, 10])
    expect(convergenceBand(0, trials, 'trainLoss', choice)).toEqual(band)
    expect([band.low[0], band.high[0]]).toEqual([2, 2])
    const alone = convergenceBand(0, trials.slice(0, 1), 'trainLoss', choice)
    expect([alone.line[1], alone.low[1], alone.high[1]]).toEqual([1, NaN, NaN])
  })
})
