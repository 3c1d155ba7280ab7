import { expect, test } from 'vitest'
import { countText, nounText } from '@shared/count-text'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [100_000, '100,000'],
  [671_846_400, '671,846,400'],
])('%d has its thousands apart', (count, text) => {
  expect(countText(count)).toBe(text)
})

test('one is no plural', () => {
  expect(nounText(1, 'trial')).toBe('1 trial')
  expect(nounText(0, 'trial')).toBe('0 trials')
  expect(nounText(2000, 'seed')).toBe('2,000 seeds')
})
