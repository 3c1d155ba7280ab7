import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { isStartOnly } from '../../../src/renderer/charts/convergence-data'
import ConvergenceChart from '../../../src/renderer/components/results/ConvergenceChart.vue'
import { dataOf, lineOf } from '../charts/chart-fixtures'

test('a sweep is only a start when trials ended and none has a point after step 0', () => {
  expect(isStartOnly(dataOf([lineOf(0, [[2]]), lineOf(1, [[3], [4]])]))).toBe(true)
  expect(isStartOnly(dataOf([lineOf(0, [[2]]), lineOf(1, [[3, 2]])]))).toBe(false)
  expect(isStartOnly(dataOf([lineOf(0, [])]))).toBe(false)
  const running = [Float32Array.of(0, 2, 0.1, 10, 1, 0.4)]
  expect(isStartOnly(dataOf([lineOf(0, [[2]]), lineOf(1, [], { running })]))).toBe(false)
})

test('in the place of its convergence a sentence points to the chart of layers', () => {
  const data = dataOf([lineOf(0, [[2]])])
  const text = mount(ConvergenceChart, { props: { data, name: 'start' } }).text()
  expect(text).toContain('No trial of this sweep took an update')
  expect(text).toContain('chart of layers')
})
