import { expect, test } from 'vitest'
import { tooltipStart } from '../../../src/renderer/charts/chart-option'

test('a tooltip lies beside the pointer and inside the chart; a larger one ends with the chart', () => {
  expect(tooltipStart(50, 100, 400)).toBe(66)
  expect(tooltipStart(350, 100, 400)).toBe(234)
  expect(tooltipStart(200, 300, 400)).toBe(0)
  expect(tooltipStart(10, 390, 400)).toBe(0)
  expect(tooltipStart(100, 380, 300)).toBe(-80)
})
