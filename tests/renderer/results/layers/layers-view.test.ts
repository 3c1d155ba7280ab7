import { createPinia, setActivePinia } from 'pinia'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TrialRecord } from '@shared/sweep'
import type { SweepDocument } from '@shared/sweep-spec'
import { HISTOGRAM_BINS } from '@shared/trial-result'
import { nextTick } from 'vue'
import LayersView from '../../../../src/renderer/components/results/layers/LayersView.vue'
import { useSweepSelection } from '../../../../src/renderer/components/results/use-sweep-selection'
import { useDraft } from '../../../../src/renderer/stores/draft'
import { layerRows, trialWith } from '../../../shared/statistics/synthetic-trials'
import { items, part, seriesById } from '../../charts/option-parts'
import { shownSweep } from '../../charts/shown-fixtures'
import { useFakeLab } from '../../use-fake-lab'
import { expansionOf, resultsOf } from '../result-fixtures'
import { chartOf, cleanUpViews, emptyRouter, optionOf, say, summariesOf } from '../view-harness'

vi.mock('../../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('../view-harness')).ChartStub,
}))

const DOCUMENT: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'He or Xavier',
  model: { depth: [3, 10], width: 32, init: ['he-normal', 'xavier-normal'] },
  train: { steps: 20 },
  record: { every: 10 },
  seeds: { first: 0, count: 3 },
}
const expansion = expansionOf(DOCUMENT)

/** Layers multiply by 1 with He and by 0.5 with Xavier; unit counts are full but in the first layer of the first configuration. */
function trialsWith(histograms: Float32Array): TrialRecord[] {
  return expansion.configurations.flatMap(({ index, settings }) =>
    expansion.seeds.map((seed) => {
      const count = settings.model.widths.length + 1
      const ratio = settings.model.init.scheme === 'he-normal' ? 1 : 0.5
      return trialWith({
        configuration: index,
        seed,
        losses: [2.3, 1, 0.5],
        histograms: index === 0 ? histograms : new Float32Array(0),
        spectrum: new Float32Array(2 * count * 2).fill(1),
        jacobian: 2,
        layers: layerRows(
          Array.from({ length: 3 * count }, (_, row) => ({
            z2: 2 * Math.pow(ratio, row % count),
            h2: Math.pow(ratio, row % count),
            delta2: 1e-3 * Math.pow(ratio, count - 1 - (row % count)),
            update: 0.01 * ((row % count) + 1),
            distinct: index === 0 && row % count === 0 ? 1 : 32,
            distinctNear: index === 0 && row % count === 0 ? 1 : 32,
          })),
        ),
      })
    }),
  )
}

/** One kept step, 4 layers, 3 quantities. */
function someHistograms(): Float32Array {
  const record = [0, -1, 1, ...Array<number>(HISTOGRAM_BINS).fill(2)]
  return Float32Array.from(Array.from({ length: 4 * 3 }, () => record).flat())
}

cleanUpViews()
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function mountWith(trials = trialsWith(new Float32Array(0))) {
  useFakeLab({ library: [resultsOf(trials, 'done', DOCUMENT)] })
  const pinia = createPinia()
  setActivePinia(pinia)
  const selection = useSweepSelection()
  const wrapper = mount(LayersView, {
    props: { sweep: shownSweep(trials, expansion), selection, document: DOCUMENT },
    global: { plugins: [emptyRouter(), pinia] },
    attachTo: document.body,
  })
  await flushPromises()
  await nextTick()
  return { wrapper, selection }
}

function button(wrapper: Pick<VueWrapper, 'get'>, name: string) {
  return wrapper.get(`button[aria-label="${name}"]`)
}

describe('LayersView', () => {
  test('has the signal beside its theory, any quantity, the symmetry and the singular values', async () => {
    const { wrapper } = await mountWith()
    const labels = summariesOf(wrapper)
    expect(labels.map((label) => label.split(':')[0])).toEqual([
      'Signal over depth',
      'Any quantity',
      'Layers over time',
      'Symmetry lens',
      'Singular values',
    ])
    expect(labels[0]).toMatch(
      /xavier-normal · depth \d+: z² halves per layer: 0\.50 measured, 0\.50 predicted/,
    )
    expect(labels[3]).toContain(
      'Layer 1 has 1 distinct unit of 32 in every one of 3 seeds, from step 0 to the end',
    )
    expect(labels[4]).toContain('Jacobian at step 0: mean squared singular value 2.00')
    expect(Object.keys(seriesById(optionOf('Signal over depth')))).toContain('theory-delta2-3')
  })

  test('the scrubber drives every card, and takes the theory away after the start', async () => {
    const { wrapper, selection } = await mountWith()
    await button(wrapper, 'Last recorded step').trigger('click')
    expect(selection.place.value).toBe(2)
    await nextTick()
    expect(Object.keys(seriesById(optionOf('Signal over depth')))).not.toContain('theory-z2-0')
    expect(wrapper.text()).toContain('Theory speaks of the start')
    expect(wrapper.get('output').text()).toBe('20')
    await button(wrapper, 'Previous recorded step').trigger('click')
    expect(wrapper.get('output').text()).toBe('10')
    expect(part(optionOf('Symmetry lens'), 'xAxis', 0, 'name')).toContain('step 10')
  })

  test('plays to the end and stops there', async () => {
    const { wrapper, selection } = await mountWith()
    await button(wrapper, 'Play the recorded steps').trigger('click')
    await vi.advanceTimersByTimeAsync(260)
    expect(selection.place.value).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(selection.place.value).toBe(2)
    expect(wrapper.find('button[aria-label="Play the recorded steps"]').exists()).toBe(true)
  })

  test('shows one configuration in the cards of one alone', async () => {
    const { selection } = await mountWith()
    expect(items(part(optionOf('Layers over time'), 'yAxis', 0, 'data'))).toHaveLength(4)
    selection.inspected.value = 2
    await flushPromises()
    expect(items(part(optionOf('Layers over time'), 'yAxis', 0, 'data'))).toHaveLength(11)
    expect(document.body.textContent).toContain('All units of every layer differ in every one of 3 seeds')
  })

  test('a click on the map of layers over time moves to its step', async () => {
    const { wrapper, selection } = await mountWith()
    say(chartOf(wrapper, 'Layers over time'), 'pick', 'cells', 1)
    expect(selection.place.value).toBe(1)
  })

  test('hides and points as every other chart, without changing a number', async () => {
    const { wrapper, selection } = await mountWith()
    const before = part(seriesById(optionOf('Signal over depth'))['median-z2-1'], 'data')
    selection.toggle(0)
    await nextTick()
    expect(part(optionOf('Signal over depth'), 'legend', 'selected', 'he-normal · depth 3')).toBe(false)
    expect(part(seriesById(optionOf('Signal over depth'))['median-z2-1'], 'data')).toEqual(before)
    say(chartOf(wrapper, 'Signal over depth'), 'point', 'xavier-normal · depth 3', null)
    expect(selection.emphasized.value).toBe(1)
  })

  test('says how histograms are kept, and sets the sweep up with them', async () => {
    const { wrapper } = await mountWith()
    expect(wrapper.text()).toContain('This configuration kept no histograms. The setting record.histograms')
    await wrapper.findAll('button').find((one) => one.text() === 'Set up again with histograms')?.trigger('click') // prettier-ignore
    expect(part(useDraft().document, 'record', 'histograms')).toEqual([0, 'last'])
    expect(part(useDraft().document, 'record', 'every')).toBe(10)
  })

  test('shows the histograms of a seed, with the layer of the bars chosen', async () => {
    const { wrapper } = await mountWith(trialsWith(someHistograms()))
    expect(items(part(seriesById(optionOf('Histograms'))['rows'], 'data'))).toHaveLength(4)
    expect(wrapper.text()).toContain('he-normal · depth 3, seed 0, step 0: z has root mean square 0.58')
    expect(wrapper.find('button[aria-label="Seed of the histograms"]').exists()).toBe(true)
  })

  test('says true things while nothing has ended', async () => {
    const { wrapper } = await mountWith([])
    expect(wrapper.text()).toContain('No trial with layer statistics has ended yet.')
    expect(wrapper.text()).toContain('no trial with singular values has ended yet.')
  })
})
