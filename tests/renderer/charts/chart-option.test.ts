import { expect, test } from 'vitest'
import { axisRange } from '../../../src/renderer/charts/axis-range'
import { tooltipStart, valueAxis } from '../../../src/renderer/charts/chart-option'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { called, part } from './option-parts'

test('a tooltip lies beside the pointer and inside the chart; a larger one ends with the chart', () => {
  expect(tooltipStart(50, 100, 400)).toBe(66)
  expect(tooltipStart(350, 100, 400)).toBe(234)
  expect(tooltipStart(200, 300, 400)).toBe(0)
  expect(tooltipStart(10, 390, 400)).toBe(0)
  expect(tooltipStart(100, 380, 300)).toBe(-80)
})

test('the title of a value axis stands beside its longest tick, in the margin that charts leave it', () => {
  const gap = valueAxis(axisRange([1e-5, 1], 'log'), 'mean δ²', CHART_THEMES.light).nameGap ?? 0
  // `5×10⁻⁵` takes 34 pixels at a distance of 8; half a line of the title is 6; the margin is 62.
  expect(gap - 6).toBeGreaterThan(42)
  expect(gap + 6).toBeLessThan(62)
})

test('the lower edge of a value axis may mean exactly 0', () => {
  const range = axisRange([0.3, 40], 'log')
  const plain = valueAxis(range, '', CHART_THEMES.light)
  const floored = valueAxis(range, '', CHART_THEMES.light, '0')
  const label = (axis: unknown, value: number): unknown => called(part(axis, 'axisLabel', 'formatter'), value)
  expect(label(plain, range.min)).not.toBe('0')
  expect(label(floored, range.min)).toBe('0')
  expect(label(floored, 10)).toBe('10')
  expect(part(floored, 'axisLabel', 'customValues', 0)).toBe(range.min)
})
