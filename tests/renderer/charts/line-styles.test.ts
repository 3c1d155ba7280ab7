import { expandSweep } from '@shared/expand-sweep'
import type { Expansion } from '@shared/sweep'
import { parseSweepDocument, type SweepDocument } from '@shared/sweep-spec'
import { expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { lineColour, lineStyles } from '../../../src/renderer/charts/line-styles'

function expansionOf(model: SweepDocument, train: SweepDocument = {}): Expansion {
  const parsed = parseSweepDocument({ format: 'initlab-sweep/1', model, train })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return expandSweep(parsed.value)
}

const gains = [0.5, 1, 1.25, 1.67, 3].map((gain) => ({ scheme: 'xavier-normal', gain }))

test('colour follows the scheme, dash the other factor', () => {
  const styles = lineStyles(expansionOf({ init: ['he-normal', 'xavier-normal'], depth: [3, 10, 20] }))
  expect(styles).toHaveLength(6)
  expect(new Set(styles.map(({ colour }) => colour)).size).toBe(2)
  expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(3)
  expect(new Set(styles.map(({ colour, dash }) => `${colour}|${dash.join()}`)).size).toBe(6)
})

test('a third factor is told apart by the dash too, where the dashes suffice', () => {
  const model = { activation: ['relu', 'tanh'], normalization: ['none', 'batch'] }
  const styles = lineStyles(expansionOf({ ...model, init: ['he-normal', 'xavier-normal'] }))
  expect(new Set(styles.map(({ colour }) => colour)).size).toBe(2)
  expect(new Set(styles.map(({ colour, dash }) => `${colour}|${dash.join()}`)).size).toBe(8)
})

test('an ordered factor runs along the ramp, whatever the order of the spec', () => {
  const shuffled = [gains[3], gains[0], gains[4], gains[1], gains[2]].flatMap((gain) => (gain ? [gain] : []))
  const styles = lineStyles(expansionOf({ init: shuffled, depth: 10 }))
  expect(styles.map(({ colour }) => colour)).toEqual([0.75, 0, 1, 0.25, 0.5])
  expect(styles.every(({ isOrdered }) => isOrdered)).toBe(true)
  const rates = lineStyles(expansionOf({}, { learningRate: [0.001, 0.01, 0.1, 1] }))
  expect(rates.map(({ colour }) => colour)).toEqual([0, 1 / 3, 2 / 3, 1])
})

test('a scheme without a gain among its gains is gain 1', () => {
  const init = [
    { scheme: 'he-normal', gain: 0.5 },
    'he-normal',
    ...[2, 4].map((gain) => ({ scheme: 'he-normal', gain })),
  ]
  const styles = lineStyles(expansionOf({ init, depth: 10 }))
  expect(styles.map(({ colour }) => colour)).toEqual([0, 1 / 3, 2 / 3, 1])
})

test('three values, or schemes of different names, are a set, not an order', () => {
  expect(lineStyles(expansionOf({ depth: [3, 10, 20] })).some(({ isOrdered }) => isOrdered)).toBe(false)
  const mixed = ['he-normal', 'xavier-normal', 'lecun-normal', 'orthogonal']
  expect(lineStyles(expansionOf({ init: mixed })).some(({ isOrdered }) => isOrdered)).toBe(false)
})

test('one configuration, and more than the palette holds, have styles too', () => {
  expect(lineStyles(expansionOf({ depth: 3 }))).toEqual([{ colour: 0, isOrdered: false, dash: [] }])
  const many = lineStyles(
    expansionOf({ depth: [1, 2, 3, 4, 5, 6], activation: ['relu', 'tanh', 'elu', 'selu', 'gelu', 'silu'] }),
  )
  expect(new Set(many.map(({ colour, dash }) => `${colour}|${dash.join()}`)).size).toBeGreaterThan(20)
})

test('every style has a colour in both themes', () => {
  for (const theme of Object.values(CHART_THEMES)) {
    expect(lineColour({ colour: 7, isOrdered: false, dash: [] }, theme)).toMatch(/^#/)
    expect(lineColour({ colour: 0.31, isOrdered: true, dash: [] }, theme)).toMatch(/^#/)
    expect(lineColour({ colour: 99, isOrdered: false, dash: [] }, theme)).toBe(theme.text)
  }
})
