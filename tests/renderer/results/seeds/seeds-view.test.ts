import { createPinia } from 'pinia'
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import type { ShownSweep } from '../../../../src/renderer/charts/shown-sweep'
import SeedsView from '../../../../src/renderer/components/results/seeds/SeedsView.vue'
import { useSweepSelection } from '../../../../src/renderer/components/results/use-sweep-selection'
import { trialWith } from '../../../shared/statistics/synthetic-trials'
import { called, items, part, seriesById } from '../../charts/option-parts'
import { shownSweep } from '../../charts/shown-fixtures'
import { expansionOf } from '../result-fixtures'
import { chartOf, cleanUpViews, emptyRouter, optionOf, say, summariesOf } from '../view-harness'

vi.mock('../../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('../view-harness')).ChartStub,
}))

cleanUpViews()
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function mountWith(sweep: ShownSweep = shownSweep()) {
  const selection = useSweepSelection()
  const wrapper = mount(SeedsView, {
    props: { sweep, selection },
    global: { plugins: [emptyRouter(), createPinia()] },
    attachTo: document.body,
  })
  return { wrapper, selection }
}

function pressed(wrapper: Pick<VueWrapper, 'findAll'>, text: string): Promise<void> | undefined {
  return wrapper
    .findAll('button')
    .find((button) => button.text() === text)
    ?.trigger('click')
}

describe('SeedsView', () => {
  test('has four charts, each with its content as text', () => {
    const { wrapper } = mountWith()
    const labels = summariesOf(wrapper)
    expect(labels).toHaveLength(4)
    expect(labels[0]).toMatch(/^Seeds: .* ends lowest in 3 of 3 seeds/)
    expect(labels[1]).toMatch(
      /^Pairs: .*he-normal · depth 10 \(A\) is lower than xavier-normal · depth 10 \(B\) in 3 of 3/,
    )
    expect(labels[2]).toMatch(/^Profile: .*nowhere behind/)
    expect(labels[3]).toMatch(/^Converged by step: .*half the loss of guessing/)
  })

  test('pointing at a mark emphasizes its configuration in every chart', async () => {
    const { wrapper, selection } = mountWith()
    say(chartOf(wrapper, 'Seeds'), 'point', 'xavier-normal · depth 3', null)
    expect(selection.emphasized.value).toBe(1)
    await nextTick()
    expect(part(seriesById(optionOf('Profile')), 'median-1', 'lineStyle', 'width')).toBe(3)
    expect(part(seriesById(optionOf('Converged by step')), 'median-0', 'lineStyle', 'opacity')).toBe(0.18)
  })

  test('hiding a configuration takes it out of the charts and leaves the pair alone', async () => {
    const { selection } = mountWith()
    const before = JSON.stringify(optionOf('Pairs'))
    expect(Object.keys(seriesById(optionOf('Seeds')))).toContain('dots-0')
    expect(Object.keys(seriesById(optionOf('Profile')))).toContain('median-0')
    selection.toggle(0)
    await nextTick()
    expect(Object.keys(seriesById(optionOf('Seeds')))).not.toContain('dots-0')
    expect(Object.keys(seriesById(optionOf('Profile')))).not.toContain('median-0')
    expect(JSON.stringify(optionOf('Pairs'))).toBe(before)
  })

  test('joins seeds, compares by ratio and sorts the best first', async () => {
    // The best is the last of the grid.
    const trials = [0, 1, 2, 3].map((configuration) =>
      trialWith({ configuration, losses: [4, 3 - configuration / 2] }),
    )
    const { wrapper } = mountWith(shownSweep(trials))
    const joined = (): number => items(part(seriesById(optionOf('Seeds')), 'joined', 'data')).length
    expect(joined()).toBe(0)
    await wrapper.get('[role=checkbox]').trigger('click')
    expect(joined()).toBe(1)
    await pressed(wrapper, 'A / B')
    expect(part(optionOf('Pairs'), 'xAxis', 'type')).toBe('log')
    const first = (): unknown =>
      called(part(items(part(optionOf('Seeds'), 'yAxis'))[0], 'axisLabel', 'formatter'), 0)
    expect(first()).toBe('he-normal · depth 3')
    await pressed(wrapper, 'Best first')
    expect(first()).toBe('xavier-normal · depth 10')
  })

  test('takes a target of its own, and the standard one back', async () => {
    const { wrapper } = mountWith()
    const field = wrapper.get('input[type=number]')
    await field.setValue('0.2')
    await field.trigger('change')
    expect(wrapper.text()).toContain('mini-batch loss at or below 0.200 (chosen)')
    await wrapper.get('button[aria-label^="Back to half the loss"]').trigger('click')
    expect(wrapper.text()).toContain('(half the loss of guessing)')
  })

  test('an accuracy has no ratio', async () => {
    const { wrapper, selection } = mountWith()
    selection.finalMetric.value = 'testAccuracy'
    await nextTick()
    expect(wrapper.findAll('button').map((button) => button.text())).not.toContain('A / B')
    expect(part(optionOf('Converged by step'), 'xAxis', 'name')).toBe('step')
    expect(wrapper.text()).toContain('mini-batch accuracy at or above')
  })

  test('says what is missing: no trial, one configuration', () => {
    const nothing = mountWith(shownSweep([])).wrapper
    expect(nothing.text().match(/No trial has ended yet\./g)).toHaveLength(3)
    const one = expansionOf({
      format: 'initlab-sweep/1',
      name: 'One',
      train: { steps: 1 },
      seeds: { first: 0, count: 1 },
    })
    const alone = mountWith(shownSweep([trialWith({ losses: [2, 1] })], one)).wrapper
    expect(alone.text()).toContain('there is nothing to compare it with')
  })
})
