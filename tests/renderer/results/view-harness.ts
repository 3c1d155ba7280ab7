import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach } from 'vitest'
import { defineComponent, h, toRaw } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'

/** Every option that a chart was given to draw, with its summary, in order. */
export const drawn: { readonly option: object; readonly summary: string }[] = []
/** What charts were told to brush: axis, then intervals. */
export const told: (readonly [axis: string, intervals: unknown])[] = []

/** Stands for EChart.vue, which needs a canvas: an image with the same summary, that keeps what it would draw. */
export const ChartStub = defineComponent({
  name: 'EChart',
  props: {
    option: { type: Object, required: true },
    summary: { type: String, required: true },
    background: { type: String, required: true },
    fontFamily: { type: String, required: true },
  },
  emits: ['toggle', 'point', 'pick', 'brush', 'zoom', 'ready'],
  setup(props, { expose }) {
    expose({
      setIntervals: (axis: string, intervals: unknown) => told.push([axis, toRaw(intervals)]),
      pngDataUrl: () => null,
      svgText: () => null,
    })
    return () => {
      drawn.push({ option: toRaw(props.option), summary: props.summary })
      return h('div', { role: 'img', 'aria-label': props.summary })
    }
  },
})

/** After each test what was mounted goes, and what charts drew is forgotten. */
export function cleanUpViews(): void {
  enableAutoUnmount(afterEach)
  afterEach(() => {
    drawn.length = 0
    told.length = 0
  })
}

/** A router on which every address is an empty page. */
export function emptyRouter(): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  })
}

/** The last option of the chart under a heading. */
export function optionOf(heading: string): object {
  const found = drawn.findLast(({ summary }) => summary.startsWith(`${heading}:`))
  if (found === undefined) throw new Error(`no chart ${heading} was drawn`)
  return found.option
}

/** The summaries of the charts in view. */
export function summariesOf(wrapper: Pick<VueWrapper, 'findAll'>): readonly string[] {
  return wrapper.findAll('div[role=img]').map((image) => image.attributes('aria-label') ?? '')
}

export function chartOf(
  wrapper: Pick<VueWrapper, 'findAllComponents'>,
  heading: string,
): { readonly vm: unknown } {
  const found = wrapper
    .findAllComponents({ name: 'EChart' })
    .find((one) => String(one.props('summary')).startsWith(`${heading}:`))
  if (found === undefined) throw new Error(`no chart ${heading}`)
  return found
}

/** What a component that is found tells its parent. */
export function say(from: { readonly vm: unknown }, event: string, ...words: readonly unknown[]): void {
  const tell: unknown = Reflect.get(Object(from.vm), '$emit')
  if (typeof tell !== 'function') throw new Error('nothing to tell it')
  Reflect.apply(tell, from.vm, [event, ...words])
}
