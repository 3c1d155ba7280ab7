import { expect, test } from 'vitest'
import { describeRevectorizer } from '@shared/revectorizer'

test.each([
  [{ active: true, wanted: true, outcome: 'gain', gain: 1.456 }, 'on: 1.46 times as fast in its self-test'],
  [
    { active: true, wanted: false, outcome: 'gain', gain: 1.5 },
    'on until the next start: 1.50 times as fast in its self-test',
  ],
  [{ active: false, wanted: false, outcome: 'gain', gain: 1.5 }, 'off, as chosen'],
  [
    { active: false, wanted: true, outcome: 'gain', gain: 1.5 },
    'off until the next start: 1.50 times as fast in its self-test',
  ],
  [
    { active: false, wanted: true, outcome: 'no-gain', gain: 0.9 },
    'off: no gain, 0.90 times as fast in its self-test',
  ],
  [{ active: false, wanted: true, outcome: 'untested', gain: null }, 'off until its self-test has run'],
  [{ active: false, wanted: true, outcome: 'other-bits', gain: null }, 'off: its self-test gave other bits'],
  [{ active: false, wanted: true, outcome: 'failed', gain: null }, 'off: its self-test ended by itself'],
  [{ active: false, wanted: true, outcome: 'missing', gain: null }, 'off: this system has none'],
] as const)('%o reads as a person says it', (state, text) => {
  expect(describeRevectorizer(state)).toBe(text)
})
