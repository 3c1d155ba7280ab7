import { mount, type VueWrapper } from '@vue/test-utils'
import type { Question } from '@shared/study/question'
import { judgeAnswer, type Judgement } from '@shared/study/quiz-judgement'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { h, shallowRef } from 'vue'
import QuestionCard from '../../../../src/renderer/components/quiz/QuestionCard.vue'
import { MATCHING, MULTIPLE, NUMERIC, ORDERING, SINGLE } from '../../../shared/study/study-fixtures'
import { emptyRouter } from '../../results/view-harness'
import { useFakeLab } from '../../use-fake-lab'

let wrapper: VueWrapper
let answered: readonly number[]
/** What the card asked of its parent, in order. */
let asked: string[]
const judgement = shallowRef<Judgement | null>(null)

beforeEach(() => {
  useFakeLab()
})
afterEach(() => {
  wrapper.unmount()
})

function show(
  question: Question,
  order: readonly number[],
  given: readonly number[],
  isJudged = false,
): void {
  const held = shallowRef(given)
  answered = given
  asked = []
  judgement.value = isJudged ? judgeAnswer(question, given) : null
  const card = () =>
    h(QuestionCard, {
      item: { question, order },
      given: held.value,
      judgement: judgement.value,
      usedHint: false,
      canConfirm: true,
      nextLabel: 'Next question',
      'onUpdate:given': (value: readonly number[]) => {
        held.value = value
        answered = value
      },
      onConfirm: () => asked.push('confirm'),
      onNext: () => asked.push('next'),
      onHint: () => asked.push('hint'),
    })
  wrapper = mount({ render: card }, { attachTo: document.body, global: { plugins: [emptyRouter()] } })
}

function press(key: string, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

describe('keys', () => {
  test('a digit chooses the option that is shown there, not the one written there', () => {
    show(SINGLE, [2, 0, 1], [])
    press('3')
    expect(answered).toEqual([1])
  })

  test('digits choose and leave several options', async () => {
    show(MULTIPLE, [3, 2, 1, 0], [])
    for (const key of ['1', '4', '1', '9']) {
      press(key)
      await wrapper.vm.$nextTick()
    }
    expect(answered).toEqual([0])
  })

  test('Enter confirms, then goes on; H asks for the hint; nothing with Ctrl', async () => {
    show(SINGLE, [0, 1, 2], [1])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
    press('h')
    press('Enter')
    judgement.value = judgeAnswer(SINGLE, [1])
    await wrapper.vm.$nextTick()
    // No hint after the answer: it would be said of an answer that was given without.
    press('h')
    press('Enter')
    expect(asked).toEqual(['hint', 'confirm', 'next'])
  })

  test('Enter on a button presses the button alone', () => {
    show(SINGLE, [0, 1, 2], [1])
    press('Enter', wrapper.findAll('button').at(-1)?.element)
    expect(asked).toEqual([])
  })

  test('arrows move the row that has the focus', async () => {
    show(ORDERING, [3, 0, 1, 2], [3, 0, 1, 2])
    press('1')
    press('ArrowDown', document.activeElement ?? document.body)
    await wrapper.vm.$nextTick()
    expect(answered).toEqual([0, 3, 1, 2])
    expect(wrapper.text()).toContain('Four is now 2 of 4.')
    press('ArrowUp', wrapper.findAll('ol > li')[0]?.element)
    expect(answered).toEqual([0, 3, 1, 2])
  })
})

describe('after the answer', () => {
  test('the chosen and every right option say why at once, the others on request', () => {
    show(SINGLE, [0, 1, 2], [0], true)
    const [wrong, right, left] = wrapper.findAll('fieldset li')
    expect(wrong?.text()).toContain('Wrong, chosen')
    expect(wrong?.text()).toContain('It halves in every layer.')
    expect(right?.text()).toContain('Right, not chosen')
    expect(right?.text()).toContain('It makes up for the half.')
    expect(left?.find('details').text()).toContain('It halves as well.')
    expect(wrapper.text()).toContain('Not right')
    expect(wrapper.text()).toContain('ReLU halves.')
  })

  test('several options tell the points they gave', () => {
    show(MULTIPLE, [0, 1, 2, 3], [0], true)
    expect(wrapper.text()).toContain('Partly right')
    expect(wrapper.text()).toContain('0.75 of 1 point')
  })

  test('a wrong order shows where each item belongs', () => {
    show(ORDERING, [1, 0, 2, 3], [1, 0, 2, 3], true)
    expect(wrapper.text()).toContain('Belongs at 2')
    expect(wrapper.text()).toContain('The right order')
  })

  test('a wrong number says the right one and what led there', () => {
    show(NUMERIC, [], [0.01], true)
    expect(wrapper.text()).toContain('0.02')
    expect(wrapper.text()).toContain('Half is missing.')
  })

  test('a wrong pair says its right side', () => {
    show(MATCHING, [1, 0, 2], [1, 1, 0], true)
    const rows = wrapper.findAll('li').filter((row) => row.find('select').exists())
    expect(rows[0]?.text()).toContain('Right is:')
    expect(rows[1]?.text()).not.toContain('Right is:')
  })
})

test('equal right sides are one choice, and a choice is kept for its row', async () => {
  show(MATCHING, [1, 2, 0], [])
  const selects = wrapper.findAll('select')
  expect(selects[0]?.findAll('option').map((option) => option.text())).toEqual([
    'Choose …',
    'A: Xavier',
    'B: He',
  ])
  await selects[0]?.setValue('2')
  expect(answered).toEqual([2, -1, -1])
})

test('a number is read as it is typed', async () => {
  show(NUMERIC, [], [])
  const field = wrapper.get('input')
  await field.setValue('1/50')
  expect(answered).toEqual([0.02])
  await field.setValue('abc')
  expect(answered).toEqual([])
  expect(wrapper.text()).toContain('This is not a number yet.')
})

test('an order that was not given is not shown as one', () => {
  show(ORDERING, [3, 0, 1, 2], [], true)
  expect(wrapper.text()).toContain('You gave no order.')
  expect(wrapper.text()).not.toContain('Your order:')
  expect(wrapper.text()).toContain('The right order')
})
