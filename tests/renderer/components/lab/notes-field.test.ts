import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import NotesField from '../../../../src/renderer/components/lab/NotesField.vue'

let wrapper: VueWrapper | null = null
afterEach(() => wrapper?.unmount())

function mountNotes(notes: string): VueWrapper {
  wrapper = mount(NotesField, { props: { notes }, attachTo: document.body })
  return wrapper
}

test('notes are shown as they will be read, and written as they are', async () => {
  const field = mountNotes('**Question.** Does it learn?')
  expect(field.get('strong').text()).toBe('Question.')
  expect(field.get('[aria-hidden=true]').text()).toBe('Question. Does it learn?')
  await field.get('[aria-hidden=true]').trigger('click')
  const text = field.get('textarea')
  expect(document.activeElement).toBe(text.element)
  expect(text.element.selectionStart).toBe(0)
  expect(text.element.value).toBe('**Question.** Does it learn?')
  await text.setValue('It does.')
  expect(field.emitted('change')).toEqual([['It does.']])
})

test('without notes the field shows what to write', () => {
  const field = mountNotes(' ')
  expect(field.find('[aria-hidden=true]').exists()).toBe(false)
  expect(field.get('textarea').classes()).not.toContain('opacity-0')
})
