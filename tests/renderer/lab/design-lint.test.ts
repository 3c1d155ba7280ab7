import { describe, expect, test } from 'vitest'
import type { FactorValue } from '@shared/sweep-spec'
import { designLintInTurns } from '../../../src/renderer/lab/design-lint'
import { expansionOf } from '../results/result-fixtures'

const DIGITS = {
  features: 64,
  classes: 10,
  image: { channels: 1, height: 8, width: 8 },
  meanSquare: 1,
  featureVariance: 0.6,
}

function lint(model: Record<string, FactorValue>, train: Record<string, FactorValue> = {}) {
  const expansion = expansionOf({
    format: 'initlab-sweep/1',
    name: 'x',
    model,
    train: { steps: 10, ...train },
    seeds: { first: 0, count: 3 },
  })
  const turns = designLintInTurns(expansion, DIGITS)
  for (let breaks = 0; ; breaks++) {
    const turn = turns.next()
    if (turn.done !== true) continue
    expect(breaks).toBe(expansion.configurations.length)
    return turn.value
  }
}

describe('the lint of a design', () => {
  test('has nothing to say of He with relu', () => {
    expect(lint({ depth: [3, 10, 20], width: 64, activation: 'relu', init: 'he-normal' })).toEqual([])
  })

  test('says where Xavier with relu stalls, by depth, worst first', () => {
    const found = lint({ depth: [3, 10, 20], width: 64, activation: 'relu', init: 'xavier-normal' })
    expect(found.map(({ kind, labels }) => [kind, labels])).toEqual([
      ['fails', ['depth 20']],
      ['doubtful', ['depth 10']],
    ])
    expect(found[0]?.text).toMatch(/×0\.50 a layer: plain descent stalls\. he-normal fits relu/)
  })

  test('says that sigmoid stalls at depth 5', () => {
    const [found] = lint({ depth: 5, width: 64, activation: 'sigmoid', init: 'xavier-normal' })
    expect(found?.kind).toBe('fails')
    expect(found?.text).toMatch(/under every scheme of gain 1/)
    // What stalls is not recommended to itself.
    expect(found?.text).not.toMatch(/xavier-normal fits/)
  })

  test('an optimizer that rescales makes a note of it', () => {
    const found = lint(
      { depth: 20, width: 64, activation: 'relu', init: 'xavier-normal' },
      { optimizer: 'adam', learningRate: 0.001 },
    )
    expect(found.map(({ kind }) => kind)).toEqual(['note'])
  })

  test('says what explodes', () => {
    const relu = lint({ depth: 10, width: 64, activation: 'relu', init: { scheme: 'normal', std: 1 } })
    expect(relu[0]?.text).toMatch(/The signal explodes, ×32 a layer/)
    const tanh = lint({ depth: 10, width: 64, activation: 'tanh', init: { scheme: 'normal', std: 1 } })
    expect(tanh[0]?.text).toMatch(/The gradient explodes on its way back/)
  })

  test('says that equal weights stay equal, and that zeros pass nothing', () => {
    const found = lint({ depth: 2, activation: 'relu', init: ['zeros', { scheme: 'constant', value: 0.1 }] })
    expect(found.map(({ kind }) => kind)).toEqual(['fails', 'fails'])
    expect(found.map(({ text }) => text).join(' ')).toMatch(/only the output bias learns.*network of width 1/)
  })

  test('notes that He with tanh lies inside the window', () => {
    expect(lint({ depth: 5, width: 64, activation: 'tanh', init: 'he-normal' })[0]?.text).toContain(
      '1 to 1.67',
    )
  })
})
