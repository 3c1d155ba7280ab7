import { describe, expect, test } from 'vitest'
import { convergenceBand } from '@shared/statistics/convergence-bands'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { convergenceChart } from '../../../src/renderer/charts/convergence-chart'
import { drawnPart, isAnyDense, valueRange, type Zoom } from '../../../src/renderer/charts/convergence-data'
import { convergenceCsv } from '../../../src/renderer/charts/convergence-text'
import { decimatedIndices } from '../../../src/renderer/charts/decimate'
import { decimatedBand, decimatedCurve } from '../../../src/renderer/charts/decimated-band'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { dataOf, lineOf } from './chart-fixtures'
import { items, part, seriesById } from './option-parts'

const COUNT = 100_000

function places(count = COUNT): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => index)
}

function curve(at: (index: number) => number, count = COUNT): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => at(index))
}

/** The values kept of a curve. */
function kept(
  ys: Float64Array,
  columns = 100,
  xs: ArrayLike<number> = places(ys.length),
): Map<number, number> {
  return new Map(Array.from(decimatedIndices(xs, ys, columns), (index) => [index, ys[index] ?? NaN]))
}

describe('decimatedIndices', () => {
  test('keeps all points of a curve with up to four in a column', () => {
    expect(decimatedIndices(places(400), curve(Math.sin, 400), 100)).toHaveLength(400)
    expect(decimatedIndices([], [], 100)).toHaveLength(0)
    expect([...decimatedIndices([3], [1], 100)]).toEqual([0])
    expect(decimatedIndices(new Float64Array(1000).fill(7), places(1000), 10)).toHaveLength(1000)
  })

  test('keeps the extremes of every column, its first and its last point', () => {
    const ys = curve(
      (index) => Math.sin(index / 37) + 10 * Number(index === 12_345) - 10 * Number(index === 54_321),
    )
    const points = kept(ys)
    expect(points.size).toBeLessThanOrEqual(400)
    expect(points.has(12_345)).toBe(true)
    expect(points.has(54_321)).toBe(true)
    expect(points.has(0)).toBe(true)
    expect(points.has(COUNT - 1)).toBe(true)
    const width = (COUNT - 1) / 100
    for (let column = 0; column < 100; column++) {
      const whole = [...ys].filter((_, index) => Math.min(99, Math.floor(index / width)) === column)
      const own = [...points].filter(([index]) => Math.min(99, Math.floor(index / width)) === column)
      const values = own.map(([, value]) => value)
      expect(Math.min(...values)).toBe(Math.min(...whole))
      expect(Math.max(...values)).toBe(Math.max(...whole))
      expect(values[0]).toBe(whole[0])
      expect(values.at(-1)).toBe(whole.at(-1))
    }
  })

  test('gives each index once, ascending', () => {
    const indices = [
      ...decimatedIndices(
        places(),
        curve((index) => (index * 7919) % 1000),
        100,
      ),
    ]
    expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b))
  })

  test('keeps gaps: NaN in the middle, at both ends and over whole columns', () => {
    const middle = kept(curve((index) => (index === 5000 ? NaN : 1)))
    expect(middle.get(5000)).toBeNaN()
    const wide = kept(curve((index) => (index >= 30_000 && index < 60_000 ? NaN : 1)))
    const gap = [...wide].filter(([index]) => index >= 30_000 && index < 60_000)
    expect(gap.length).toBeGreaterThanOrEqual(30)
    expect(gap.every(([, value]) => Number.isNaN(value))).toBe(true)
    expect(wide.has(29_999)).toBe(true)
    const ends = kept(curve((index) => (index < 5 || index > COUNT - 5 ? NaN : 1)))
    expect(Number.isNaN([...ends.values()][0])).toBe(true)
    expect(Number.isNaN([...ends.values()].at(-1))).toBe(true)
    expect(kept(curve(() => NaN)).size).toBe(100)
  })

  test('an infinite value neither hides a finite extreme nor vanishes', () => {
    const ys = curve((index) =>
      index === 7000 ? Infinity : index === 7001 ? -Infinity : index === 7002 ? 50 : 1,
    )
    const points = kept(ys)
    expect(points.get(7002)).toBe(50)
    expect(points.get(7001)).toBe(-Infinity)
  })

  test('takes places that are not even: an empty column has no point, a full one its extremes', () => {
    const xs = curve((index) => (index < COUNT / 2 ? index / COUNT : 1000 + index))
    const ys = curve((index) => (index === 10 ? 9 : 0))
    const points = kept(ys, 100, xs)
    expect(points.has(10)).toBe(true)
    expect(points.size).toBeLessThan(400)
  })

  test('of a zoom keeps the extremes of its own columns, and a point on each side of it', () => {
    const ys = curve((index) => Math.sin(index / 3) + 10 * Number(index === 50_123))
    const whole = decimatedIndices(places(), ys, 100)
    const zoomed = [...decimatedIndices(places(), ys, 100, [50_000, 51_000])]
    expect([zoomed[0], zoomed.at(-1)]).toEqual([49_999, 51_000])
    expect(zoomed.length).toBeGreaterThan(250)
    expect([...whole].filter((index) => index > 49_999 && index < 51_000).length).toBeLessThan(10)
    expect(zoomed).toContain(50_123)
    // So few points that all of them are seen.
    expect([...decimatedIndices(places(), ys, 100, [50_000, 50_003])]).toEqual([
      49_999, 50_000, 50_001, 50_002, 50_003,
    ])
    expect([...decimatedIndices(places(), ys, 100, [-5, -1])]).toEqual([0])
    expect([...decimatedIndices(places(), ys, 100, [2 * COUNT, 3 * COUNT])]).toEqual([COUNT - 1])
    expect(decimatedIndices(places(), ys, 100, [0, COUNT])).toEqual(whole)
  })

  test('keeps all of equal values at no more than two a column', () => {
    expect(kept(curve(() => 3)).size).toBeLessThanOrEqual(200 + 1)
  })
})

describe('a long convergence curve', () => {
  const long = Float32Array.from({ length: 3 * 50_000 }, (_, at) => {
    const point = Math.floor(at / 3)
    if (at % 3 === 0) return point
    return at % 3 === 1 ? (point === 31_415 ? 77 : 2 / (1 + point / 1000)) : 0.5
  })
  const band = convergenceBand(0, [trialWith({ curve: long, losses: [2, 1] })], 'trainLoss')
  const data = dataOf([{ ...lineOf(0, []), band, seeds: [long] }])

  test('is drawn with few points, its peak among them, on the same axis', () => {
    const drawn = drawnPart(data)
    const points = items(part(seriesById(convergenceChart(drawn, CHART_THEMES.light)), 'median-0', 'data'))
    expect(points.length).toBeLessThan(9000)
    expect(points.some((point) => part(point, 0) === 31_415 && part(point, 1) === 77)).toBe(true)
    expect(valueRange(drawn)).toEqual(valueRange(data))
    expect(drawn.lines[0]?.seeds[0]?.length).toBeLessThan(3 * 9000)
  })

  test('is decimated anew for what a zoom shows, on any axis below, and goes on beyond it', () => {
    const inside = (drawn: typeof data): number =>
      drawn.lines[0]?.band.steps.filter((step) => step >= 20_000 && step <= 21_000).length ?? 0
    const share = (step: number): number => step / 49_999
    const zoomed = drawnPart(data, [share(20_000), share(21_000)])
    expect(inside(drawnPart(data))).toBeLessThan(200)
    expect(inside(zoomed)).toBe(1001)
    const beyond = (drawn: typeof data): number =>
      drawn.lines[0]?.band.steps.findIndex((step) => step > 21_001) ?? -1
    expect(zoomed.lines[0]?.band.steps.slice(beyond(zoomed))).toEqual(
      drawnPart(data).lines[0]?.band.steps.slice(beyond(drawnPart(data))),
    )
    expect(zoomed.lines[0]?.seeds[0]?.length).toBeGreaterThan(3 * 1000)
    const samples = { ...data, lines: data.lines.map((line) => ({ ...line, perStep: 32 })) }
    expect(inside(drawnPart(samples, [share(20_000), share(21_000)]))).toBe(1001)
    expect(isAnyDense(data)).toBe(true)
    expect(isAnyDense(dataOf([lineOf(0, [[2, 1]])]))).toBe(false)
  })

  test('has ticks of its own below a zoom, on an axis of the same ends', () => {
    const axis = (zoom?: Zoom): unknown =>
      part(convergenceChart(drawnPart(data), CHART_THEMES.light, zoom), 'xAxis')
    const ticks = (zoom?: Zoom): unknown => part(axis(zoom), 'axisLabel', 'customValues')
    expect(ticks()).toEqual([0, 10_000, 20_000, 30_000, 40_000])
    expect(ticks([0.41, 0.43])).toEqual([20_600, 20_800, 21_000, 21_200, 21_400])
    expect([part(axis([0.41, 0.43]), 'min'), part(axis([0.41, 0.43]), 'max')]).toEqual([0, 49_999])
  })

  test('is saved whole', () => {
    expect(convergenceCsv(data).rows).toHaveLength(50_000)
  })

  test('is decimated once, and a short one not at all', () => {
    expect(decimatedBand(band)).toBe(decimatedBand(band))
    expect(decimatedCurve(long, 'trainLoss')).toBe(decimatedCurve(long, 'trainLoss'))
    const short = lineOf(0, [[2, 1]]).band
    expect(decimatedBand(short)).toBe(short)
  })
})
