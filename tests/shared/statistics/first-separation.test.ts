import { describe, expect, test } from 'vitest'
import {
  firstSeparation,
  separationInTurns,
  separationPlaces,
  type Separation,
  type SeparationSide,
} from '@shared/statistics/first-separation'
import type { TrialStatus } from '@shared/trial-result'
import { trialWith } from './synthetic-trials'

interface SeedOptions {
  readonly status?: TrialStatus
  /** Recorded points; all of those with values otherwise. */
  readonly points?: number
  readonly every?: number
  readonly steps?: number
}

/** A trial whose column has these values, one row a point. */
function seed(index: number, values: readonly (readonly number[])[], options: SeedOptions = {}) {
  const { status = 'done', every = 10 } = options
  const losses = values.slice(0, options.points).map(() => 1)
  const trial = trialWith({
    seed: index,
    status,
    losses,
    every,
    ...(options.steps === undefined ? {} : { steps: options.steps }),
  })
  return { trial, values: Float32Array.from(values.flat()) }
}

/** Seeds whose values are those given plus a little of their own. */
function side(count: number, values: readonly (readonly number[])[], spread = 0.01): SeparationSide {
  return {
    layers: values[0]?.length ?? 0,
    measured: Array.from({ length: count }, (_, index) =>
      seed(
        index,
        values.map((row) => row.map((value) => value + index * spread)),
      ),
    ),
  }
}

function where({ first, places }: Separation) {
  return first === null
    ? null
    : { step: first.step, layer: places[first.place]?.a, higher: first.higher, a: first.a, b: first.b }
}

describe('places', () => {
  test('compares layers of equal depth one by one', () => {
    expect(separationPlaces(3, 3)).toEqual([
      { a: 1, b: 1 },
      { a: 2, b: 2 },
      { a: 3, b: 3 },
    ])
  })

  test('compares other depths in the hidden layers of both, and at the output', () => {
    expect(separationPlaces(3, 5)).toEqual([
      { a: 1, b: 1 },
      { a: 2, b: 2 },
      { a: 3, b: 5 },
    ])
    expect(separationPlaces(0, 3)).toEqual([])
  })
})

describe('first separation', () => {
  const rows = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ]

  test('is the earliest step, there the layer nearest to the input', () => {
    const other = [
      [1, 1, 1],
      [1, 0.5, 2],
      [0.5, 0.5, 0.5],
    ]
    const found = firstSeparation(side(10, rows), side(10, other), 'z2')
    expect(found.basis).toBe('test')
    expect(found.cells).toHaveLength(9)
    expect(where(found)).toMatchObject({ step: 10, layer: 2, higher: 'a' })
    expect(found.first?.a).toBeCloseTo(1.045, 5)
    expect(found.first?.b).toBeCloseTo(0.545, 5)
    expect(
      found.cells.filter(({ higher }) => higher === 'b').map(({ step, place }) => [step, place]),
    ).toEqual([[10, 2]])
    // 2 / C(20, 10) x 9
    expect(found.adjustedP).toBeCloseTo((2 / 184756) * 9, 12)
  })

  test('may be there from step 0 on at layer 1', () => {
    const found = firstSeparation(
      side(10, rows),
      side(10, [
        [2, 1, 1],
        [2, 1, 1],
        [2, 1, 1],
      ]),
      'z2',
    )
    expect(where(found)).toMatchObject({ step: 0, layer: 1, higher: 'b' })
    expect(found.cells.filter(({ place }) => place === 0).every(({ higher }) => higher === 'b')).toBe(true)
  })

  test('is null for equal sides, whose values all tie', () => {
    const found = firstSeparation(side(10, rows), side(10, rows), 'z2')
    expect(found).toMatchObject({ basis: 'test', first: null, adjustedP: null })
    expect(firstSeparation(side(10, rows, 0), side(10, rows, 0), 'h2').first).toBeNull()
  })

  test('takes Bonferroni over all cells: what separates alone does not among many', () => {
    // 6 against 6: 2 / C(12, 6) = 0.00216 reaches 0.05 over 23 cells and not over 24.
    const at = (cells: number): readonly (readonly number[])[] => Array.from({ length: cells }, () => [1])
    const shifted = (cells: number, value: number): readonly (readonly number[])[] =>
      Array.from({ length: cells }, () => [value])
    expect(firstSeparation(side(6, at(23)), side(6, shifted(23, 2)), 'z2')).toMatchObject({
      basis: 'test',
      first: { step: 0, higher: 'b' },
    })
    expect(firstSeparation(side(6, at(24)), side(6, shifted(24, 2)), 'z2').basis).toBe('ranges')
    // One pair of seeds in the wrong order: p = 4 / 924, too large over 23 cells.
    const crossing = {
      layers: 1,
      measured: [0, 1, 2, 3, 4, 5].map((one) => seed(one, shifted(23, one === 0 ? 1.045 : 2))),
    }
    expect(firstSeparation(side(6, at(23)), crossing, 'z2').first).toBeNull()
  })

  test('falls back to ranges that do not overlap where no p could be small enough', () => {
    const one = side(3, [[1, 1, 1]])
    const found = firstSeparation(one, side(3, [[1.01, 0.5, 1.03]]), 'z2')
    expect(found).toMatchObject({ basis: 'ranges', adjustedP: null })
    expect(found.smallestP).toBeCloseTo(0.1, 10)
    expect(where(found)).toMatchObject({ layer: 2, higher: 'a' })
    expect(found.cells[2]?.higher).toBe('b')
  })

  test('ranges that touch do not separate', () => {
    const low = { layers: 1, measured: [seed(0, [[1]]), seed(1, [[2]])] }
    const high = { layers: 1, measured: [seed(0, [[2]]), seed(1, [[3]])] }
    expect(firstSeparation(low, high, 'z2')).toMatchObject({ basis: 'ranges', first: null })
  })

  test('says nothing of one seed a side, or of nothing recorded', () => {
    expect(firstSeparation(side(1, [[1]]), side(1, [[9]]), 'z2')).toMatchObject({
      basis: 'none',
      first: null,
    })
    const empty: SeparationSide = { layers: 1, measured: [] }
    expect(firstSeparation(empty, side(10, [[1]]), 'z2')).toMatchObject({
      basis: 'none',
      cells: [],
      smallestP: 1,
    })
    const unrecorded = {
      layers: 1,
      measured: [seed(0, [[1]])].map(({ trial }) => ({ trial, values: new Float32Array(0) })),
    }
    expect(firstSeparation(unrecorded, side(10, [[1]]), 'z2').cells).toEqual([])
  })

  test('a trial that diverged is infinite in a magnitude from then on, and ties with its like', () => {
    // All of a leave at step 7, between two records.
    const a: SeparationSide = {
      layers: 1,
      measured: Array.from({ length: 10 }, (_, index) =>
        seed(index, [[1 + index / 100]], { status: 'diverged', steps: 7 }),
      ),
    }
    const b = side(10, [[1], [1], [1]])
    const found = firstSeparation(a, b, 'z2')
    expect(found.steps).toEqual([0, 10, 20])
    expect(where(found)).toMatchObject({ step: 10, higher: 'a', a: Infinity })
    expect(found.first?.diverged).toEqual([10, 0])
    expect(firstSeparation(a, a, 'z2').first).toBeNull()
    // A mean of z has no worst value: those trials are not there.
    expect(firstSeparation(a, b, 'zMean').steps).toEqual([0])
  })

  test('counts NaN as infinite in a magnitude and leaves it out elsewhere', () => {
    const gone = side(10, [[NaN], [NaN]])
    const other = side(10, [[1], [1]])
    expect(firstSeparation(gone, other, 'delta2').first?.diverged).toEqual([10, 0])
    expect(firstSeparation(gone, other, 'update')).toMatchObject({ basis: 'none', cells: [] })
    // The update after the last step does not exist.
    const last = firstSeparation(side(10, [[1], [NaN]]), side(10, [[2], [NaN]]), 'update')
    expect(last.steps).toEqual([0])
    expect(where(last)).toMatchObject({ step: 0, higher: 'b' })
  })

  test('leaves cancelled and failed trials out, and steps of one side only', () => {
    const a = side(10, [[1], [1]])
    const failed = {
      ...a,
      measured: a.measured.map((one) => ({ ...one, trial: { ...one.trial, status: 'error' as const } })),
    }
    expect(firstSeparation(failed, a, 'z2').cells).toEqual([])
    const sparse: SeparationSide = {
      layers: 1,
      measured: Array.from({ length: 10 }, (_, index) => seed(index, [[1], [1]], { every: 20 })),
    }
    expect(firstSeparation(side(10, [[1], [1], [1]]), sparse, 'z2').steps).toEqual([0, 20])
  })

  test('compares other depths at the output by its own layer', () => {
    const found = firstSeparation(side(10, [[1, 1, 5]]), side(10, [[1, 1, 1, 9]]), 'z2')
    expect(found.places[2]).toEqual({ a: 3, b: 4 })
    expect(where(found)).toMatchObject({ layer: 3, higher: 'b' })
  })

  test('gives the same whichever seed comes first, and with the sides exchanged', () => {
    const a = side(10, [
      [1, 1.02],
      [1, 3],
    ])
    const b = side(10, [
      [1, 1],
      [1.03, 2],
    ])
    const found = firstSeparation(a, b, 'z2')
    expect(firstSeparation({ ...a, measured: a.measured.toReversed() }, b, 'z2')).toEqual(found)
    const turned = firstSeparation(b, a, 'z2')
    expect(turned.cells.map(({ higher }) => higher)).toEqual(
      found.cells.map(({ higher }) => (higher === null ? null : higher === 'a' ? 'b' : 'a')),
    )
  })

  test('agrees with the test of every single cell', async () => {
    const { mannWhitney } = await import('@shared/statistics/mann-whitney')
    const wave = (index: number, point: number, layer: number, shift: number): number =>
      Math.round(8 * Math.sin(index * 7.3 + point * 1.9 + layer * 3.7)) / 8 + shift
    const build = (shift: number): SeparationSide => ({
      layers: 3,
      measured: Array.from({ length: 9 }, (_, index) =>
        seed(
          index,
          [0, 1, 2, 3].map((point) =>
            [1, 2, 3].map((layer) => wave(index, point, layer, shift * point * layer)),
          ),
        ),
      ),
    })
    const [a, b] = [build(0), build(0.2)]
    const found = firstSeparation(a, b, 'zMean')
    expect(found.basis).toBe('test')
    const apart = found.cells.map(({ step, place }) => {
      const values = (one: SeparationSide): number[] =>
        one.measured.map((trial) => trial.values[(step / 10) * 3 + place] ?? NaN)
      return mannWhitney(values(a), values(b)).twoSided <= 0.05 / 12
    })
    expect(found.cells.map(({ higher }) => higher !== null)).toEqual(apart)
    expect(apart).toContain(true)
    expect(apart).toContain(false)
  })

  test('finds next to nothing between equal distributions', () => {
    // 60 pairs of sides drawn alike: at most a few of them may separate anywhere, 5 % are allowed.
    let state = 1
    const draw = (): number => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    }
    const random = (): SeparationSide => ({
      layers: 4,
      measured: Array.from({ length: 8 }, (_, index) =>
        seed(
          index,
          Array.from({ length: 20 }, () => [draw(), draw(), draw(), draw()]),
        ),
      ),
    })
    const separated = Array.from({ length: 60 }, () => firstSeparation(random(), random(), 'z2')).filter(
      ({ first }) => first !== null,
    )
    expect(separated.length).toBeLessThanOrEqual(6)
  })

  test('breaks for others while it counts', () => {
    const many = side(
      500,
      Array.from({ length: 30 }, () => [1, 2]),
    )
    const turns = separationInTurns(many, many, 'z2')
    expect(turns.next()).toEqual({ done: false, value: undefined })
  })
})
