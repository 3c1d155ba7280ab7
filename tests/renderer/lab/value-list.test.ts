import { describe, expect, test } from 'vitest'
import { settingOf } from '../../../src/renderer/lab/setting-catalogue'
import {
  inOrder,
  MOST_VALUES,
  parseParameter,
  parseValues,
  withoutRepeats,
} from '../../../src/renderer/lab/value-list'
import { choiceOf, type ValueRule } from '../../../src/renderer/lab/value-rule'
import { valueText } from '../../../src/renderer/lab/value-text'

const WHOLE: ValueRule = { numbers: { integer: true, min: 1, max: 1000 } }
const REAL: ValueRule = { numbers: { integer: false, min: 0, max: 10, above: true } }

function ruleOf(key: string): ValueRule {
  const setting = settingOf(key)
  if (setting === null) throw new Error(key)
  return setting.rule
}

function values(text: string, rule: ValueRule): unknown {
  const parsed = parseValues(text, rule)
  return parsed.ok ? parsed.values : parsed.message
}

describe('numbers', () => {
  test.each([
    ['1, 2, 8', [1, 2, 8]],
    ['1,2,4..64', [1, 2, 4, 8, 16, 32, 64]],
    ['3..8', [3, 4, 5, 6, 7, 8]],
    ['8..5', [8, 7, 6, 5]],
    ['10, 20..50', [10, 20, 30, 40, 50]],
    ['1, 2..5', [1, 2, 3, 4, 5]],
    ['1, 3, 9..100', [1, 3, 9, 27, 81]],
    ['5, 5, 5', [5]],
    ['7', [7]],
    [' , 7 , ', [7]],
    ['', []],
  ])('%s', (text, expected) => {
    expect(values(text, WHOLE)).toEqual(expected)
  })

  test('log spaces evenly on a log axis and keeps both ends exact', () => {
    expect(values('log(1e-4, 1e-1, 7)', REAL)).toEqual([1e-4, 3.162e-4, 1e-3, 3.162e-3, 0.01, 0.03162, 0.1])
  })

  test('lin spaces evenly', () => {
    expect(values('lin(1, 2, 5)', REAL)).toEqual([1, 1.25, 1.5, 1.75, 2])
  })

  test('a range of fractions takes its step from the two values before', () => {
    expect(values('0.1, 0.2..0.5', REAL)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
  })

  test.each([
    ['2.5', WHOLE, '2.5 is not a whole number.'],
    ['0', WHOLE, '0 is too small: it must be at least 1.'],
    ['0', REAL, '0 is too small: it must be more than 0.'],
    ['11', REAL, '11 is too large: it may be at most 10.'],
    ['0.1..1', REAL, 'Say the step of this range with two values first, such as 0.1, 0.2..1.'],
    ['1, 2, 4..2', WHOLE, 'The values before 2 lead away from it.'],
    ['log(0, 1, 3)', REAL, 'log needs two numbers above 0.'],
    ['log(1, 2)', REAL, 'log takes three numbers: log(first, last, how many).'],
    ['log(1, 2, 2.5)', REAL, `log makes 2 to ${MOST_VALUES} values, not 2.5.`],
    ['1..900', WHOLE, `That is more than ${MOST_VALUES} values. Use a larger step.`],
    ['Infinity', REAL, '“Infinity” is not a number. Write 1, 2, 8 or 3..20 or log(1e-4, 1e-1, 7).'],
    ['a..b', WHOLE, 'A range is written like 3..20; “a..b” is not.'],
  ])('%s is refused in plain words', (text, rule, message) => {
    expect(values(text, rule)).toBe(message)
  })
})

describe('choices', () => {
  const init = ruleOf('model.init')

  test('names and parameters, one value for each number given', () => {
    expect(values('he-normal, normal(std 0.01, 0.1), sparse (std=1, sparsity 0.5)', init)).toEqual(
      ['he-normal', { scheme: 'normal', std: 0.1 }, { scheme: 'sparse', std: 1, sparsity: 0.5 }].toSpliced(
        1,
        0,
        'normal',
      ),
    )
  })

  test('what is wrong is named with what is right', () => {
    expect(values('normal(gain 2)', init)).toBe('normal has no parameter “gain”; it has std, overrides.')
    expect(values('normal(std -1)', init)).toBe('normal, std: -1 is too small: it must be more than 0.')
    expect(values('he', init)).toBe('“he” is not known here. Try he-normal, he-uniform')
    expect(values('hee-normal', init)).toBe('“hee-normal” is not known here. Did you mean he-normal?')
    expect(values('zeros(std 1)', init)).toBe('zeros has no parameter “std”; it has overrides.')
  })

  test('widths, lists, biases and files', () => {
    expect(values('32, 64-32-16', ruleOf('model.width'))).toEqual([32, '64-32-16'])
    expect(values('all, [3, 8]', ruleOf('task.labels'))).toEqual(['all', [3, 8]])
    expect(values('0.1, uniform-fan-in', ruleOf('model.biasInit'))).toEqual([
      0.1,
      { scheme: 'uniform-fan-in' },
    ])
    expect(values('csv:/home/ada/iris.csv', ruleOf('task.dataset'))).toEqual(['csv:/home/ada/iris.csv'])
  })
})

test('layers of their own, as typed and as shown', () => {
  const init = ruleOf('model.init')
  const parsed = parseValues('he-normal(overrides 1: zeros; 3: gain 2; last: xavier-normal)', init)
  const [value = null] = parsed.ok ? parsed.values : []
  expect(value).toEqual({
    scheme: 'he-normal',
    overrides: { 1: 'zeros', 3: { gain: 2 }, last: 'xavier-normal' },
  })
  expect(valueText(value)).toBe('he-normal (overrides 1: zeros; 3: gain 2; last: xavier-normal)')
  const overrides = { name: 'overrides', meaning: '', fallback: '', overrides: true }
  expect(parseParameter('2: normal (std 0.1, gain 1); last zeros', overrides)).toEqual({
    ok: true,
    values: [{ 2: { scheme: 'normal', std: 0.1, gain: 1 }, last: 'zeros' }],
  })
  expect(parseParameter('', overrides)).toEqual({ ok: true, values: [''] })
  expect(parseParameter('first: zeros', overrides)).toMatchObject({ ok: false })
})

test('kernels, branches, schedules, shares and steps', () => {
  const convolution = ruleOf('model.convolution')
  expect(values('3x3(channels 8-16, stride 2), 5x5', convolution)).toEqual([
    { kernel: 3, channels: '8-16', stride: 2 },
    { kernel: 5, channels: 16 },
  ])
  expect(valueText({ kernel: 3, channels: '8-16', stride: 2 })).toBe('3x3 (channels 8-16, stride 2)')
  expect(choiceOf({ kernel: 5, channels: 4 }, convolution)?.name).toBe('5x5')
  expect(choiceOf({ channels: 4 }, convolution)?.name).toBe('3x3')
  expect(values('zero-last', ruleOf('model.residual'))).toEqual([{ branch: 'zero-last' }])
  expect(values('cosine, step(warmup 20)', ruleOf('train.schedule'))).toEqual([
    'cosine',
    { name: 'step', every: 100, warmup: 20 },
  ])
  expect(values('1', ruleOf('model.dropout'))).toBe('1 is too large: it must be less than 1.')
  expect(values('[0, 100, last], [last]', ruleOf('record.histograms'))).toEqual([[0, 100, 'last'], ['last']])
  expect(values('[0, end]', ruleOf('record.histograms'))).toBe(
    'A list of steps is written like [0, 100, last].',
  )
})

test('repeats go, numbers ascend, words keep their order', () => {
  expect(withoutRepeats([1, 2, 1])).toEqual([1, 2])
  expect(inOrder([10, 1, 2])).toEqual([1, 2, 10])
  expect(inOrder(['b', 'a'])).toEqual(['b', 'a'])
})
