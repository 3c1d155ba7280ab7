import { describe, expect, test } from 'vitest'
import { axisPositions, factorAxes } from '../../../src/renderer/charts/factor-axes'
import { expansionOf } from '../results/result-fixtures'

const base = { format: 'initlab-sweep/1', train: { steps: 20 }, seeds: [0] } as const

describe('factorAxes', () => {
  test('orders numbers by value and keeps names in the order of the spec', () => {
    const axes = factorAxes(
      expansionOf({ ...base, model: { depth: [10, 2, 5], init: ['xavier-normal', 'he-normal'] } }),
    )
    expect(axes.map(({ title }) => title)).toEqual(['Depth', 'Scheme'])
    expect(axes[0]?.places.map(({ text }) => text)).toEqual(['2', '5', '10'])
    expect(axes[0]?.numbers).toEqual([2, 5, 10])
    expect(axes[0]?.places.map(({ name }) => name)).toEqual(['depth 2', 'depth 5', 'depth 10'])
    expect(axes[1]?.places.map(({ text }) => text)).toEqual(['xavier-normal', 'he-normal'])
    expect(axes[1]?.numbers).toBeNull()
  })

  test('reads the gains of one scheme as numbers, the plain name as gain 1', () => {
    const [axis] = factorAxes(
      expansionOf({
        ...base,
        model: {
          depth: 2,
          init: [{ scheme: 'he-normal', gain: 2 }, 'he-normal', { scheme: 'he-normal', gain: 0.5 }],
        },
      }),
    )
    expect(axis?.title).toBe('Gain of he-normal')
    expect(axis?.numbers).toEqual([0.5, 1, 2])
    expect(axis?.places.map(({ name }) => name)).toEqual([
      'he-normal (gain 0.5)',
      'he-normal',
      'he-normal (gain 2)',
    ])
  })

  test('takes schemes that differ in more than one number as names', () => {
    const init = [{ scheme: 'normal', std: 0.1 }, { scheme: 'uniform', bound: 0.2 }, 'he-normal']
    expect(factorAxes(expansionOf({ ...base, model: { depth: 2, init } }))[0]?.numbers).toBeNull()
  })

  test('leaves out what does not vary', () => {
    expect(factorAxes(expansionOf({ ...base, model: { depth: [3], init: 'he-normal' } }))).toEqual([])
  })
})

test('places every configuration along every axis', () => {
  const expansion = expansionOf({ ...base, model: { depth: [10, 2], init: ['zeros', 'he-normal'] } })
  expect(axisPositions(expansion, factorAxes(expansion))).toEqual([
    [1, 0],
    [1, 1],
    [0, 0],
    [0, 1],
  ])
})
