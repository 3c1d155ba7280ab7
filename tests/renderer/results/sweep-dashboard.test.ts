import { createPinia } from 'pinia'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Channel } from '@shared/ipc-contract'
import type { TrialRecord } from '@shared/sweep'
import { nextTick } from 'vue'
import SweepDashboard from '../../../src/renderer/components/results/SweepDashboard.vue'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { part } from '../charts/option-parts'
import { cannedResults, HE_OR_XAVIER } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'
import { expansionOf, resultsOf, trialsOf, updateOf } from './result-fixtures'
import { cleanUpViews, emptyRouter, optionOf, summariesOf } from './view-harness'

vi.mock('../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('./view-harness')).ChartStub,
}))

const global = { plugins: [emptyRouter(), createPinia()] }

function withoutLayers(trial: TrialRecord): TrialRecord {
  return { ...trial, layers: new Float32Array(0) }
}

function mountWith(
  results = resultsOf(trialsOf(expansionOf())),
  update = null as ReturnType<typeof updateOf> | null,
) {
  return mount(SweepDashboard, { props: { results, update }, global, attachTo: document.body })
}

function rowTexts(wrapper: Pick<VueWrapper, 'findAll'>): string[] {
  return wrapper.findAll('tbody tr').map((row) =>
    row
      .findAll('th, td')
      .map((cell) => cell.text().replaceAll(/\s+/g, ' '))
      .join(' ')
      .trim(),
  )
}

cleanUpViews()
beforeEach(() => {
  useFakeLab({ library: [resultsOf(trialsOf(expansionOf()))] })
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SweepDashboard', () => {
  test('shows every configuration with n, medians and what diverged', () => {
    const mounted = mountWith()
    const rows = rowTexts(mounted)
    expect(rows).toHaveLength(4)
    expect(
      mounted
        .findAll('thead th')
        .slice(1, 3)
        .map((cell) => cell.text()),
    ).toEqual(['depth', 'scheme'])
    expect(rows[0]).toContain('0.110 [0.105, 0.115]')
    expect(rows[3]).toMatch(/diverged diverged × 2/)
    expect(mounted.text()).toContain('10 done')
    expect(mounted.get('[role=progressbar]').attributes('aria-valuetext')).toContain('2 diverged')
  })

  test('each chart has its content as text', () => {
    const mounted = mountWith()
    const labels = summariesOf(mounted)
    expect(labels[0]).toMatch(/Convergence: .* ends at .*n=3 each; 2 of 12 trials diverged/)
    expect(labels[1]).toBe('Layers: No trial with layer statistics has ended yet.')
  })

  test('a table stands in for a chart on request', async () => {
    const mounted = mountWith()
    await mounted.get('button[aria-label="Convergence as a table"]').trigger('click')
    const table = mounted.get('[aria-label="Convergence: table"]')
    expect(table.text()).toContain('step 20')
    expect(table.text()).toContain('n=3, 2 diverged')
  })

  test('hiding a line marks it in the chart and leaves the table alone', async () => {
    const mounted = mountWith()
    const before = rowTexts(mounted)
    await mounted.get('tbody button[aria-pressed]').trigger('click')
    expect(part(optionOf('Convergence'), 'legend')).toMatchObject({
      selected: { 'he-normal · depth 3': false, 'xavier-normal · depth 3': true },
    })
    expect(rowTexts(mounted)).toEqual(before)
    const [all] = mounted.findAll('button').filter((button) => button.text().startsWith('Show all'))
    await all?.trigger('click')
    expect(part(optionOf('Convergence'), 'legend')).toMatchObject({
      selected: { 'he-normal · depth 3': true },
    })
  })

  test('pointing at a row draws its line strong', async () => {
    const mounted = mountWith()
    await mounted.findAll('tbody tr').at(1)?.trigger('mouseenter')
    const series: unknown = part(optionOf('Convergence'), 'series')
    expect(Array.isArray(series) ? series[1] : null).toMatchObject({ lineStyle: { width: 3, opacity: 1 } })
    expect(Array.isArray(series) ? series[0] : null).toMatchObject({ lineStyle: { opacity: 0.18 } })
  })

  test('sorts by a column, diverged last, and back', async () => {
    const mounted = mountWith()
    const sort = mounted.get('th button[title^="Median [quartiles] over seeds of the loss"]')
    await sort.trigger('click')
    await sort.trigger('click')
    expect(sort.element.closest('th')?.getAttribute('aria-sort')).toBe('descending')
    expect(rowTexts(mounted)[0]).toContain('diverged diverged')
    await sort.trigger('click')
    expect(sort.element.closest('th')?.getAttribute('aria-sort')).toBe('none')
  })

  test('changes metric and axis', async () => {
    const mounted = mountWith()
    expect(part(optionOf('Convergence'), 'yAxis')).toMatchObject({ type: 'log' })
    const press = async (text: string): Promise<void> => {
      const [button] = mounted.findAll('button').filter((one) => one.text() === text) ?? []
      await button?.trigger('click')
    }
    await press('Linear')
    expect(part(optionOf('Convergence'), 'yAxis')).toMatchObject({ type: 'value' })
    await press('Accuracy')
    expect(part(optionOf('Convergence'), 'yAxis')).toMatchObject({
      type: 'value',
      max: 1,
      name: 'mini-batch accuracy (share correct)',
    })
  })

  test('moves over the trials by keyboard and says what each is', async () => {
    const mounted = mountWith()
    const map = mounted.get('[role=application]')
    await map.trigger('focus')
    await map.trigger('keydown', { key: 'PageDown' })
    await map.trigger('keydown', { key: 'End' })
    expect(mounted.get('[aria-live=polite]').text()).toBe(
      'xavier-normal · depth 10, seed 2: diverged. At step 7 a pre-activation z of layer 2 was no finite number any more: the signal overflowed.',
    )
  })

  test('follows a running sweep and cancels one configuration', async () => {
    const trials = trialsOf(expansionOf())
    const mounted = mountWith(resultsOf(trials.slice(0, 1), 'running'), updateOf(trials.slice(0, 1)))
    expect(mounted.text()).toContain('30 s left')
    expect(rowTexts(mounted)[0]).toContain('1/3')
    await mounted
      .get('button[aria-label^="Cancel what has not ended of xavier-normal · depth 3"]')
      .trigger('click')
    expect(mounted.emitted('cancel-configuration')).toEqual([[1]])

    await mounted.setProps({
      results: resultsOf(trials.slice(0, 3), 'running'),
      update: updateOf(trials.slice(0, 3)),
    })
    await vi.advanceTimersByTimeAsync(500)
    await nextTick()
    expect(rowTexts(mounted)[0]).toContain('0.110 [0.105, 0.115]')
  })

  test('draws the 40 best of a hundred while they run, and all when it is over', async () => {
    const document = {
      format: 'initlab-sweep/1' as const,
      name: 'Many',
      model: { depth: 1, width: Array.from({ length: 120 }, (_, index) => index + 1) },
      seeds: [0],
    }
    const trials = expansionOf(document).configurations.map(({ index }) =>
      trialWith({ configuration: index, losses: [2.3, 2 - index / 100] }),
    )
    const names = (): unknown[] => {
      const legend = part(optionOf('Convergence'), 'legend')
      const data: unknown =
        legend !== null && typeof legend === 'object' ? Reflect.get(legend, 'data') : undefined
      return Array.isArray(data) ? data.map((entry: { name: string }) => entry.name) : []
    }
    const mounted = mountWith(resultsOf(trials, 'running', document), updateOf(trials))
    expect(names()).toHaveLength(40)
    expect(names()[0]).toBe('width 120')
    expect(mounted.text()).toContain('width 120 ends at 0.81')
    expect(mounted.text()).toContain('40 of 120 lines drawn')
    await mounted.findAll('tbody tr').at(0)?.trigger('mouseenter')
    expect(names()).toContain('width 1')

    await mounted.setProps({ results: resultsOf(trials, 'done', document), update: null })
    expect(names()).toHaveLength(100)
    expect(mounted.text()).toContain('100 of 120 lines drawn')
  })

  test('reads the layer statistics by quantity while trials end, at most once a second', async () => {
    const lab = useFakeLab({ library: [cannedResults(7, HE_OR_XAVIER, { share: 0.5 })] })
    const columns = (): unknown[] =>
      lab.calls.flatMap(({ channel, input }) => (channel === 'library:layers' ? [input] : []))
    const caption = (): string =>
      mounted.findAll('div[role=img]').at(1)?.attributes('aria-label') ?? 'no chart'
    const half = lab.results.get(7)!
    const mounted = mountWith({ ...half, trials: half.trials.map(withoutLayers) }, null)
    expect(caption()).toBe('Layers: Reading the layer statistics …')
    await vi.advanceTimersByTimeAsync(10)
    expect(columns()).toEqual([0, 40].map((after) => ({ sweepId: 7, quantity: 'z2', after })))
    expect(caption()).toMatch(/^Layers: Step 0: mean z² a layer: ×.* measured, .* predicted/)

    const whole = cannedResults(7, HE_OR_XAVIER)
    lab.results.set(7, whole)
    for (const count of [50, 60, 70, 90]) {
      await mounted.setProps({
        results: { ...half, trials: whole.trials.slice(0, count).map(withoutLayers) },
      })
      await vi.advanceTimersByTimeAsync(210)
    }
    const early = columns().length
    await vi.advanceTimersByTimeAsync(2000)
    expect(early).toBeLessThanOrEqual(4)
    expect(caption()).toContain('n=10 each')
  })

  test('says why the layer statistics are missing, and reads them again', async () => {
    const failing: Partial<Record<Channel, string>> = { 'library:layers': 'The library is closed.' }
    const lab = useFakeLab({ library: [cannedResults(7, HE_OR_XAVIER)], failing })
    const { trials, ...rest } = lab.results.get(7)!
    const mounted = mountWith({ ...rest, trials: trials.map(withoutLayers) }, null)
    await vi.advanceTimersByTimeAsync(10)
    expect(mounted.text()).toContain('The layer statistics were not read. The library is closed.')
    delete failing['library:layers']
    const again = mounted.findAll('button').find((button) => button.text() === 'Try again')
    await again?.trigger('click')
    await vi.advanceTimersByTimeAsync(10)
    expect(mounted.text()).not.toContain('were not read')
    expect(mounted.text()).toMatch(/Step 0: mean z² a layer: ×/)
  })

  test('asks for no layer statistics where none were recorded', async () => {
    const lab = useFakeLab()
    const document = { ...resultsOf([]).document, record: { layers: false } }
    const mounted = mountWith(resultsOf(trialsOf(expansionOf()), 'done', document))
    await vi.advanceTimersByTimeAsync(1000)
    expect(lab.calls).toEqual([])
    expect(mounted.text()).toContain('No trial with layer statistics has ended yet.')
  })

  test('is true without a single trial', async () => {
    const mounted = mountWith(resultsOf([], 'running'), updateOf([], { etaSeconds: null }))
    await flushPromises()
    expect(mounted.text()).toContain('No trial has ended yet.')
    expect(mounted.text()).toContain('estimating')
    expect(rowTexts(mounted)[0]).toContain('0/3 – –')
  })

  test('says so when the spec of a report cannot be read', () => {
    const results = { ...resultsOf([]), document: { format: 'initlab-sweep/1', model: { colour: 'red' } } }
    const mounted = mountWith(results)
    expect(mounted.text()).toContain('These results cannot be drawn')
  })
})
