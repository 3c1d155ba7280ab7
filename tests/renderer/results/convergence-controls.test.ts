import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { STANDARD_BAND, type BandChoice } from '@shared/statistics/convergence-bands'
import type { StepScale } from '../../../src/renderer/charts/step-scale'
import ConvergenceControls from '../../../src/renderer/components/results/ConvergenceControls.vue'

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', component: { render: () => null } }],
})
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

test('the menu at the end chooses line, band and axis, and the button tells what is chosen', async () => {
  let update: (props: { bandChoice?: BandChoice; stepScale?: StepScale }) => unknown = () => null
  const wrapper = mount(ConvergenceControls, {
    props: {
      metric: 'trainLoss',
      scale: 'log',
      seedsShown: true,
      bandChoice: STANDARD_BAND,
      stepScale: 'steps',
      unknownScales: ['operations'],
      'onUpdate:bandChoice': (bandChoice: BandChoice) => update({ bandChoice }),
      'onUpdate:stepScale': (stepScale: StepScale) => update({ stepScale }),
    },
    global: { plugins: [router] },
    attachTo: document.body,
  })
  update = (props) => wrapper.setProps(props)
  const menu = wrapper.get('button[aria-label^="Lines, bands and axis"]')
  expect(menu.text()).toBe('median [quartiles]')
  await menu.trigger('click')
  for (let turn = 0; turn < 5; turn++) await nextTick()
  const press = async (text: string): Promise<void> => {
    const found = [...document.body.querySelectorAll('button')].find((one) => one.textContent.trim() === text)
    found?.click()
    await nextTick()
  }
  await press('Mean')
  await press('Bootstrap 95 %')
  await press('Samples')
  expect(wrapper.props('bandChoice')).toEqual({ line: 'mean', spread: 'bootstrap' })
  expect(wrapper.props('stepScale')).toBe('samples')
  expect(menu.text()).toBe('mean [95 % bootstrap] by samples')
  expect(document.body.textContent).not.toContain('Operations')
  wrapper.unmount()
})
