import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import type { ShownSweep } from '../../../../src/renderer/charts/shown-sweep'
import CompareView from '../../../../src/renderer/components/results/compare/CompareView.vue'
import { useSweepSelection } from '../../../../src/renderer/components/results/use-sweep-selection'
import { shownSweep } from '../../charts/shown-fixtures'
import { cannedResults, HE_OR_XAVIER } from '../../fake-results'
import { useFakeLab } from '../../use-fake-lab'
import { expansionOf } from '../result-fixtures'
import { cleanUpViews, emptyRouter } from '../view-harness'

vi.mock('../../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('../view-harness')).ChartStub,
}))

const router = emptyRouter()
cleanUpViews()

/** Nine configurations with ten seeds each, and a second report in the library. */
function mountWith(shown?: ShownSweep) {
  const results = cannedResults(1, HE_OR_XAVIER)
  const lab = useFakeLab({ library: [results, cannedResults(2, HE_OR_XAVIER, { name: 'Before' })] })
  const sweep = shown ?? shownSweep(results.trials, expansionOf(HE_OR_XAVIER))
  const selection = useSweepSelection()
  const pinia = getActivePinia()
  const wrapper = mount(CompareView, {
    props: { sweep, selection, document: HE_OR_XAVIER },
    global: { plugins: pinia === undefined ? [router] : [router, pinia] },
    attachTo: document.body,
  })
  return { wrapper, selection, lab, sweep }
}

function columnsOf(wrapper: Pick<VueWrapper, 'findAll'>): string[] {
  return wrapper.findAll('th[scope=col]').map((cell) => cell.text())
}

async function judged(wrapper: Pick<VueWrapper, 'text'>): Promise<void> {
  await vi.waitFor(
    () => {
      expect(wrapper.text()).toContain('settled, p ≤ 0.05')
      expect(wrapper.text()).not.toMatch(/Searching|Reading/)
    },
    { timeout: 20_000 },
  )
}

describe('CompareView', () => {
  test('begins with the pair of the first verdict: settings, differences, sentence, curves, separation', async () => {
    const { wrapper } = mountWith()
    await judged(wrapper)
    expect(columnsOf(wrapper)).toEqual(['baselinehe-normal · depth 3', 'xavier-normal · depth 3'])
    expect(wrapper.text()).toContain('Scheme differs;')
    expect(wrapper.text()).toMatch(/P\(better\) \d\.\d\d \[\d\.\d\d, \d\.\d\d\]/)
    expect(wrapper.get('[aria-label="Comparisons with the baseline"]').findAll('li')).toHaveLength(1)
    const images = wrapper.findAll('div[role=img]').map((image) => image.attributes('aria-label'))
    expect(images[0]).toMatch(/^Convergence: .*n=10 each\.$/)
    expect(images[1]).toMatch(/^First point of separation: .*z² (separates|differs|never).* 10 seeds a side/)
  })

  test('folds what is equal behind its number', async () => {
    const { wrapper } = mountWith()
    expect(wrapper.text()).not.toContain('Learning rate')
    const button = wrapper.get('th button[aria-expanded]')
    expect(button.text()).toMatch(/^\d+ settings are equal$/)
    await button.trigger('click')
    expect(button.attributes('aria-expanded')).toBe('true')
    expect(wrapper.text()).toContain('Learning rate')
  })

  test('another one becomes the baseline, and one is unpinned', async () => {
    const { wrapper, selection, sweep } = mountWith()
    selection.togglePin({ sweepId: sweep.id, configuration: 8 })
    await nextTick()
    await wrapper.get('button[aria-label="Compare with normal (std 0.01) · depth 20"]').trigger('click')
    expect(columnsOf(wrapper)[0]).toBe('baselinenormal (std 0.01) · depth 20')
    expect(columnsOf(wrapper)).toHaveLength(3)
    await wrapper.get('button[aria-label="Unpin he-normal · depth 3"]').trigger('click')
    await wrapper.get('button[aria-label="Unpin xavier-normal · depth 3"]').trigger('click')
    expect(wrapper.text()).toContain('One configuration is pinned.')
    expect(selection.pinned.value).toEqual([{ sweepId: 1, configuration: 8 }])
  })

  test('shows six at most', async () => {
    const { wrapper, selection } = mountWith()
    for (const configuration of [2, 3, 4, 5, 6, 7]) selection.togglePin({ sweepId: 1, configuration })
    await nextTick()
    expect(columnsOf(wrapper)).toHaveLength(6)
    expect(wrapper.text()).toContain('Six are pinned')
    expect(wrapper.find('[aria-label="Pin a configuration"]').exists()).toBe(false)
  })

  test('pins configurations of another report beside those in view', async () => {
    const { wrapper, selection } = mountWith()
    await flushPromises()
    const chooser: Pick<VueWrapper, 'vm'> = wrapper.getComponent({ name: 'PinChooser' })
    chooser.vm.$emit('open', 2)
    await flushPromises()
    expect(selection.pinned.value?.at(-1)).toEqual({ sweepId: 2, configuration: 0 })
    expect(columnsOf(wrapper).at(-1)).toBe('he-normal · depth 3 · Before #2')
    await judged(wrapper)
    // The canned trials of both are the same.
    expect(wrapper.text()).toContain('equal, p = 1')
  })

  test('keeps what somebody pinned', () => {
    const { wrapper, selection, sweep } = mountWith()
    selection.pin([
      { sweepId: sweep.id, configuration: 4 },
      { sweepId: sweep.id, configuration: 3 },
    ])
    wrapper.unmount()
    const again = mount(CompareView, {
      props: { sweep, selection, document: HE_OR_XAVIER },
      global: { plugins: [router] },
    })
    expect(columnsOf(again)).toEqual(['baselinexavier-normal · depth 10', 'he-normal · depth 10'])
  })

  test('says that nothing has ended, and that there is one configuration only', async () => {
    const { wrapper } = mountWith(shownSweep([]))
    await nextTick()
    expect(wrapper.text()).toContain('No trial has ended yet.')
    wrapper.unmount()
    const one = expansionOf({ format: 'initlab-sweep/1', name: 'One', train: { steps: 1 }, seeds: [0] })
    expect(mountWith(shownSweep([], one)).wrapper.text()).toContain('One configuration is pinned.')
  })
})
