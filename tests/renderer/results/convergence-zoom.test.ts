import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { convergenceBand } from '@shared/statistics/convergence-bands'
import ConvergenceChart from '../../../src/renderer/components/results/ConvergenceChart.vue'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { dataOf, lineOf } from '../charts/chart-fixtures'
import { items, part, seriesById } from '../charts/option-parts'
import { chartOf, cleanUpViews, emptyRouter, optionOf, say } from './view-harness'

vi.mock('../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('./view-harness')).ChartStub,
}))

cleanUpViews()
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a zoom brings out the points of a long curve, and its end puts them back', async () => {
  const curve = Float32Array.from({ length: 3 * 50_000 }, (_, at) =>
    at % 3 === 0 ? at / 3 : 1 + Math.sin(Math.floor(at / 3)),
  )
  const band = convergenceBand(0, [trialWith({ curve, losses: [2, 1] })], 'trainLoss')
  const data = dataOf([{ ...lineOf(0, []), band }])
  const wrapper = mount(ConvergenceChart, {
    props: { data, name: 'long' },
    global: { plugins: [emptyRouter()] },
  })
  const points = (): number => items(part(seriesById(optionOf('Convergence')), 'median-0', 'data')).length
  const whole = points()
  expect(whole).toBeLessThan(25_000)
  say(chartOf(wrapper, 'Convergence'), 'zoom', 0.4, 0.44)
  await nextTick()
  expect(points()).toBeGreaterThan(whole + 1500)
  await vi.advanceTimersByTimeAsync(200)
  say(chartOf(wrapper, 'Convergence'), 'zoom', 0, 1)
  await nextTick()
  expect(points()).toBe(whole)
})
