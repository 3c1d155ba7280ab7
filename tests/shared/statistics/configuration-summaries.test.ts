import { describe, expect, test } from 'vitest'
import {
  configurationSummaries,
  configurationSummary,
  distributionOf,
} from '@shared/statistics/configuration-summaries'
import { trialWith } from './synthetic-trials'

describe('configurationSummary', () => {
  test('keeps diverged trials in the denominator, as the worst', () => {
    const trials = [
      trialWith({ seed: 0, losses: [2.3, 0.2] }),
      trialWith({ seed: 1, losses: [2.3, 0.4] }),
      trialWith({ seed: 2, status: 'diverged', losses: [2.3, NaN], final: null }),
    ]
    const summary = configurationSummary(0, trials)
    expect(summary).toMatchObject({ n: 3, done: 2, diverged: 1, stalled: 0 })
    expect(summary.final.trainLoss.median).toBeCloseTo(0.4)
    expect(summary.final.trainLoss.q75).toBe(Infinity)
    expect(summary.final.testAccuracy.median).toBeCloseTo(1 / 1.4)
    expect(summary.final.testAccuracy.q25).toBe(-Infinity)
  })

  test('counts a diverged trial as the worst even when its last numbers were finite', () => {
    const diverged = trialWith({ status: 'diverged', losses: [2.3, 0.1] })
    expect(configurationSummary(0, [diverged]).final.trainLoss.median).toBe(Infinity)
    expect(configurationSummary(0, [diverged]).final.trainAccuracy.median).toBe(-Infinity)
  })

  test('leaves cancelled and failed trials out of n, and says how many there are', () => {
    const summary = configurationSummary(3, [
      trialWith({ losses: [1] }),
      trialWith({ status: 'stalled', losses: [2.3] }),
      trialWith({ status: 'cancelled', final: null }),
      trialWith({ status: 'error', final: null }),
    ])
    expect(summary).toMatchObject({ configuration: 3, n: 2, done: 1, stalled: 1, cancelled: 1, error: 1 })
    expect(summary.final.trainLoss.n).toBe(2)
  })

  test('has no figure, and n = 0, before the first trial ended', () => {
    const [only] = configurationSummaries(1, [])
    expect(only?.n).toBe(0)
    expect(only?.final.trainLoss.median).toBeNaN()
  })

  test('mirrors accuracies: half the trials diverged is the worst median', () => {
    expect(distributionOf([0.9, -Infinity], 'testAccuracy').median).toBe(-Infinity)
    expect(distributionOf([0.5, 0.7, 0.9, 1], 'testAccuracy').q25).toBeCloseTo(0.65)
    expect(distributionOf([0.5, NaN], 'testAccuracy').q25).toBe(-Infinity)
  })
})
