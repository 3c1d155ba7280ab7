import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import LessonQuizPart from '../../../../src/renderer/components/learn/LessonQuizPart.vue'
import { useSchool } from '../../../../src/renderer/stores/school'
import { SINGLE } from '../../../shared/study/study-fixtures'
import { emptyRouter } from '../../results/view-harness'
import { useFakeLab } from '../../use-fake-lab'

test('the focus goes from the button to the question, to the verdict and to the result', async () => {
  const lab = useFakeLab()
  lab.school.content = { ...lab.school.content, questions: [SINGLE] }
  await useSchool().load()
  const wrapper = mount(LessonQuizPart, {
    props: { lesson: 'basics', ids: [SINGLE.id] },
    attachTo: document.body,
    global: { plugins: [emptyRouter()] },
  })
  const press = async (name: string): Promise<void> => {
    const button = wrapper.findAll('button').find((one) => one.text().startsWith(name))
    button?.element.focus()
    await button?.trigger('click')
    await flushPromises()
  }
  await press('Start the questions')
  expect(document.activeElement?.textContent).toBe(SINGLE.prompt)
  await press('I do not know')
  expect(document.activeElement?.textContent).toContain('Not right')
  await press('To the result')
  expect(document.activeElement?.textContent).toContain('of the points')
  expect(document.activeElement).not.toBe(document.body)
  wrapper.unmount()
})
