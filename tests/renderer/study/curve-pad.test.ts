import { expect, test } from 'vitest'
import {
  levelCurve,
  nearest,
  nudged,
  PAD,
  padAxes,
  padPlace,
  padValue,
} from '../../../src/renderer/study/curve-pad'
import { expansionOf } from '../results/result-fixtures'

const document = {
  format: 'initlab-sweep/1',
  name: 'x',
  model: { depth: 4 },
  train: { steps: 300 },
  seeds: { first: 0, count: 1 },
}
const loss = padAxes('loss-by-step', expansionOf(document))
const signal = padAxes('signal-by-layer', expansionOf(document))

test('points stand at the start, the end and evenly between, or at every hidden layer', () => {
  expect(loss.xs).toEqual([0, 50, 100, 150, 200, 250, 300])
  expect(signal.xs).toEqual([1, 2, 3, 4])
})

test('everyone begins level, at the loss of guessing or at 1', () => {
  expect(new Set(levelCurve('loss-by-step', loss, 10))).toEqual(new Set([Math.log(10)]))
  expect(levelCurve('signal-by-layer', signal, 10)).toEqual([1, 1, 1, 1])
})

test('a pointer gives back the value and the point that it stands on', () => {
  for (const axes of [loss, signal])
    for (const [place, x] of axes.xs.entries())
      for (const y of [0.002, 0.7, 2.5]) {
        const at = padPlace(axes, x, y)
        expect(padValue(axes, at.y)).toBeCloseTo(y, 8)
        expect(nearest(axes, at.x + 3)).toBe(place)
      }
})

test('values stay inside the axis', () => {
  expect(padValue(loss, -50)).toBe(3)
  expect(padValue(loss, PAD.height + 50)).toBe(0)
})

test('an arrow key moves a point by the same way on the picture everywhere', () => {
  expect(nudged(loss, 1, 1)).toBeCloseTo(1.05, 10)
  expect(nudged(loss, 0, -1)).toBe(0)
  expect(nudged(signal, 1, 1) / 1).toBeCloseTo(nudged(signal, 1e-4, 1) / 1e-4, 8)
  expect(nudged(signal, 1, -1)).toBeLessThan(1)
})
