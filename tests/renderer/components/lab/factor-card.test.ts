import ui from '@nuxt/ui/vue-plugin'
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import FactorCard from '../../../../src/renderer/components/lab/FactorCard.vue'
import { settingOf } from '../../../../src/renderer/lab/setting-catalogue'
import UApp from '@nuxt/ui/components/App.vue'

let wrapper: VueWrapper | null = null
afterEach(() => wrapper?.unmount())

function mountCard(
  values: readonly (number | string)[],
  isDefault = false,
): { wrapper: VueWrapper; changes: unknown[] } {
  const setting = settingOf('model.depth')
  if (setting === null) throw new Error('no card')
  const changes: unknown[] = []
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  const onChange = (next: unknown): number => changes.push(next)
  wrapper = mount({ render: () => h(UApp, null, { default: () => h(FactorCard, { setting, values, isDefault, problems: [], onChange }) }) }, {
    global: { plugins: [router, ui] },
    attachTo: document.body,
  }) // prettier-ignore
  return { wrapper, changes }
}

describe('a factor card', () => {
  test('Enter adds a list to what is there, in order', async () => {
    const card = mountCard([10])
    await card.wrapper.get('input').setValue('1, 2, 4..16')
    await card.wrapper.get('input').trigger('keydown', { key: 'Enter' })
    expect(card.changes).toEqual([[1, 2, 4, 8, 10, 16]])
  })

  test('a default is replaced, not added to', async () => {
    const card = mountCard([3], true)
    await card.wrapper.get('input').setValue('5')
    await card.wrapper.get('input').trigger('keydown', { key: 'Enter' })
    expect(card.changes).toEqual([[5]])
  })

  test('Backspace in the empty field removes the last value', async () => {
    const card = mountCard([3, 10])
    await card.wrapper.get('input').trigger('keydown', { key: 'Backspace' })
    expect(card.changes).toEqual([[3]])
  })

  test('a wrong text stays, with the reason beside it', async () => {
    const card = mountCard([10])
    await card.wrapper.get('input').setValue('-1')
    await card.wrapper.get('input').trigger('keydown', { key: 'Enter' })
    expect(card.changes).toEqual([])
    expect(card.wrapper.get('[role="alert"]').text()).toBe('-1 is too small: it must be at least 0.')
    expect(card.wrapper.get('input').element.value).toBe('-1')
  })

  test('two values make it a factor', () => {
    expect(mountCard([3, 10]).wrapper.text()).toContain('2 values')
    wrapper?.unmount()
    expect(mountCard([3]).wrapper.text()).not.toContain('values')
  })
})
