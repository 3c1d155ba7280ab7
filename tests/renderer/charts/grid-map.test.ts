import type { RunningTrial } from '@shared/sweep'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cellAt,
  cellOrigin,
  gridLayout,
  gridStates,
  labelMiddle,
  rowAt,
  rowOrigin,
  rowSentence,
  statePaths,
} from '../../../src/renderer/charts/grid-map'
import { commonBeginning, shortenedInMiddle } from '../../../src/renderer/charts/shortened'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'

describe('gridStates', () => {
  const running: RunningTrial[] = [
    { configuration: 1, seed: 5, step: 10, steps: 40, curve: new Float32Array(0) },
  ]
  const trials = [
    trialWith({ configuration: 0, seed: 4, status: 'diverged' }),
    trialWith({ configuration: 0, seed: 5, status: 'stalled' }),
  ]

  test('has ended, running and waiting trials, by configuration and seed', () => {
    expect(gridStates(2, [4, 5], trials, running, 'running').states).toEqual([
      'diverged',
      'stalled',
      'queued',
      'running',
    ])
  })

  test('what a cancelled sweep never ran is cancelled', () => {
    expect(gridStates(2, [4, 5], trials, [], 'cancelled').states).toEqual([
      'diverged',
      'stalled',
      'cancelled',
      'cancelled',
    ])
  })

  test('ignores trials outside the grid', () => {
    expect(gridStates(1, [4], [trialWith({ configuration: 7, seed: 4 })], [], 'done').states).toEqual([
      'queued',
    ])
  })
})

describe('gridLayout', () => {
  test('has large, labelled cells for 6 x 10', () => {
    const layout = gridLayout(6, 10, 300, 224, 110)
    expect(layout.cell).toBeGreaterThanOrEqual(16)
    expect(layout.labelWidth).toBe(110)
    expect(layout.blocks).toBe(1)
  })

  test('stands in blocks side by side where names, too, have room', () => {
    const blocks = gridLayout(24, 3, 440, 224, 110)
    expect([blocks.blocks, blocks.labelWidth]).toEqual([2, 110])
    expect(blocks.height).toBeLessThanOrEqual(224)
  })

  test('names every row of 1 to 1,000 trials, and keeps the map inside its width', () => {
    const shapes = [
      [1, 1], [1, 1000], [1000, 1], [40, 5], [60, 10], [25, 40], [100, 10], [300, 3],
    ] as const // prettier-ignore
    for (const [configurations, seeds] of shapes) {
      for (const width of [180, 290, 440]) {
        const layout = gridLayout(configurations, seeds, width, 224, 190)
        const { labelWidth, linesEach, cell, blocks, blockWidth, rowsPerBlock } = layout
        expect(labelWidth).toBeGreaterThanOrEqual(90)
        // As high as a letter: rows do not write over each other.
        expect(linesEach * cell).toBeGreaterThanOrEqual(12)
        expect(blocks * (blockWidth + 14) - 14).toBeLessThanOrEqual(width)
        expect(blocks * rowsPerBlock).toBeGreaterThanOrEqual(configurations)
        expect(labelMiddle(layout)).toBeLessThan(linesEach * cell)
      }
    }
  })

  test('scrolls rather than leave the names out, and then gives them the room that the cells leave', () => {
    const layout = gridLayout(100, 10, 290, 224, 190)
    expect([layout.cell, layout.labelWidth, layout.height]).toEqual([13, 160, 1300])
  })

  test('wraps the seeds of one configuration', () => {
    const layout = gridLayout(1, 1000, 290, 224, 110)
    expect(layout.linesEach).toBeGreaterThan(1)
    expect(layout.perLine * layout.cell).toBeLessThanOrEqual(290)
  })

  test('wraps into lines of one length', () => {
    const layout = gridLayout(24, 50, 286, 224, 110)
    expect([layout.linesEach, layout.perLine]).toEqual([2, 25])
  })

  test('the cell under its own middle is the cell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 80, max: 700 }),
        (configurations, count, width) => {
          const seeds = Array.from({ length: count }, (_, index) => index)
          const grid = gridStates(configurations, seeds, [], [], 'running')
          const layout = gridLayout(configurations, count, width, 224, 100)
          for (const place of [
            { configuration: 0, seed: 0 },
            { configuration: configurations - 1, seed: count - 1 },
            { configuration: Math.floor(configurations / 2), seed: Math.floor(count / 2) },
          ]) {
            const { x, y } = cellOrigin(place, layout)
            expect(cellAt(x + layout.cell / 2, y + layout.cell / 2, layout, grid)).toEqual(place)
            const name = rowOrigin(place.configuration, layout)
            expect(cellAt(name.x + 1, name.y + 1, layout, grid)).toBeNull()
            expect(rowAt(name.x + 1, name.y + 1, layout, configurations)).toBe(place.configuration)
            expect(rowAt(x + layout.cell / 2, y + layout.cell / 2, layout, configurations)).toBe(
              place.configuration,
            )
          }
        },
      ),
    )
  })
})

test('two paths a state, whatever the number of trials', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index)
  const grid = gridStates(
    25,
    seeds,
    [trialWith({ configuration: 3, seed: 7, status: 'diverged' })],
    [],
    'running',
  )
  const paths = statePaths(grid, gridLayout(25, 40, 290, 224, 100))
  expect(paths.map(({ state, count }) => [state, count])).toEqual([
    ['queued', 999],
    ['diverged', 1],
  ])
})

test('a row in words counts its own trials', () => {
  const trials = [
    trialWith({ configuration: 0, seed: 0, status: 'stalled' }),
    trialWith({ configuration: 1, seed: 0, status: 'diverged' }),
    trialWith({ configuration: 1, seed: 1, status: 'done' }),
  ]
  const grid = gridStates(2, [0, 1, 2], trials, [], 'running')
  const [, second] = expansionOf().configurations
  if (second === undefined) throw new Error('missing')
  expect(rowSentence(second, grid)).toBe(`${second.label}: 1 queued, 1 done, 1 diverged`)
})

test('a name gives way in its middle', () => {
  expect(shortenedInMiddle('he-normal · depth 3', 19)).toBe('he-normal · depth 3')
  expect(shortenedInMiddle('he-normal (gain 0.55) · depth 12', 17)).toBe('he-norma…depth 12')
  expect(shortenedInMiddle('abcdef', 1)).toBe('a…f')
})

test('a name gives way where it is like all others, as far as that goes', () => {
  const labels = [
    'he-normal (gain 0.55) · depth 12',
    'he-normal (gain 0.65) · depth 12',
    'he-normal · depth 2',
  ]
  const common = commonBeginning(labels)
  expect(common).toBe('he-normal '.length)
  expect(labels.map((label) => shortenedInMiddle(label, 26, common))).toEqual([
    'he-…(gain 0.55) · depth 12',
    'he-…(gain 0.65) · depth 12',
    'he-normal · depth 2',
  ])
  // Too short for the names to differ elsewhere: the middle.
  expect(shortenedInMiddle(labels[0] ?? '', 17, common)).toBe('he-norma…depth 12')
  expect(commonBeginning(['alone'])).toBe(0)
  expect(commonBeginning(['same', 'same'])).toBe(4)
})
