import { describeFirstCause } from '@shared/first-cause-text'
import { describe, expect, it } from 'vitest'
import { loadDigits } from '../golden'
import { trainOn } from '../machines'
import { TO_THE_END, trialSettings, type Choices } from '../settings'

const DIGITS = loadDigits()
const SEEDS = [500, 501, 502]

function widths(width: number, depth: number): number[] {
  return Array.from({ length: depth }, () => width)
}

/** The famous failures and what a teacher would say of each. */
const FAILURES: [string, Choices, string][] = [
  [
    'all zeros',
    { scheme: 'zeros', widths: widths(32, 2), learningRate: 0.1, steps: 60 },
    'step 0 all units of layer 1 had the same weights',
  ],
  [
    '0.01 randn, 5 layers',
    { scheme: 'normal', init: { std: 0.01 }, widths: widths(64, 5), steps: 60 },
    'step 0 the mean square of h in layer 2 .* the signal vanished',
  ],
  [
    '1 randn, 5 layers',
    { scheme: 'normal', init: { std: 1 }, widths: widths(64, 5), steps: 60 },
    'step 0 the mean square of h in layer 3 .* the signal exploded',
  ],
  [
    'Xavier and ReLU, 20 layers',
    { scheme: 'xavier-normal', widths: widths(32, 20), learningRate: 0.03, steps: 100 },
    'step 0 the mean square of h in layer 1\\d .* the signal vanished',
  ],
  [
    'Xavier and sigmoid, 4 layers',
    { scheme: 'xavier-normal', activation: 'sigmoid', widths: widths(32, 4), learningRate: 0.1, steps: 100 },
    'step 0 the mean square of delta in layer 2 .* the gradient vanished',
  ],
  [
    'a learning rate of 1',
    { widths: widths(32, 3), learningRate: 1, steps: 300 },
    'step 10 \\d+ % of the units of layer \\d were dead',
  ],
  [
    'residual branches by He',
    { branch: 'plain', widths: widths(32, 31), learningRate: 0.02, steps: 20 },
    'step 0 the mean square of h in layer (1|2)\\d .* the signal exploded',
  ],
  [
    'a learning rate of 1e-6',
    { widths: widths(32, 3), learningRate: 1e-6, steps: 20 },
    'step 20 the loss was still .* no measured layer had left',
  ],
]

describe('the first cause of a famous failure', () => {
  it.each(FAILURES)('%s', (_, choices, sentence) => {
    const failed = SEEDS.flatMap((seed) => {
      const settings = trialSettings({ batchSize: 32, ...choices })
      const { status, firstCause } = trainOn(settings, DIGITS, seed, TO_THE_END)
      expect(firstCause === null).toBe(status === 'done')
      return firstCause === null ? [] : [describeFirstCause(firstCause)]
    })
    expect(failed.length).toBeGreaterThanOrEqual(2)
    for (const told of failed) expect(told).toMatch(new RegExp(`^At ${sentence}`))
  })

  it('is null when a trial learned', () => {
    const settings = trialSettings({ batchSize: 32, widths: widths(32, 3), steps: 100 })
    expect(trainOn(settings, DIGITS, 500, TO_THE_END)).toMatchObject({ status: 'done', firstCause: null })
  })
})
