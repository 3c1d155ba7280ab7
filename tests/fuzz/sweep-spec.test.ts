import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expandSweep } from '@shared/expand-sweep'
import { parseSweepDocument, parseSweepText } from '@shared/sweep-spec'
import type { SpecResult } from '@shared/sweep-spec'
import { sweepDocuments } from '../shared/sweep-documents'
import { mutatedTexts, SPLINTERS } from './sweep-spec-mutants'

/** What every answer has to be, whatever was read. */
function expectAnswer(result: SpecResult): void {
  if (result.ok) {
    expect(expandSweep(result.value).configurations.length).toBeGreaterThan(0)
    expect(parseSweepDocument(result.value.document)).toEqual(result)
    return
  }
  expect(result.problems.length).toBeGreaterThan(0)
  expect(result.problems.length).toBeLessThanOrEqual(50)
  expect(result.error.message.length).toBeLessThan(100_000)
}

it('answers every mutated text, with a line for every problem', () => {
  fc.assert(
    fc.property(mutatedTexts, (text) => {
      const result = parseSweepText(text, 'fuzz.yaml')
      expectAnswer(result)
      if (!result.ok) for (const { line } of result.problems) expect(line).toBeGreaterThan(0)
    }),
    { numRuns: 3000 },
  )
  expect(Object.keys(Object.prototype)).toEqual([])
}, 120_000)

it('answers every text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(fc.constantFrom(...SPLINTERS), { maxLength: 60 }).map((parts) => parts.join('')),
      ),
      (text) => {
        expectAnswer(parseSweepText(text, 'fuzz.yaml'))
      },
    ),
    { numRuns: 5000 },
  )
}, 120_000)

it('answers every value', () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    maxDepth: 4,
    key: fc.oneof(
      fc.string(),
      fc.constantFrom(
        'format',
        'model',
        'init',
        'overrides',
        'pretrain',
        'seeds',
        '__proto__',
        'constructor',
      ),
    ),
  })
  const broken = fc.tuple(
    sweepDocuments,
    fc.constantFrom('task', 'model', 'train', 'pretrain', 'record', 'seeds', 'rules', 'name'),
    anything,
  )
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        broken.map(([document, key, value]) => ({ ...document, [key]: value })),
      ),
      (document) => {
        expectAnswer(parseSweepDocument(document))
      },
    ),
    { numRuns: 5000 },
  )
  expect(Object.keys(Object.prototype)).toEqual([])
}, 120_000)

it('answers every value in the place of another', () => {
  const values = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom<unknown>(-0, 1e308, '64-32', 'all', [], [[]], {}, [null], 'last', 'cnn', 'residual-mlp'),
    fc.constantFrom<unknown>('lsuv', { scheme: 'lsuv', overrides: { 1: 'zeros' } }, ['mlp', 'cnn']),
    fc.dictionary(
      fc.constantFrom(
        'scheme',
        'overrides',
        'name',
        'branch',
        'kernel',
        'channels',
        'stride',
        'every',
        'dataset',
      ),
      fc.oneof(
        fc.anything({ maxDepth: 1 }),
        fc.constantFrom<unknown>('step', 'lsuv', 'rezero', 'xor', 3, '8-8'),
      ),
    ),
  )
  const paths = fc.constantFrom(
    ['task', 'labels'],
    ['task', 'trainSize'],
    ['task', 'dataset'],
    ['model', 'width'],
    ['model', 'depth'],
    ['model', 'init'],
    ['model', 'biasInit'],
    ['model', 'activation'],
    ['model', 'kind'],
    ['model', 'residual'],
    ['model', 'convolution'],
    ['model', 'normalization'],
    ['model', 'dropout'],
    ['train', 'schedule'],
    ['pretrain', 'task'],
    ['pretrain', 'pixels'],
    ['pretrain', 'train'],
    ['pretrain', 'transfer'],
    ['train', 'optimizer'],
    ['train', 'steps'],
    ['record', 'histograms'],
    ['seeds', 'first'],
  )
  fc.assert(
    fc.property(paths, values, ([section = '', key = ''], value) => {
      expectAnswer(parseSweepDocument({ format: 'initlab-sweep/1', [section]: { [key]: value } }))
    }),
    { numRuns: 5000 },
  )
}, 120_000)
