import { createPinia } from 'pinia'
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick, toRaw } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import GridView from '../../../src/renderer/components/results/grid/GridView.vue'
import FacetsView from '../../../src/renderer/components/results/facets/FacetsView.vue'
import {
  useSweepSelection,
  type SweepSelection,
} from '../../../src/renderer/components/results/use-sweep-selection'
import { shownSweep } from '../charts/shown-fixtures'

/** What each chart was told to brush: axis, then intervals. */
const told: (readonly [string, unknown])[] = []

vi.mock('../../../src/renderer/components/results/EChart.vue', () => ({
  default: defineComponent({
    name: 'EChart',
    props: {
      option: { type: Object, required: true },
      summary: { type: String, required: true },
      background: { type: String, required: true },
      fontFamily: { type: String, required: true },
    },
    emits: ['toggle', 'point', 'pick', 'brush'],
    setup(props, { expose }) {
      expose({
        setIntervals: (axis: string, intervals: unknown) => told.push([axis, toRaw(intervals)]),
        pngDataUrl: () => null,
        svgText: () => null,
      })
      return () => h('div', { role: 'img', 'aria-label': props.summary })
    },
  }),
}))

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
})

let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  told.length = 0
})

const global = { plugins: [router, createPinia()] }

function mountView(view: 'grid' | 'facets'): { wrapper: VueWrapper; selection: SweepSelection } {
  const selection = useSweepSelection()
  const options = { props: { sweep: shownSweep(), selection }, global, attachTo: document.body }
  mounted = view === 'grid' ? mount(GridView, options) : mount(FacetsView, options)
  return { wrapper: mounted, selection }
}

/** What a component that is found tells its parent. */
function say(from: { readonly vm: unknown } | undefined, event: string, ...words: readonly unknown[]): void {
  const tell: unknown = Reflect.get(Object(from?.vm), '$emit')
  if (typeof tell !== 'function') throw new Error('nothing to tell it')
  Reflect.apply(tell, from?.vm, [event, ...words])
}

function chart(wrapper: VueWrapper, heading: string): { readonly vm: unknown } {
  const found = wrapper
    .findAllComponents({ name: 'EChart' })
    .find((one) => String(one.props('summary')).startsWith(heading))
  if (found === undefined) throw new Error(`no chart ${heading}`)
  return found
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
  say(chart(wrapper, 'Parallel'), 'brush', 'model.depth', [[0.6, 1.4]])
  expect(selection.brushed.value).toEqual(new Set([2, 3]))
  expect(told).toEqual([])
  say(chart(wrapper, 'Heat map'), 'pick', 'cells', 0)
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
  say(chart(wrapper, 'Parallel'), 'brush', 'model.init', [[-0.3, 0.3]])
  expect(told).toHaveLength(1)
  const clear = wrapper.findAll('button').find((button) => button.text() === 'Clear the brush (2)')
  await clear?.trigger('click')
  expect(selection.brushed.value).toBeNull()
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
  say(chart(wrapper, 'Facets'), 'point', 'lines-1', 1)
  expect(selection.emphasized.value).toBe(3)
  await wrapper.get('button[aria-label="Facets as a table"]').trigger('click')
  expect(wrapper.get('[aria-label="Facets: table"]').text()).toContain('n=3, 2 diverged')
})
