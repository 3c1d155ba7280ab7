import { expect, test } from 'vitest'
import { legendText } from '../../../src/renderer/charts/convergence-legend'

test('a label takes one line of the legend where it fits, else two broken between words', () => {
  expect(legendText('he-normal · depth 10')).toBe('he-normal · depth 10')
  expect(legendText('he-normal, layer 1 xavier-normal · prelu (slope 0.3)')).toBe(
    'he-normal, layer 1 xavier-normal ·\nprelu (slope 0.3)',
  )
})

test('a label that two lines do not hold keeps its number, by which it differs from the others', () => {
  const text = legendText(
    'he-normal, layer 1 xavier-normal, last layer zeros · prelu (slope 0.3) · residu… · #21',
  )
  expect(text).toBe('he-normal, layer 1 xavier-normal, last\nlayer zeros · prelu (slope 0.3)… · #21')
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  expect(legendText('x'.repeat(80)).split('\n')).toHaveLength(2)
})
