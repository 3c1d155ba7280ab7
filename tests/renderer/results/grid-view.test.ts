import { createPinia } from 'pinia'
import { mount, type VueWrapper } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import GridView from '../../../src/renderer/components/results/grid/GridView.vue'
import FacetsView from '../../../src/renderer/components/results/facets/FacetsView.vue'
import {
  useSweepSelection,
  type SweepSelection,
} from '../../../src/renderer/components/results/use-sweep-selection'
import { shownSweep } from '../charts/shown-fixtures'
import { items, part } from '../charts/option-parts'
import { chartOf, cleanUpViews, emptyRouter, optionOf, say, told } from './view-harness'

vi.mock('../../../src/renderer/components/results/EChart.vue', async () => ({
  default: (await import('./view-harness')).ChartStub,
}))

cleanUpViews()

const global = { plugins: [emptyRouter(), createPinia()] }

type Mounted = Pick<VueWrapper, 'get' | 'text' | 'findAll' | 'findAllComponents' | 'getComponent' | 'unmount'>

function mountView(
  view: 'grid' | 'facets',
  selection = useSweepSelection(),
): { wrapper: Mounted; selection: SweepSelection } {
  const options = { props: { sweep: shownSweep(), selection }, global, attachTo: document.body }
  return { wrapper: view === 'grid' ? mount(GridView, options) : mount(FacetsView, options), selection }
}

test('moves over the cells by keyboard, points at their configuration, and picks it', async () => {
  const { wrapper, selection } = mountView('grid')
  const cells = wrapper.get('[role=application][aria-label^="Cells of the heat map"]')
  await cells.trigger('focus')
  expect(cells.text()).toContain('he-normal · depth 3: final train loss 0.110')
  expect(selection.emphasized.value).toBe(0)
  await cells.trigger('keydown', { key: 'ArrowRight' })
  expect(selection.emphasized.value).toBe(2)
  await cells.trigger('keydown', { key: 'Enter' })
  expect(selection.brushed.value).toEqual(new Set([2]))
  await cells.trigger('keydown', { key: 'Enter' })
  expect(selection.brushed.value).toBeNull()
  await cells.trigger('blur')
  expect(selection.emphasized.value).toBeNull()
})

test('a click on a cell picks it for every chart, and takes the brush off the axes', async () => {
  const { wrapper, selection } = mountView('grid')
  say(chartOf(wrapper, 'Parallel coordinates'), 'brush', 'model.depth', [[0.6, 1.4]])
  expect(selection.brushed.value).toEqual(new Set([2, 3]))
  expect(told).toEqual([])
  say(chartOf(wrapper, 'Heat map'), 'pick', 'cells', 0)
  await nextTick()
  expect(selection.brushed.value).toEqual(new Set([0, 2, 3]))
  expect(told).toEqual([['model.depth', []]])
})

test('the chooser of a factor brushes its axis and the other charts', async () => {
  const { wrapper, selection } = mountView('grid')
  say(wrapper.getComponent({ name: 'ParallelControls' }), 'only', 'model.init', [0])
  await nextTick()
  expect(selection.brushed.value).toEqual(new Set([0, 2]))
  expect(told).toEqual([['model.init', [[-0.3, 0.3]]]])
  // The chart tells what it was told: nothing changes.
  say(chartOf(wrapper, 'Parallel coordinates'), 'brush', 'model.init', [[-0.3, 0.3]])
  expect(told).toHaveLength(1)
  const clear = wrapper.findAll('button').find((button) => button.text() === 'Clear the brush (2)')
  await clear?.trigger('click')
  expect(selection.brushed.value).toBeNull()
})

test('the brush comes back with the view, on the axes and in words, and can be cleared there', async () => {
  const { wrapper, selection } = mountView('grid')
  say(chartOf(wrapper, 'Parallel coordinates'), 'brush', 'model.depth', [[0.6, 1.4]])
  say(wrapper.getComponent({ name: 'ParallelControls' }), 'part', 'worst')
  const brushed = new Set(selection.brushed.value)
  expect(brushed.size).toBeGreaterThan(0)
  const drawn = told.find(([axis]) => axis === 'metric')
  // The chart tells what it was told: the words stay.
  say(chartOf(wrapper, 'Parallel coordinates'), 'brush', 'metric', drawn?.[1])
  wrapper.unmount()
  told.length = 0
  const later = mountView('grid', selection).wrapper
  expect(selection.brushed.value).toEqual(brushed)
  expect(later.getComponent({ name: 'ParallelControls' }).props('part')).toBe('worst')
  say(chartOf(later, 'Parallel coordinates'), 'ready')
  expect(told).toEqual([['model.depth', [[0.6, 1.4]]], drawn])
  await later
    .findAll('button')
    .find((button) => button.text().startsWith('Clear the brush'))
    ?.trigger('click')
  expect(selection.brushed.value).toBeNull()
  expect(told.slice(2)).toEqual([
    ['model.depth', []],
    ['metric', []],
  ])
})

test('what another view picks takes the intervals away', () => {
  const { wrapper, selection } = mountView('grid')
  say(chartOf(wrapper, 'Parallel coordinates'), 'brush', 'model.depth', [[0.6, 1.4]])
  wrapper.unmount()
  selection.brush(new Set([1]))
  told.length = 0
  const later = mountView('grid', selection).wrapper
  say(chartOf(later, 'Parallel coordinates'), 'ready')
  expect(told).toEqual([])
  expect(selection.brushed.value).toEqual(new Set([1]))
})

test('a sweep without a scale says what would show a phase diagram', () => {
  const { wrapper } = mountView('grid')
  expect(wrapper.text()).toContain('For a sweep whose schemes differ in one number')
})

test('changing the metric changes it for every chart', async () => {
  const { wrapper, selection } = mountView('grid')
  selection.finalMetric.value = 'testAccuracy'
  await nextTick()
  expect(wrapper.text()).toContain('Highest median final test accuracy at he-normal · depth 3')
  expect(wrapper.text()).toContain('Highest median final test accuracy')
})

test('the facets point at a line of a panel', async () => {
  const { wrapper, selection } = mountView('facets')
  say(chartOf(wrapper, 'Facets'), 'point', 'lines-1', 1)
  expect(selection.emphasized.value).toBe(3)
  await wrapper.get('button[aria-label="Facets as a table"]').trigger('click')
  expect(wrapper.get('[aria-label="Facets: table"]').text()).toContain('n=3, 2 diverged')
})

test('the facets offer the lines, bands and axes of the convergence chart, and share the choice', async () => {
  const { wrapper, selection } = mountView('facets')
  expect(wrapper.get('button[aria-label^="Lines, bands and axis"]').text()).toBe('median [quartiles]')
  const end = (): unknown => part(items(part(optionOf('Facets'), 'xAxis'))[0], 'max')
  expect(end()).toBe(20)
  selection.bandChoice.value = { line: 'mean', spread: 'range' }
  selection.stepScale.value = 'samples'
  await nextTick()
  const [configuration] = shownSweep().expansion.configurations
  expect(end()).toBe(20 * Number(configuration?.settings.train.batchSize))
  expect(wrapper.text()).toContain('On mini-batches, mean [smallest, largest]: ')
  await wrapper.get('button[aria-label="Facets as a table"]').trigger('click')
  expect(wrapper.get('[aria-label="Facets: table"]').text()).toContain('mean [smallest, largest]')
})
