import { expandSweep } from '@shared/expand-sweep'
import { parseSweepDocument, type FactorValue } from '@shared/sweep-spec'
import { expect, test } from 'vitest'
import { factorText as tableText } from '../../src/cli/configuration-table'
import { factorText } from '../../src/renderer/charts/configuration-rows'
import { valueText } from '../../src/renderer/lab/value-text'

/** The label that a sweep gives a configuration of one value. */
function labelOf(field: 'init' | 'optimizer' | 'schedule', value: FactorValue): string {
  const parsed = parseSweepDocument({
    format: 'initlab-sweep/1',
    name: 'Names',
    ...(field === 'init' ? { model: { init: [value] } } : { train: { [field]: [value] } }),
  })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return expandSweep(parsed.value).configurations[0]?.label ?? ''
}

test.for([
  ['init', { scheme: 'constant', value: 0.1 }, 'constant (0.1)'],
  ['init', { scheme: 'normal', std: 0.01 }, 'normal (std 0.01)'],
  ['init', { scheme: 'he-normal', gain: 0.5, mode: 'fan_out' }, 'he-normal (gain 0.5, fan_out)'],
  [
    'init',
    { scheme: 'truncated-normal', std: 0.02, corrected: true },
    'truncated-normal (std 0.02, corrected)',
  ],
  ['optimizer', { name: 'sgd', weightDecay: 0.05 }, 'sgd (weight decay 0.05)'],
] as const)('%s %o has one name in labels, tables, chips and the terminal', ([field, value, name]) => {
  expect(labelOf(field, value)).toBe(name)
  expect(factorText(value)).toBe(name)
  expect(valueText(value)).toBe(name)
  expect(tableText(value)).toBe(name)
})

test('a schedule is told with the same parameters', () => {
  const value = { name: 'step', every: 100, factor: 0.5, warmup: 20 }
  expect(valueText(value)).toBe('step (every 100, factor 0.5, warm-up 20)')
  expect(factorText({ scheme: 'truncated-normal', std: 1, corrected: false })).toBe(
    'truncated-normal (std 1, not corrected)',
  )
})
