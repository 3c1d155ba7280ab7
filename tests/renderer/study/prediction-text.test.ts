import { expect, test } from 'vitest'
import { claimSaidText } from '../../../src/renderer/study/prediction-text'

test('what was said of a claim is told with its scores', () => {
  const said = { kind: 'claim-prediction', claim: 'C05', said: 'refuted', confidence: 0.7 } as const
  expect(claimSaidText({ ...said, isRight: true })).toBe(
    'You said Refuted, 70 % sure: right. Brier score 0.090 (0 is best; naming one of 3 at random has 0.22), log score 0.36.',
  )
  expect(claimSaidText({ ...said, said: 'holds-if', isRight: false })).toBe(
    'You said Holds under conditions, 70 % sure: not so. Brier score 0.49 (0 is best; naming one of 3 at random has 0.22), log score 1.2.',
  )
})
