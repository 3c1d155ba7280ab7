import { mount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import StudyText from '../../../src/renderer/components/study/StudyText.vue'
import { readStudy } from '@shared/study/read-study'
import { HOSTILE_FORMULAS, HOSTILE_TEXTS } from '../../e2e/harness/hostile-texts'

afterEach(() => {
  document.body.innerHTML = ''
})

/** A lesson file of somebody else, with this text where its reader sees it. */
function textOfLesson(text: string): string {
  const block = { kind: 'text', text }
  const lesson = {
    ...{
      id: 'lesson-own',
      topics: ['he'],
      difficulty: 'easy',
      order: 1,
      title: 'Own',
      minutes: 5,
      goal: 'Know it',
    },
    ...{ sections: [{ title: 'One', blocks: [block] }], quiz: ['ask-own'] },
  }
  const read = readStudy(JSON.stringify({ format: 'initlab-study/1', lessons: [lesson] }), 'own.json')
  if (!read.ok) throw new Error(read.error.message)
  const shown = read.value.lessons[0]?.sections[0]?.blocks[0]
  if (shown?.kind !== 'text') throw new Error('The block is gone')
  return shown.text
}

test('there are forty of them', () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(40)
})

test.each([...HOSTILE_TEXTS, ...HOSTILE_FORMULAS].map((text) => [text]))(
  'in a lesson file it is text: %s',
  (text) => {
    const view = mount(StudyText, { props: { text: textOfLesson(text) }, attachTo: document.body })
    const foreign = document.body.querySelectorAll(
      'script, iframe, object, embed, form, input, style, link, img, a, video, audio, base, meta',
    )
    expect([...foreign].map(({ outerHTML }) => outerHTML)).toEqual([])
    for (const element of document.body.querySelectorAll('*'))
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on/)
        expect(`${name}=${value}`).not.toMatch(/^(href|src|srcdoc|action|xlink:href)=/)
      }
    view.unmount()
  },
)
