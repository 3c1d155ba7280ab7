import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepDocument } from '@shared/sweep-spec'
import { describe, expect, test } from 'vitest'
import { inSpecOrder, readKey, writeKey } from '../../../src/renderer/lab/document-path'
import {
  FIRST_DRAFT,
  seedPlan,
  settingValues,
  withSeeds,
  withSettingValues,
} from '../../../src/renderer/lab/draft-document'
import {
  draftRules,
  factorKeys,
  matchesInit,
  withExclude,
  withMatchInit,
  withoutRule,
} from '../../../src/renderer/lab/draft-rules'
import { SETTINGS, settingOf, type Setting } from '../../../src/renderer/lab/setting-catalogue'
import { choiceValue } from '../../../src/renderer/lab/value-rule'
import { checkDraft } from '../../../src/renderer/lab/spec-check'
import { readDraftText, writeDraftText } from '../../../src/renderer/lab/spec-text'

function setting(key: string): Setting {
  const found = settingOf(key)
  if (found === null) throw new Error(key)
  return found
}

describe('settings', () => {
  /** A document in which the key of a card has a meaning. */
  function meaningful({ key }: Setting): SweepDocument {
    const kind = key === 'model.residual' ? 'residual-mlp' : key === 'model.convolution' ? 'cnn' : 'mlp'
    const base = { format: 'initlab-sweep/1', model: { kind } }
    if (!key.startsWith('pretrain.')) return base
    return { ...base, task: { dataset: 'fashion14x14' }, pretrain: { task: { dataset: 'mnist14x14' } } }
  }

  test('every default of a card is what the spec itself assumes', () => {
    for (const card of SETTINGS.filter(
      // Epochs stand in the place of steps, and a source has no data set of its own accord.
      ({ key }) => !key.endsWith('train.epochs') && key !== 'pretrain.task.dataset',
    )) {
      const spec = parseSweepDocument(meaningful(card))
      if (!spec.ok) throw new Error(spec.error.message)
      expect([card.key, readKey(spec.value.document, card.key)]).toEqual([card.key, card.fallback])
    }
  })

  test('every choice of a card, plain and with its parameters, is a possible spec', () => {
    for (const card of SETTINGS.filter(({ key }) => !key.endsWith('task.dataset'))) {
      for (const choice of card.rule.choices ?? []) {
        const parameters = (choice.parameters ?? []).flatMap(({ name, fallback }) =>
          fallback === '' ? [] : [[name, fallback] as const],
        )
        const head = { [card.rule.nameKey ?? 'name']: choice.held ?? choice.name }
        const whole = { ...head, ...Object.fromEntries(parameters) }
        const isObject = choice.object === true || parameters.length > 0
        for (const written of [isObject ? whole : choice.name, choiceValue(choice, card.rule)]) {
          const checked = checkDraft(writeKey(meaningful(card), card.key, written))
          expect(checked.problems, `${card.key} ${JSON.stringify(written)}`).toEqual([])
        }
      }
    }
  })

  test('two values make a factor, one is written plainly, none leaves the default', () => {
    const depth = setting('model.depth')
    const two = withSettingValues(FIRST_DRAFT, depth, [3, 10])
    expect(readKey(two, 'model.depth')).toEqual([3, 10])
    expect(factorKeys(two)).toEqual(['model.depth', 'model.init'])
    expect(readKey(withSettingValues(two, depth, [3]), 'model.depth')).toBe(3)
    expect(settingValues(withSettingValues(two, depth, []), depth)).toEqual([3])
  })

  test('one list of classes is a value, a list of lists a factor', () => {
    const labels = setting('task.labels')
    expect(settingValues(writeKey({}, 'task.labels', [3, 8]), labels)).toEqual([[3, 8]])
    expect(settingValues(writeKey({}, 'task.labels', [[3, 8], 'all']), labels)).toEqual([[3, 8], 'all'])
  })

  test('keys stand in the order of the format', () => {
    const mixed = {
      seeds: [1],
      train: { steps: 5, optimizer: 'sgd' },
      model: { init: 'zeros', depth: 2 },
      format: 'x',
    }
    expect(JSON.stringify(inSpecOrder(mixed))).toBe(
      '{"format":"x","model":{"depth":2,"init":"zeros"},"train":{"optimizer":"sgd","steps":5},"seeds":[1]}',
    )
  })
})

describe('seeds and rules', () => {
  test('a range and a list of seeds', () => {
    expect(seedPlan({})).toEqual({ kind: 'range', first: 0, count: 10 })
    const listed = withSeeds({}, { kind: 'list', seeds: [3, 14] })
    expect(listed).toEqual({ seeds: [3, 14] })
    expect(seedPlan(listed)).toEqual({ kind: 'list', seeds: [3, 14] })
  })

  test('rules are added, read back and taken away', () => {
    const excluded = withExclude(FIRST_DRAFT, [{ key: 'model.init', values: ['he-normal'] }])
    expect(draftRules(excluded)).toEqual([
      { kind: 'exclude', terms: [{ key: 'model.init', values: ['he-normal'] }] },
    ])
    expect(checkDraft(excluded).expansion?.configurations).toHaveLength(1)
    const matched = withMatchInit(excluded, true)
    expect(matchesInit(matched)).toBe(true)
    expect(withoutRule(withMatchInit(matched, false), 0)).toEqual(FIRST_DRAFT)
  })

  test('a rule that the card does not know is kept and shown as text', () => {
    const only = { rules: [{ only: { 'model.depth': 3 } }] }
    expect(draftRules(only)).toEqual([{ kind: 'other', text: '{"only":{"model.depth":3}}' }])
  })
})

describe('the text of a draft', () => {
  test('goes there and back', () => {
    expect(readDraftText(writeDraftText(FIRST_DRAFT))).toEqual({ document: FIRST_DRAFT, problems: [] })
  })

  test('an error has its line and leaves no document', () => {
    const { document, problems } = readDraftText('format: initlab-sweep/1\ntrain:\n  batchSize: -3\n')
    expect(document).toBeNull()
    expect(problems.map(({ line, key }) => [line, key])).toEqual([[3, 'train.batchSize']])
  })
})
