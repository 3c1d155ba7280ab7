import { createPinia } from 'pinia'
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import TrialsView from '../../../../src/renderer/components/results/trials/TrialsView.vue'
import { useSweepSelection } from '../../../../src/renderer/components/results/use-sweep-selection'
import type { DataTable } from '../../../../src/renderer/charts/data-table'
import type { ShownSweep } from '../../../../src/renderer/charts/shown-sweep'
import { trialWith } from '../../../shared/statistics/synthetic-trials'
import { shownSweep } from '../../charts/shown-fixtures'
import { expansionOf } from '../result-fixtures'
import { cleanUpViews, emptyRouter } from '../view-harness'

const download = vi.hoisted(() => vi.fn<(table: DataTable, name: string) => void>())
const copy = vi.hoisted(() => vi.fn<(text: string) => Promise<void>>(() => Promise.resolve()))
vi.mock('../../../../src/renderer/components/results/download', () => ({ downloadCsv: download }))

vi.mock('@vueuse/core', async (original) => ({
  ...(await original<object>()),
  useClipboard: () => ({ copy, copied: ref(false) }),
}))

const router = emptyRouter()
cleanUpViews()

beforeEach(() => {
  // Icons would be asked for over the network.
  vi.useFakeTimers()
})
afterEach(() => {
  download.mockClear()
  vi.useRealTimers()
})

function mountWith(sweep: ShownSweep = shownSweep()) {
  const selection = useSweepSelection()
  const wrapper = mount(TrialsView, {
    props: { sweep, selection },
    global: { plugins: [router, createPinia()] },
    attachTo: document.body,
  })
  return { wrapper, selection }
}

function rowsOf(wrapper: Pick<VueWrapper, 'findAll'>): string[] {
  return wrapper.findAll('tbody tr:not([aria-hidden])').map((row) =>
    row
      .findAll('td')
      .map((cell) => cell.text())
      .join(' ')
      .trim(),
  )
}

describe('TrialsView', () => {
  test('shows a row a trial and says how many', async () => {
    const { wrapper } = mountWith()
    await nextTick()
    expect(rowsOf(wrapper)[0]).toMatch(/3 he-normal 0 done 0\.100/)
    expect(wrapper.get('[role=grid]').attributes('aria-rowcount')).toBe('13')
    expect(wrapper.text()).toContain('Showing 12 of 12 trials: 10 done, 2 diverged')
  })

  test('filters by words', async () => {
    const { wrapper } = mountWith()
    await wrapper.get('input[type=search]').setValue('overflowed')
    expect(rowsOf(wrapper)).toHaveLength(2)
    expect(wrapper.text()).toContain('Showing 2 of 12 trials: 2 diverged.')
    await wrapper.get('input[type=search]').setValue('no such word')
    expect(wrapper.text()).toContain('No trial fits the filter.')
    expect(wrapper.find('[role=grid]').exists()).toBe(false)
  })

  test('sorts by any column with its button: ascending, descending, as in the grid', async () => {
    const { wrapper } = mountWith()
    const seed = wrapper.get('th button[title="Seed"]')
    await seed.trigger('click')
    await seed.trigger('click')
    expect(seed.element.closest('th')?.getAttribute('aria-sort')).toBe('descending')
    expect(rowsOf(wrapper)[0]).toMatch(/3 he-normal 2 done/)
    await seed.trigger('click')
    expect(rowsOf(wrapper)[0]).toMatch(/3 he-normal 0 done/)
  })

  test('pointing at a row emphasizes its configuration, hidden ones are faint', async () => {
    const { wrapper, selection } = mountWith()
    selection.toggle(0)
    await nextTick()
    expect(wrapper.findAll('tbody tr').at(0)?.classes()).toContain('opacity-50')
    await wrapper.findAll('tbody tr').at(4)?.trigger('mouseenter')
    expect(selection.emphasized.value).toBe(1)
    expect(wrapper.findAll('tbody tr').at(4)?.classes()).toContain('bg-elevated')
    await wrapper.get('table').trigger('mouseleave')
    expect(selection.emphasized.value).toBeNull()
  })

  test('moves by keyboard, reads the first cause and keeps the trial when rows are sorted', async () => {
    const { wrapper, selection } = mountWith()
    const table = wrapper.get('[role=grid]')
    await table.trigger('keydown', { key: 'End' })
    expect(selection.emphasized.value).toBe(3)
    expect(wrapper.get('footer').text()).toMatch(/xavier-normal · depth 10, seed 2: diverged\. At step 7/)
    const active = table.attributes('aria-activedescendant') ?? ''
    expect(wrapper.get(`#${active}`).attributes('aria-selected')).toBe('true')
    await table.trigger('keydown', { key: 'ArrowUp' })
    expect(wrapper.get('footer').text()).toContain('seed 1')
    await table.trigger('keydown', { key: 'Home' })
    await table.trigger('keydown', { key: 'ArrowUp' })
    expect(wrapper.get('footer').text()).toContain('he-normal · depth 3, seed 0')
    await wrapper.get('th button[title="Seed"]').trigger('click')
    await wrapper.get('th button[title="Seed"]').trigger('click')
    expect(wrapper.get('footer').text()).toContain('he-normal · depth 3, seed 0')
  })

  test('copies the key of a trial', async () => {
    const { wrapper } = mountWith()
    await wrapper.get('[role=grid]').trigger('keydown', { key: 'Home' })
    await wrapper.get('[role=grid]').trigger('keydown', { key: 'Enter' })
    expect(copy).toHaveBeenCalledWith('{"configuration":{"model.depth":3,"model.init":"he-normal"},"seed":0}')
  })

  test('saves what is shown, and all', async () => {
    const { wrapper } = mountWith()
    await wrapper.get('input[type=search]').setValue('seed 1')
    const press = async (text: string): Promise<void> => {
      await wrapper
        .findAll('button')
        .find((button) => button.text() === text)
        ?.trigger('click')
    }
    await press('CSV of the shown')
    await press('CSV of all')
    expect(download.mock.calls.map(([table, name]) => [table.rows.length, name])).toEqual([
      [4, 'He or Xavier trials shown'],
      [12, 'He or Xavier trials'],
    ])
  })

  test('draws only the rows in view of 10,000', async () => {
    const expansion = expansionOf()
    const trials = Array.from({ length: 10_000 }, (_, index) =>
      trialWith({ configuration: index % 4, seed: index >> 2, losses: [2, index] }),
    )
    const { wrapper } = mountWith(shownSweep(trials, expansion))
    await nextTick()
    expect(wrapper.text()).toContain('Showing 10,000 of 10,000 trials')
    expect(rowsOf(wrapper).length).toBeLessThan(100)
    expect(wrapper.get('[role=grid]').attributes('aria-rowcount')).toBe('10001')
  })

  test('says that no trial has ended', () => {
    const { wrapper } = mountWith(shownSweep([]))
    expect(wrapper.text()).toContain('No trial has ended yet.')
    expect(wrapper.text()).toContain('Each trial gets a row here when it ends.')
  })
})
