import type { RunningTrial } from '@shared/sweep'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellAt, cellOrigin, gridLayout, gridStates, statePaths } from '../../../src/renderer/charts/grid-map'
import { trialWith } from '../../shared/statistics/synthetic-trials'

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

  test('fits 60 x 10 in blocks side by side, and 25 x 40 in small cells', () => {
    const blocks = gridLayout(60, 10, 290, 224, 110)
    expect(blocks.blocks).toBeGreaterThan(1)
    expect(blocks.height).toBeLessThanOrEqual(224)
    expect(gridLayout(25, 40, 290, 224, 110).height).toBeLessThanOrEqual(224)
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
