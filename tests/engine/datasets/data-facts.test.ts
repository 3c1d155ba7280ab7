import { expect, test } from 'vitest'
import { dataFacts } from '@engine/datasets/data-facts'

test('the facts of a data set are those of its training split', async () => {
  const facts = await dataFacts({
    features: 2,
    image: null,
    classes: 3,
    trainX: Float32Array.of(1, 2, 3, 2, -1, 2),
    trainY: Int32Array.of(0, 1, 2),
    testX: Float32Array.of(100, 100),
    testY: Int32Array.of(0),
  })
  // The second feature is constant: it has a square and no variance.
  expect(facts).toMatchObject({ features: 2, classes: 3, image: null })
  expect(facts.meanSquare).toBeCloseTo((1 + 9 + 1 + 12) / 6, 12)
  expect(facts.featureVariance).toBeCloseTo((11 / 3 - 1) / 2, 12)
})
