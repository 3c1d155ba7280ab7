import type { Expansion } from '@shared/sweep'
import { mount, type VueWrapper } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import DesignNotes from '../../../../src/renderer/components/lab/DesignNotes.vue'
import { expansionOf } from '../../results/result-fixtures'
import { emptyRouter } from '../../results/view-harness'

const FACTS = { features: 64, classes: 10, image: null, meanSquare: 1, featureVariance: 0.6 }

function designOf(depth: readonly number[]): Expansion {
  return expansionOf({
    format: 'initlab-sweep/1',
    name: 'x',
    model: { depth: [...depth], width: 64, activation: 'relu', init: 'xavier-normal' },
    train: { steps: 10 },
    seeds: { first: 0, count: 3 },
  })
}

async function notesOf(depth: readonly number[]): Promise<VueWrapper> {
  const wrapper = mount(DesignNotes, {
    props: { expansion: designOf(depth), facts: FACTS },
    global: { plugins: [emptyRouter()] },
  })
  await vi.waitFor(() => {
    expect(wrapper.findAll('li').length).toBeGreaterThan(0)
  })
  return wrapper
}

test('the worst three findings stand first, and the others are one press away', async () => {
  const wrapper = await notesOf([10, 12, 14, 20, 30])
  expect(wrapper.findAll('li')).toHaveLength(3)
  expect(wrapper.find('li').text()).toContain('Cannot learn')
  const more = wrapper.get('button')
  expect(more.text()).toBe('All 5 findings')
  expect(more.attributes('aria-expanded')).toBe('false')
  expect(more.attributes('aria-controls')).toBe(wrapper.get('ul').attributes('id'))
  await more.trigger('click')
  expect(wrapper.findAll('li')).toHaveLength(5)
  expect(more.attributes('aria-expanded')).toBe('true')
  await more.trigger('click')
  expect(wrapper.findAll('li')).toHaveLength(3)
})

test('a few findings need no press', async () => {
  expect((await notesOf([10, 20])).find('button').exists()).toBe(false)
})
