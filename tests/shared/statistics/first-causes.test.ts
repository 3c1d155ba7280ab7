import { mostFrequentCause } from '@shared/statistics/first-causes'
import type { TrialRecord } from '@shared/sweep'
import type { FirstCause } from '@shared/trial-result'
import { expect, test } from 'vitest'
import { trialWith } from './synthetic-trials'

function caused(seed: number, quantity: FirstCause['quantity'] | null, step = 0): TrialRecord {
  const firstCause: FirstCause | null =
    quantity === null ? null : { step, layer: seed, quantity, side: 'above', value: 1 }
  return { ...trialWith({ losses: [2, 1] }), seed, firstCause }
}

test('is the cause that most trials share, as the lowest seed among them tells it', () => {
  const trials = [caused(4, 'dead'), caused(3, 'h2'), caused(2, 'dead'), caused(1, null), caused(5, 'dead')]
  expect(mostFrequentCause(trials)).toEqual({
    cause: { step: 0, layer: 2, quantity: 'dead', side: 'above', value: 1 },
    count: 3,
    total: 4,
  })
})

test('keeps the causes of a pretraining apart from those of the trial', () => {
  const inSource = (seed: number): TrialRecord => {
    const { firstCause, ...rest } = caused(seed, 'dead')
    return { ...rest, firstCause: { ...firstCause!, phase: 'pretraining' } }
  }
  const frequent = mostFrequentCause([caused(1, 'dead'), inSource(2), inSource(3)])
  expect(frequent).toMatchObject({ cause: { phase: 'pretraining' }, count: 2, total: 3 })
})

test('is the earlier one at a tie', () => {
  expect(mostFrequentCause([caused(1, 'dead', 20), caused(2, 'h2', 10)])?.cause.quantity).toBe('h2')
  expect(mostFrequentCause([caused(1, 'dead', 10), caused(2, 'h2', 10)])?.cause.quantity).toBe('dead')
})

test('is null without diverged and stalled trials', () => {
  expect(mostFrequentCause([caused(1, null)])).toBeNull()
  expect(mostFrequentCause([])).toBeNull()
})
