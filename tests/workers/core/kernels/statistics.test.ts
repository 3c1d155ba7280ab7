import { openMachine, type Machine } from '@core/kernels/machine'
import { HISTOGRAM_BINS } from '@shared/trial-result'
import { describe, expect, it } from 'vitest'
import { plantPanels, plantWeights, plantingMachine, pseudoRandom } from './planted'

const SHAPES = [
  [1, 1, 1],
  [3, 1, 5],
  [16, 1, 8],
  [17, 1, 9],
  [32, 1, 32],
  [40, 6, 3],
  [5, 9, 10],
] as const
const SETS = ['simd', 'scalar'] as const

type Shape = readonly [samples: number, positions: number, features: number]

function valuesOf([samples, positions, features]: Shape, seed: number): (...place: number[]) => number {
  const random = pseudoRandom(seed)
  const values = Float32Array.from({ length: samples * positions * features }, () => 3 * random())
  return (sample = 0, position = 0, feature = 0) =>
    values[(sample * positions + position) * features + feature]!
}

function listOf([samples, positions, features]: Shape, valueAt: (...place: number[]) => number): number[] {
  const list: number[] = []
  for (let sample = 0; sample < samples; sample += 1)
    for (let position = 0; position < positions; position += 1)
      for (let feature = 0; feature < features; feature += 1) list.push(valueAt(sample, position, feature))
  return list
}

function momentsOf(machine: Machine, shape: Shape, valueAt: (...place: number[]) => number): number[] {
  const values = plantPanels(machine, ...shape, valueAt)
  const out = machine.heap.allocate(32)
  machine.kernels.moments(values, out, ...shape)
  return [...machine.heap.f64.subarray(out / 8, out / 8 + 4)]
}

function bits(values: readonly number[]): string {
  return [...new BigUint64Array(Float64Array.from(values).buffer)].map((word) => word.toString(16)).join(' ')
}

describe.each(SETS)('statistics of the %s kernels', (set) => {
  it.each(SHAPES)(
    'gives mean, mean square and extremes of %i samples, %i positions, %i features',
    (...shape) => {
      const valueAt = valuesOf(shape, 11)
      const list = listOf(shape, valueAt)
      const [mean, meanSquare, smallest, largest] = momentsOf(plantingMachine(set), shape, valueAt)
      const sum = list.reduce((total, value) => total + value, 0)
      const squares = list.reduce((total, value) => total + value * value, 0)
      // Numbers below 3 in size: float32 loses some 1e-7 of that.
      expect(mean).toBeCloseTo(sum / list.length, 6)
      expect(meanSquare! / (squares / list.length)).toBeCloseTo(1, 6)
      expect(smallest).toBe(Math.min(...list))
      expect(largest).toBe(Math.max(...list))
    },
  )

  it.each(SHAPES)('gives the mean square of (%i, %i, %i) alone in the same bits', (...shape) => {
    const machine = plantingMachine(set)
    const valueAt = valuesOf(shape, 31)
    const alone = machine.kernels.meanSquare(plantPanels(machine, ...shape, valueAt), ...shape)
    expect(alone).toBe(momentsOf(machine, shape, valueAt)[1])
    const wrong = plantPanels(machine, ...shape, (sample) => (sample === shape[0] - 1 ? NaN : 1))
    expect(machine.kernels.meanSquare(wrong, ...shape)).toBeNaN()
  })

  it('keeps squares that float32 cannot hold', () => {
    const tiny = momentsOf(plantingMachine(set), [16, 1, 8], () => 2 ** -100)
    const huge = momentsOf(plantingMachine(set), [16, 1, 8], () => 2 ** 100)
    expect([tiny[1], huge[1]]).toEqual([2 ** -200, 2 ** 200])
  })

  it.each([1e-30, 1e30])('keeps norms of entries of %d, where float32 squares are 0 or infinite', (size) => {
    const machine = plantingMachine(set)
    const a = plantWeights(machine, 5, 33, (row) => (row === 4 ? -size : size))
    const b = plantWeights(machine, 5, 33, () => 0)
    const expected = 165 * Math.fround(size) ** 2
    expect(machine.kernels.sumOfSquares(a, 5, 33) / expected).toBeCloseTo(1, 12)
    expect(machine.kernels.squaredDistance(a, b, 5, 33) / expected).toBeCloseTo(1, 12)
    const [mean, meanSquare] = momentsOf(machine, [17, 2, 3], (sample) => (sample === 0 ? -size : size))
    expect(mean! / ((Math.fround(size) * 15) / 17)).toBeCloseTo(1, 12)
    expect(meanSquare! / Math.fround(size) ** 2).toBeCloseTo(1, 12)
  })

  it.each(SHAPES)('says NaN when one entry of (%i, %i, %i) is', (samples, positions, features) => {
    const last = [samples - 1, positions - 1, features - 1]
    const found = momentsOf(plantingMachine(set), [samples, positions, features], (...place) =>
      place.every((index, axis) => index === last[axis]) ? NaN : 1,
    )
    expect(found).toEqual([NaN, NaN, NaN, NaN])
  })

  it('tells infinities from NaN', () => {
    const found = momentsOf(plantingMachine(set), [17, 1, 3], (sample = 0) =>
      sample === 3 ? Infinity : sample === 16 ? -Infinity : 1,
    )
    expect(found).toEqual([NaN, Infinity, -Infinity, Infinity])
  })

  it('names an extreme of -0 plain 0', () => {
    const [, , smallest, largest] = momentsOf(plantingMachine(set), [16, 1, 1], () => -0)
    expect([Object.is(smallest, 0), Object.is(largest, 0)]).toEqual([true, true])
  })

  it.each([
    [1, 1],
    [3, 7],
    [8, 8],
    [5, 13],
    [32, 64],
  ])('sums squares and squared distances of a %i x %i matrix', (rows, columns) => {
    const machine = plantingMachine(set)
    const random = pseudoRandom(3)
    const first = Float32Array.from({ length: rows * columns }, random)
    const second = Float32Array.from({ length: rows * columns }, random)
    const a = plantWeights(machine, rows, columns, (row, column) => first[row * columns + column]!)
    const b = plantWeights(machine, rows, columns, (row, column) => second[row * columns + column]!)
    const squares = first.reduce((total, value) => total + value * value, 0)
    const distances = first.reduce(
      (total, value, index) => total + Math.fround(value - second[index]!) ** 2,
      0,
    )
    expect(machine.kernels.sumOfSquares(a, rows, columns) / squares).toBeCloseTo(1, 6)
    expect(machine.kernels.squaredDistance(a, b, rows, columns) / distances).toBeCloseTo(1, 6)
    expect(machine.kernels.squaredDistance(a, a, rows, columns)).toBe(0)
  })

  it.each([NaN, Infinity, -Infinity])('finds %d at every place, and nothing in the padding', (wrong) => {
    const machine = plantingMachine(set)
    const [rows, columns] = [3, 13]
    const [samples, positions, features] = [19, 2, 9]
    const weights = plantWeights(machine, rows, columns, () => -3.4e38)
    const panels = plantPanels(machine, samples, positions, features, () => 3.4e38)
    const { kernels, heap } = machine
    expect(kernels.isFinite(weights, rows, columns)).toBe(1)
    expect(kernels.isFinitePanels(panels, samples, positions, features)).toBe(1)
    for (let place = weights / 4; place < panels / 4; place += 1) {
      const before = heap.f32[place]!
      if (!Number.isFinite(before) || before === 0) continue
      heap.f32[place] = wrong
      expect(kernels.isFinite(weights, rows, columns)).toBe(0)
      heap.f32[place] = before
    }
    for (let place = panels / 4; place < panels / 4 + 2 * 2 * 16 * 16; place += 1) {
      const before = heap.f32[place]!
      if (!Number.isFinite(before)) continue
      heap.f32[place] = wrong
      expect(kernels.isFinitePanels(panels, samples, positions, features)).toBe(0)
      heap.f32[place] = before
    }
  })

  it('marks units that are not flat on some sample, over several passes', () => {
    const machine = plantingMachine(set)
    const { kernels, heap } = machine
    const alive = heap.allocate(4 * 16)
    // Unit k is positive on sample k only; units 9 and 10 on none, unit 11 is NaN on one.
    const valueAt = (sample: number, _: number, unit: number): number =>
      unit === 11 ? (sample === 2 ? NaN : -1) : sample === unit && unit < 9 ? 1e-30 : unit === 10 ? 0 : -2
    const all = plantPanels(machine, 19, 1, 12, valueAt)
    kernels.markAlive(all, alive, 0, NaN, 5, 1, 12)
    expect([...heap.i32.subarray(alive / 4, alive / 4 + 12)]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1])
    kernels.markAlive(all, alive, 0, NaN, 19, 1, 12)
    expect([...heap.i32.subarray(alive / 4, alive / 4 + 12)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1])
    const clipped = heap.allocate(4 * 8)
    const positions = plantPanels(machine, 2, 3, 3, (sample, position, unit) =>
      unit === 0 ? 1 : unit === 1 ? -1 : sample === 1 && position === 2 ? 0.99 : 2,
    )
    kernels.markAlive(positions, clipped, -1, 1, 2, 3, 3)
    expect([...heap.i32.subarray(clipped / 4, clipped / 4 + 3)]).toEqual([0, 0, 1])
  })

  it.each(SHAPES)('counts what lies in the flat parts of (%i, %i, %i)', (...shape) => {
    const machine = plantingMachine(set)
    const valueAt = valuesOf(shape, 5)
    const values = plantPanels(machine, ...shape, valueAt)
    const list = listOf(shape, valueAt)
    const both = list.filter((value) => value <= -1 || value >= 1).length
    expect(machine.kernels.countFlat(values, -1, 1, ...shape)).toBe(both)
    const below = list.filter((value) => value <= -1).length
    expect(machine.kernels.countFlat(values, -1, NaN, ...shape)).toBe(below)
  })

  it('does not count NaN as flat', () => {
    const machine = plantingMachine(set)
    const values = plantPanels(machine, 3, 1, 3, (sample) =>
      sample === 0 ? NaN : sample === 1 ? 1 : Infinity,
    )
    expect(machine.kernels.countFlat(values, -1, 1, 3, 1, 3)).toBe(6)
  })

  it.each(SHAPES)('sorts (%i, %i, %i) values into bins', (...shape) => {
    const machine = plantingMachine(set)
    const valueAt = valuesOf(shape, 23)
    const values = plantPanels(machine, ...shape, valueAt)
    const out = machine.heap.allocate(4 * (2 + HISTOGRAM_BINS))
    machine.kernels.histogram(values, out, ...shape)
    const list = listOf(shape, valueAt)
    const [smallest, largest] = [Math.min(...list), Math.max(...list)]
    const expected = new Array<number>(HISTOGRAM_BINS).fill(0)
    for (const value of list) {
      const share = largest > smallest ? (value - smallest) / (largest - smallest) : 0
      expected[Math.min(HISTOGRAM_BINS - 1, Math.floor(share * HISTOGRAM_BINS))]! += 1
    }
    const found = [...machine.heap.f32.subarray(out / 4, out / 4 + 2 + HISTOGRAM_BINS)]
    expect(found).toEqual([smallest, largest, ...expected])
  })

  it('leaves what is not finite out of a histogram', () => {
    const machine = plantingMachine(set)
    const out = machine.heap.allocate(4 * (2 + HISTOGRAM_BINS))
    const mixed = plantPanels(machine, 4, 1, 1, (sample) => [NaN, 3e38, -3e38, Infinity][sample]!)
    machine.kernels.histogram(mixed, out, 4, 1, 1)
    const found = [...machine.heap.f32.subarray(out / 4, out / 4 + 2 + HISTOGRAM_BINS)]
    expect(found.slice(0, 2)).toEqual([Math.fround(-3e38), Math.fround(3e38)])
    expect([found[2], found.at(-1), found.slice(2).reduce((sum, count) => sum + count, 0)]).toEqual([1, 1, 2])
    const none = plantPanels(machine, 4, 1, 1, () => NaN)
    machine.kernels.histogram(none, out, 4, 1, 1)
    const empty = [...machine.heap.f32.subarray(out / 4, out / 4 + 2 + HISTOGRAM_BINS)]
    expect(empty).toEqual([NaN, NaN, ...new Array<number>(HISTOGRAM_BINS).fill(0)])
  })
})

describe('statistics of both kernel sets', () => {
  it.each(SHAPES)('are equal in every bit for (%i, %i, %i)', (...shape) => {
    const sums = SETS.map((set) => {
      const machine = plantingMachine(set)
      const { kernels } = machine
      const valueAt = valuesOf(shape, 99)
      const [, positions, features] = shape
      const rows = 1 + positions
      const weights = plantWeights(machine, rows, features, (row, column) => valueAt(0, 0, column) + row)
      const other = plantWeights(machine, rows, features, (row, column) => valueAt(0, 0, column) * row)
      return bits([
        ...momentsOf(machine, shape, valueAt),
        kernels.sumOfSquares(weights, rows, features),
        kernels.squaredDistance(weights, other, rows, features),
      ])
    })
    expect(sums[0]).toBe(sums[1])
  })

  it('are exports of the compiled set', () => {
    expect(openMachine('simd').kernels.moments).not.toBe(openMachine('scalar').kernels.moments)
  })
})
