import { chooseFirstCause, findBandExit, type RecordedLayers } from '@core/measure/band-exit'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type { FirstCause, LayerColumn } from '@shared/trial-result'
import { describe, expect, it } from 'vitest'

type Row = Partial<Record<LayerColumn, number>>

const HEALTHY: Row = { z2: 1, h2: 1, delta2: 1e-5, dead: 0.1, saturated: NaN, distinct: 8, distinctNear: 8 }

/** Three hidden layers of 8 units and an output layer; `planted(row, index)` changes the healthy row of a layer. */
function recorded(rows: number, planted: (row: number, index: number) => Row): RecordedLayers {
  const units = [8, 8, 8, 3]
  const values = Array.from({ length: rows }, (_, row) =>
    units.flatMap((__, index) => {
      const layer = { ...HEALTHY, ...(index === 3 ? { dead: NaN, distinct: 3 } : {}), ...planted(row, index) }
      return LAYER_COLUMNS.map((column) => layer[column] ?? 0)
    }),
  )
  return {
    curve: Float32Array.from({ length: rows * 3 }, (_, place) => (place % 3 === 0 ? (place / 3) * 10 : 2)),
    layers: Float32Array.from(values.flat()),
    units,
  }
}

describe('the first quantity outside of its band', () => {
  it('is none in a healthy net, and none when nothing was recorded', () => {
    expect(findBandExit(recorded(5, () => ({})))).toBeNull()
    expect(
      findBandExit({ curve: new Float32Array(3), layers: new Float32Array(0), units: [8, 3] }),
    ).toBeNull()
  })

  it.each([
    ['h2', 1e-5, 'below'],
    ['h2', 2e4, 'above'],
    ['dead', 0.75, 'above'],
    ['saturated', 0.95, 'above'],
  ] as const)('is %s at %d', (quantity, value, side) => {
    const found = findBandExit(
      recorded(4, (row, index) => (row === 2 && index === 1 ? { [quantity]: value } : {})),
    )
    expect(found).toEqual({ step: 20, layer: 2, quantity, side, value: Math.fround(value) })
  })

  it('is the earliest in time, then the first on the way forward, then on the way back', () => {
    const late = recorded(4, (row, index) =>
      row === 3 && index === 0 ? { h2: 0 } : row === 2 && index === 2 ? { dead: 1 } : {},
    )
    expect(findBandExit(late)).toMatchObject({ step: 20, layer: 3, quantity: 'dead' })
    const forward = recorded(2, (_, index) =>
      index === 2 ? { h2: 1e-6 } : index === 1 ? { h2: 1e-5, delta2: 0 } : {},
    )
    expect(findBandExit(forward)).toMatchObject({ layer: 2, quantity: 'h2' })
    const back = recorded(2, (_, index) =>
      index === 0 ? { delta2: 1e-12 } : index === 1 ? { delta2: 1e-10 } : {},
    )
    expect(findBandExit(back)).toMatchObject({ step: 0, layer: 2, quantity: 'delta2', side: 'below' })
    expect(findBandExit(back)?.value).toBeCloseTo(1e-5, 10)
  })

  it('asks the output layer for large outputs only', () => {
    const small = recorded(2, (_, index) => (index === 3 ? { z2: 0, h2: 0, distinct: 1 } : {}))
    expect(findBandExit(small)).toBeNull()
    const large = recorded(2, (_, index) => (index === 3 ? { z2: 5e9, h2: 5e9 } : {}))
    expect(findBandExit(large)).toMatchObject({ layer: 4, quantity: 'z2', side: 'above', value: 5e9 })
  })

  it('forgives equal units and a hidden gradient that are gone at the next point', () => {
    const passing = recorded(3, (row, index) => (row === 0 && index < 2 ? { distinct: 1, delta2: 0 } : {}))
    expect(findBandExit(passing)).toBeNull()
    const staying = recorded(3, (row, index) => (row < 2 && index === 1 ? { distinct: 1 } : {}))
    expect(findBandExit(staying)).toMatchObject({ step: 0, layer: 2, quantity: 'distinct', value: 1 })
    const atTheEnd = recorded(3, (row, index) => (row === 2 && index < 2 ? { delta2: 0 } : {}))
    expect(findBandExit(atTheEnd)).toMatchObject({ step: 20, layer: 2, quantity: 'delta2', value: 0 })
    const broken = recorded(2, (row, index) => (index === 0 ? { distinct: row === 0 ? 1 : NaN } : {}))
    expect(findBandExit(broken)).toMatchObject({ step: 0, quantity: 'distinct' })
  })

  it('gives a branch of zeros below an output layer of zeros two updates', () => {
    const everyStep = (rows: number, planted: (row: number, index: number) => Row): RecordedLayers => {
      const { curve, layers, units } = recorded(rows, planted)
      return { curve: curve.map((value, place) => (place % 3 === 0 ? value / 10 : value)), layers, units }
    }
    const passing = everyStep(4, (row, index) => (row < 2 && index < 2 ? { distinct: 1, delta2: 0 } : {}))
    expect(findBandExit(passing)).toBeNull()
    const staying = everyStep(4, (row, index) => (row < 3 && index === 1 ? { distinct: 1 } : {}))
    expect(findBandExit(staying)).toMatchObject({ step: 0, layer: 2, quantity: 'distinct' })
  })

  it('does not miss a gradient that goes around a residual branch and is there in layer 1', () => {
    const around = recorded(3, (_, index) => (index === 1 ? { delta2: 0 } : {}))
    expect(findBandExit(around)).toBeNull()
    const exploding = recorded(3, (_, index) => (index === 1 ? { delta2: 1 } : {}))
    expect(findBandExit(exploding)).toMatchObject({ layer: 2, quantity: 'delta2', side: 'above' })
  })

  it('does not ask a layer of one unit whether its units differ', () => {
    const narrow = { ...recorded(2, () => ({ distinct: 1 })), units: [1, 1, 1, 3] }
    expect(findBandExit(narrow)).toBeNull()
  })
})

describe('the first cause', () => {
  const exploding = recorded(3, (row, index) => (row === 1 && index === 1 ? { h2: 1e6 } : {}))
  const notFinite = (step: number): FirstCause => ({
    step,
    layer: 3,
    quantity: 'z',
    side: 'not-finite',
    value: null,
  })
  const end = { step: 20, loss: 2.3 }

  it.each([
    [9, 'z'],
    [10, 'z'],
    [11, 'h2'],
    [15, 'h2'],
  ])('of a trial that broke at step %i is %s', (step, quantity) => {
    expect(chooseFirstCause(exploding, notFinite(step), end).quantity).toBe(quantity)
  })

  it('of a healthy trial that broke is the number that was not finite', () => {
    expect(
      chooseFirstCause(
        recorded(2, () => ({})),
        notFinite(4),
        end,
      ),
    ).toEqual(notFinite(4))
  })

  it('of a stalled trial is what left its band, else the loss itself', () => {
    expect(chooseFirstCause(exploding, null, end)).toMatchObject({ step: 10, layer: 2, quantity: 'h2' })
    const healthy = chooseFirstCause(
      recorded(2, () => ({})),
      null,
      end,
    )
    expect(healthy).toEqual({ step: 20, layer: 4, quantity: 'loss', side: 'above', value: 2.3 })
  })
})
