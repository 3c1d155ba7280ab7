import { describe, expect, it } from 'vitest'
import { claimOutcome } from '@shared/claims/evaluate-claim'
import { evaluateRule } from '@shared/claims/evaluate-claim'
import { casesOf } from '@shared/claims/expand-check'
import { allOf, anyOf, negation } from '@shared/claims/three-valued'
import { checksOf } from '@shared/claims/verdict-rule'
import { losses, twoSchemes } from './fixture'
import { complaints, ruleOf } from './rule-text'

const YES = '{check: yes, says: it, value: {final: trainLoss}, of: {model.init: he-normal}, less: 1}'
const NO = '{check: no, says: it, value: {final: trainLoss}, of: {model.init: he-normal}, greater: 1}'
const OPEN =
  '{check: open, says: it, seeds: 50, value: {final: trainLoss}, of: {model.init: he-normal}, less: 1}'
const RESULTS = twoSchemes(losses(0.1, 0.1, 0.1, 0.1, 0.1, 0.1), losses(1))

describe('three-valued logic', () => {
  it.each([
    [[], 'true', 'false'],
    [['true'], 'true', 'true'],
    [['true', 'unknown'], 'unknown', 'true'],
    [['true', 'false', 'unknown'], 'false', 'true'],
    [['unknown', 'false'], 'false', 'unknown'],
    [['false'], 'false', 'false'],
  ] as const)('%j: all %s, any %s', (truths, all, any) => {
    expect([allOf(truths), anyOf(truths)]).toEqual([all, any])
  })

  it('negates', () => {
    expect([negation('true'), negation('false'), negation('unknown')]).toEqual(['false', 'true', 'unknown'])
  })
})

describe('rules', () => {
  it.each([
    [YES, 'true'],
    [NO, 'false'],
    [OPEN, 'unknown'],
    [`{all: [${YES}, ${OPEN}]}`, 'unknown'],
    [`{all: [${YES}, ${OPEN}, ${NO}]}`, 'false'],
    [`{any: [${NO}, ${OPEN}]}`, 'unknown'],
    [`{any: [${NO}, ${OPEN}, ${YES}]}`, 'true'],
    [`{not: ${NO}}`, 'true'],
    [`{not: {all: [${YES}, {any: [${NO}, ${OPEN}]}]}}`, 'unknown'],
  ])('%s is %s', (yaml, truth) => {
    expect(evaluateRule(ruleOf(yaml), RESULTS).truth).toBe(truth)
  })

  it('lists its checks in order', () => {
    const verdict = evaluateRule(ruleOf(`{not: {all: [${YES}, {any: [${NO}, ${OPEN}]}]}}`), RESULTS)
    expect(verdict.checks.map(({ id, truth }) => [id, truth])).toEqual([
      ['yes', 'true'],
      ['no', 'false'],
      ['open', 'unknown'],
    ])
  })
})

it('makes one check for each value of `each`, where a selection does not say otherwise', () => {
  const rule = ruleOf(`
    check: wins
    says: He below Xavier
    each: {model.depth: [3, 10], model.init: [{scheme: normal, std: 0.01}]}
    compare: {final: trainLoss}
    smaller: {model.init: he-normal}
    than: {}
  `)
  const [check] = checksOf(rule)
  const cases = check === undefined ? [] : casesOf(check)
  expect(cases.map(({ id, says }) => [id, says])).toEqual([
    ['wins/3/normal-0.01', 'He below Xavier (depth 3, init normal std 0.01)'],
    ['wins/10/normal-0.01', 'He below Xavier (depth 10, init normal std 0.01)'],
  ])
  expect(cases[1]?.check).toMatchObject({
    smaller: { 'model.depth': 10, 'model.init': 'he-normal' },
    than: { 'model.depth': 10, 'model.init': { scheme: 'normal', std: 0.01 } },
  })
})

describe('the language refuses', () => {
  it.each([
    ['{}', ': a rule has one of the keys all, any, not, value, compare, difference, quotient, chance, same'],
    ['{valeu: {final: trainLoss}}', 'did you mean "value"?'],
    ['{all: [], any: []}', ': all and any do not go together'],
    ['{all: []}', 'all: Too small'],
    [
      `{all: [${YES}, {check: a, says: a, value: {final: loss}, of: {}, less: 1}]}`,
      'all.1.value.final: Invalid option',
    ],
    [
      '{check: a, says: a, value: {finale: trainLoss}, of: {}, less: 1}',
      'value: a quantity has one of the keys final',
    ],
    ['{check: a, says: a, value: {final: trainLoss}, of: {}}', 'give exactly one of less, greater'],
    [
      '{check: a, says: a, value: {final: trainLoss}, of: {}, less: 1, greater: 0}',
      'give exactly one of less',
    ],
    ['{check: a, says: a, value: {final: trainLoss}, of: {}, less: one}', 'less: Invalid input'],
    ['{check: a, says: a, value: {final: trainLoss}, of: {}, less: 1, than: {}}', 'Unrecognized key: "than"'],
    [
      '{check: A b, says: a, value: {final: trainLoss}, of: {}, less: 1}',
      'check: give words of small letters',
    ],
    ['{check: a, value: {final: trainLoss}, of: {}, less: 1}', 'says: Invalid input'],
    ['{check: a, says: a, compare: {final: trainLoss}, than: {}}', 'give either smaller or larger'],
    [
      '{check: a, says: a, compare: {final: trainLoss}, smaller: {}, larger: {}, than: {}}',
      'give either smaller or',
    ],
    ['{check: a, says: a, compare: {final: trainLoss}, smaller: {}, than: {}, p: 0.5}', 'p: Too big'],
    ['{check: a, says: a, same: weights, of: [{}]}', 'of: Too small'],
    ['{check: a, says: a, value: {layer: z3, at: start}, of: {}, less: 1}', 'value.layer: Invalid option'],
    ['{check: a, says: a, value: {layer: z2}, of: {}, less: 1}', 'value.at: Invalid option'],
  ])('%s', (yaml, message) => {
    expect(complaints(yaml).join('\n')).toContain(message)
  })
})

describe('the outcome of a claim', () => {
  it.each([
    ['true', null, 'holds'],
    ['true', 'false', 'holds'],
    ['true', 'true', 'holds-if'],
    ['true', 'unknown', 'inconclusive'],
    ['false', null, 'refuted'],
    ['false', 'true', 'refuted'],
    ['false', 'unknown', 'refuted'],
    ['unknown', null, 'inconclusive'],
    ['unknown', 'true', 'inconclusive'],
    [null, 'true', 'refuted'],
    [null, 'false', 'inconclusive'],
  ] as const)('supports %s, refutes %s: %s', (supports, refutes, outcome) => {
    expect(claimOutcome(supports, refutes)).toBe(outcome)
  })
})
