import { expect, test } from 'vitest'
import { factorText } from '../../../src/renderer/charts/configuration-rows'

test('a value of a factor is written as in the labels of configurations', () => {
  expect(
    ['he-normal', 0.03, null, [3, 8], { scheme: 'normal', std: 0.01 }, { name: 'adam', beta1: 0.9, beta2: 0.99 }].map(factorText),
  ).toEqual(['he-normal', '0.03', 'none', '3, 8', 'normal (std 0.01)', 'adam (beta1 0.9, beta2 0.99)']) // prettier-ignore
})
