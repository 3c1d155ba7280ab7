import { describeFirstCause } from '@shared/first-cause-text'
import { CAUSE_QUANTITIES, CAUSE_SIDES } from '@shared/trial-result'
import type { FirstCause } from '@shared/trial-result'
import { describe, expect, test } from 'vitest'

function cause(
  quantity: FirstCause['quantity'],
  side: FirstCause['side'],
  value: number | null,
  place: Partial<FirstCause> = {},
): FirstCause {
  return { step: 0, layer: 5, quantity, side, value, ...place }
}

describe('the sentence on a first cause', () => {
  test.each([
    [
      cause('h2', 'below', 3.14e-9),
      'At step 0 the mean square of h in layer 5 was 3.1e-9, below 1e-4: the signal vanished.',
    ],
    [
      cause('h2', 'above', 32_123),
      'At step 0 the mean square of h in layer 5 was 3.2e4, above 1e4: the signal exploded.',
    ],
    [
      cause('h2', 'above', Infinity),
      'At step 0 the mean square of h in layer 5 was too large for float32: the signal exploded.',
    ],
    [
      cause('z2', 'above', 4e9, { layer: 6 }),
      'At step 0 the mean square of the outputs z (layer 6) was 4e9, above 1e4: the signal exploded.',
    ],
    [
      cause('delta2', 'below', 0),
      "At step 0 the mean square of delta in layer 5 was 0 of the output layer's, below 1e-4: the gradient vanished on its way down.",
    ],
    [
      cause('delta2', 'above', 59_000),
      "At step 0 the mean square of delta in layer 5 was 5.9e4 times the output layer's, above 1e4: the gradient exploded on its way down.",
    ],
    [
      cause('dead', 'above', 31 / 32, { step: 20, layer: 2 }),
      'At step 20 96 % of the units of layer 2 were dead, more than 60 %: no gradient passes a dead unit.',
    ],
    [
      cause('saturated', 'above', 1, { layer: 1 }),
      'At step 0 100 % of the activations of layer 1 were saturated, more than 90 %: hardly a gradient passes a flat slope.',
    ],
    [
      cause('distinct', 'below', 1, { layer: 1 }),
      'At step 0 all units of layer 1 had the same weights: equal units get equal gradients and stay one unit.',
    ],
    [
      cause('loss', 'above', 2.30258, { step: 400 }),
      'At step 400 the loss was still 2.303, no better than chance, and no measured layer had left its healthy band.',
    ],
    [
      cause('z', 'not-finite', null, { step: 92, layer: 7 }),
      'At step 92 a pre-activation z of layer 7 was no finite number any more: the signal overflowed.',
    ],
    [
      cause('gamma', 'not-finite', null, { step: 3, layer: 2 }),
      'At step 3 a scale gamma of the normalization of layer 2 was no finite number any more: the update overflowed.',
    ],
    [
      cause('beta', 'not-finite', null, { step: 3, layer: 2 }),
      'At step 3 a shift beta of the normalization of layer 2 was no finite number any more: the update overflowed.',
    ],
    [
      cause('slope', 'not-finite', null, { step: 3, layer: 2 }),
      'At step 3 the learned slope of layer 2 was no finite number any more: the update overflowed.',
    ],
    [
      cause('multiplier', 'not-finite', null, { step: 3, layer: 4 }),
      'At step 3 the learned multiplier of the branch that ends in layer 4 was no finite number any more: the update overflowed.',
    ],
    [
      cause('W', 'not-finite', null, { step: 40, layer: 1, phase: 'pretraining' }),
      'At step 40 of the pretraining a weight of layer 1 was no finite number any more: the update overflowed.',
    ],
    [
      cause('loss', 'not-finite', null),
      'At step 0 the loss was no finite number any more, though every layer still was.',
    ],
  ])('%o', (given, sentence) => {
    expect(describeFirstCause(given)).toBe(sentence)
  })

  test('is one plain sentence with its step for every cause that a report may hold', () => {
    for (const quantity of CAUSE_QUANTITIES) {
      for (const side of CAUSE_SIDES) {
        for (const value of [null, NaN, Infinity, 0, -1, 0.5]) {
          const sentence = describeFirstCause(cause(quantity, side, value, { step: 7 }))
          expect(sentence).toMatch(/^At step 7 [^\n]+\.$/)
          expect(sentence).not.toMatch(/null|undefined|NaN/)
        }
      }
    }
  })
})
