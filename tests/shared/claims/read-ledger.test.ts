import { describe, expect, it } from 'vitest'
import { readLedger } from '@shared/claims/read-ledger'
import { parseSweepDocument } from '@shared/sweep-spec'

const LEDGER = `format: initlab-claims/1
release: {version: 1.0.0, firstSeed: 7}
experiments:
  small:
    model: {depth: [1, 2], init: he-normal}
    seeds: {first: 0, count: 5}
claims:
  - id: C01
    statement: Something holds.
    sources: [000-F4]
    status: holds
    conditions: Always.
    experiments: [small]
    supports: {check: low, says: it is low, value: {final: trainLoss}, of: {model.depth: 1}, less: 1}
    sentences: {holds: 'It is {low.estimate}.', inconclusive: Nothing is known.}
promises:
  - preset: built-in
    experiment: P01
    rule: {check: low, says: it is low, value: {final: trainLoss}, of: {}, less: 1}
`

function read(text: string) {
  const preset = parseSweepDocument({ format: 'initlab-sweep/1', model: { depth: 1 } })
  if (!preset.ok) throw new Error(preset.error.message)
  return readLedger(text, 'claims.yaml', new Map([['built-in', preset.value]]))
}

it('reads a ledger with its experiments and the built-in sweeps', () => {
  const ledger = read(LEDGER)
  if (!ledger.ok) throw new Error(ledger.error.message)
  expect(ledger.value).toMatchObject({ version: '1.0.0', firstSeed: 7 })
  expect([...ledger.value.experiments.keys()]).toEqual(['built-in', 'small'])
  expect(ledger.value.claims[0]).toMatchObject({
    id: 'C01',
    corrections: [],
    supports: { reduce: 'median', seeds: 5 },
  })
  expect(ledger.value.experiments.get('small')?.expansion.trialCount).toBe(10)
})

describe('refuses with the place', () => {
  it.each([
    ['format: initlab-claims/1', 'format: initlab-claims/2', 'claims.yaml:1: format: Invalid input'],
    ['    status: holds', '    status: true', 'claims.yaml:11: claims[0].status: Invalid option'],
    ['    status: holds', '    stauts: holds', 'claims.yaml:8: claims[0]: Unrecognized key: "stauts"'],
    [
      '    status: holds',
      '    status: not-testable',
      'claims.yaml:11: claims[0].status: a claim that is not testable has no rule',
    ],
    [
      '    status: holds',
      '    status: refuted',
      'claims.yaml:15: claims[0].sentences: the sentence of the status refuted is missing',
    ],
    [
      'sources: [000-F4]',
      'sources: [F4]',
      'claims.yaml:10: claims[0].sources[0]: give the id of an item, such as 001-5',
    ],
    [
      'experiments: [small]',
      'experiments: [large]',
      'claims.yaml:13: claims[0].experiments[0]: there is no experiment "large"',
    ],
    ['experiments: [small]', 'experiments: [built-in]', 'claims.yaml:4: experiments.small: no claim uses it'],
    [
      'of: {model.depth: 1}',
      'of: {model.depth: 3}',
      'claims.yaml:14: claims[0].supports: low: of: no configuration has {"model.depth":3}',
    ],
    ['of: {model.depth: 1}', 'of: {}', 'low: of: 2 configurations fit; name more factors (model.depth)'],
    [
      'of: {model.depth: 1}',
      'of: {model.widht: 1, model.depth: 1}',
      'model.widht is no factor of the experiment, which has model.depth',
    ],
    ['of: {model.depth: 1}', 'of: {in: built-in}', '"built-in" is none of the experiments small'],
    [
      'less: 1}\n    sentences',
      'les: 1}\n    sentences',
      'claims.yaml:14: claims[0].supports: Unrecognized key: "les"',
    ],
    [
      '{final: trainLoss}, of: {model',
      '{final: trainloss}, of: {model',
      'claims.yaml:14: claims[0].supports.value.final: Invalid option',
    ],
    [
      '{low.estimate}',
      '{low.estimat}',
      'claims.yaml:15: claims[0].sentences.holds: {low} names no number of a check',
    ],
    ['{low.estimate}', '{high.estimate}', '{high.estimate} names no number of a check; there are low'],
    [
      'depth: [1, 2], init: he-normal',
      'depth: [1, 2], init: he',
      'claims.yaml:4: experiments.small: model.init',
    ],
    [
      'preset: built-in',
      'preset: elsewhere',
      'claims.yaml:17: promises[0]: there is no built-in sweep "elsewhere"',
    ],
    ['promises:', 'promises: &a', 'claims.yaml:'],
    ['firstSeed: 7', 'firstSeed: -7', 'claims.yaml:2: release.firstSeed: Too small'],
  ])('%s -> %s', (before, after, message) => {
    const ledger = read(LEDGER.replace(before, after))
    expect(!ledger.ok && ledger.error.message).toContain(message)
  })

  it('tells every problem, and the line of the first as the place', () => {
    const ledger = read(LEDGER.replace('status: holds', 'status: true').replace('of: {}', 'off: {}'))
    if (ledger.ok) throw new Error('read')
    expect(ledger.error.message.split('\n').length).toBeGreaterThan(1)
    expect(ledger.error.place).toBe('claims.yaml:11')
  })

  it('a claim and a check that stand twice', () => {
    const twice = LEDGER.replace(
      'promises:',
      `${LEDGER.slice(LEDGER.indexOf('  - id'), LEDGER.indexOf('promises:'))}promises:`,
    )
    const claims = read(twice)
    expect(!claims.ok && claims.error.message).toBe(
      'claims.yaml:16: claims[1].id: C01 stands here a second time',
    )
    const check = '{check: low, says: it is low, value: {final: trainLoss}, of: {model.depth: 1}, less: 1}'
    const checks = read(LEDGER.replace(`supports: ${check}`, `supports: {all: [${check}, ${check}]}`))
    expect(!checks.ok && checks.error.message).toBe('claims.yaml:8: claims[0]: two checks are called low')
  })

  it('an experiment with the name of a built-in sweep', () => {
    const ledger = read(LEDGER.replace('  small:', '  built-in:').replace('[small]', '[built-in]'))
    expect(!ledger.ok && ledger.error.message).toContain(
      'experiments.built-in: a built-in sweep has this name',
    )
  })

  it('a text that is no YAML', () => {
    const ledger = read('format: [')
    expect(!ledger.ok && ledger.error).toMatchObject({ code: 'spec-syntax', place: 'claims.yaml' })
    expect(!ledger.ok && ledger.error.message).toMatch(/^claims\.yaml:1: /)
  })
})
