import { describe, expect, test } from 'vitest'
import type { Card } from '@shared/study/card'
import { cardFace, cardWords, judgeNumber } from '../../../src/renderer/study/card-face'

const common = { covers: [], topics: ['he' as const], difficulty: 'easy' as const, claims: [], corrects: [] }
const number: Card = {
  ...common,
  id: 'card-number',
  kind: 'number',
  front: 'How many?',
  back: 'Four.',
  answer: 4,
  tolerance: 0.01,
  unit: 'layers',
}
const drawn: Card = {
  ...common,
  id: 'card-drawn',
  kind: 'generated',
  generator: { task: 'conv-fan', fan: 'in', kernel: [1, 3], channels: [16, 32] },
  tolerance: 0.001,
  back: 'Multiply.',
}

describe('the face of a card', () => {
  test('a cloze has gaps, and needs no back', () => {
    const cloze: Card = { ...common, id: 'card-cloze', kind: 'cloze', text: 'He divides by [[fan-in]].' }
    expect(cardFace(cloze, 1)).toEqual({
      front: 'He divides by [[fan-in]].',
      hasGaps: true,
      back: null,
      wanted: null,
    })
    expect(cardWords(cloze)).toBe('He divides by fan-in.')
  })

  test('a generated card has the numbers of its seed', () => {
    const faces = [1, 2, 3, 4, 5, 6].map((seed) => cardFace(drawn, seed))
    expect(new Set(faces.map(({ front }) => front)).size).toBeGreaterThan(1)
    for (const { front, wanted } of faces) {
      const [kernel = 0, , channels = 0] = (front.match(/\d+/g) ?? []).map(Number)
      expect(wanted?.answer).toBe(kernel * kernel * channels)
    }
    expect(cardFace(drawn, 3)).toEqual(cardFace(drawn, 3))
  })

  test('in a list it stands without numbers', () => {
    expect(cardWords(drawn)).toBe('A convolution has a … kernel and … input channels. What is its fan-in?')
  })
})

describe('a typed number', () => {
  const { wanted } = cardFace(number, 0)
  if (wanted === null) throw new Error('a number is asked for')

  test('within the tolerance suggests good, outside of it again', () => {
    expect(judgeNumber('4', wanted)).toEqual({ isRight: true, sentence: 'Right: 4.', suggestion: 3 })
    expect(judgeNumber('8/2', wanted)?.isRight).toBe(true)
    expect(judgeNumber('4.03', wanted)).toEqual({
      isRight: true,
      sentence: 'Right: 4.03; to four digits 4 layers.',
      suggestion: 3,
    })
    expect(judgeNumber('5', wanted)).toEqual({
      isRight: false,
      sentence: 'You typed 5; the answer is 4 layers.',
      suggestion: 1,
    })
  })

  test('nothing typed is not judged, words are no number', () => {
    expect(judgeNumber('  ', wanted)).toBeNull()
    expect(judgeNumber('four', wanted)).toEqual({
      isRight: false,
      sentence: 'That is no number. The answer is 4 layers.',
      suggestion: 1,
    })
  })
})
