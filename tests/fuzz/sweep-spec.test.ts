import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expandSweep } from '@shared/expand-sweep'
import { parseSweepDocument, parseSweepText } from '@shared/sweep-spec'
import type { SpecResult } from '@shared/sweep-spec'
import { repository } from '../../scripts/paths.mjs'
import { sweepDocuments } from '../shared/sweep-documents'

const PRESETS = path.join(repository, 'resources/presets')
const TEXTS = readdirSync(PRESETS).map((file) => readFileSync(path.join(PRESETS, file), 'utf8'))

/** Pieces that break YAML in their own ways. */
const SPLINTERS = [
  ...[
    '\t',
    '\r',
    '\n',
    '\n\n  ',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '&a ',
    '*a',
    '!!float ',
    '|\n',
    '>-\n',
  ],
  ...[
    '"',
    "'",
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '<<: ',
    '\\',
    '\u0000',
    '\ud800',
    '\ufeff',
    '\u2028',
    '-0',
    '1e999',
    '.nan',
    '~',
  ],
  ...[
    '__proto__: ',
    'constructor: ',
    'null',
    'true',
    '0x10',
    '1_000',
    '99999999999999999999',
    'steps: 3\n',
    '64-32-16',
  ],
]

const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(12),
    added: fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 4, unit: 'binary' })),
  }),
  { minLength: 1, maxLength: 6 },
)

const mutatedTexts = fc.tuple(fc.constantFrom(...TEXTS), mutations).map(([text, changes]) =>
  changes.reduce((changed, { at, removed, added }) => {
    const offset = Math.floor(at * changed.length)
    return changed.slice(0, offset) + added + changed.slice(offset + removed)
  }, text),
)

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

/** Runs the reader on each input; the 99th percentile of its time in milliseconds. */
function slowPercentile(times: number[]): number {
  const sorted = times.sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0
}

it('answers every mutated text, with a line for every problem', () => {
  const times: number[] = []
  fc.assert(
    fc.property(mutatedTexts, (text) => {
      const before = process.cpuUsage()
      const result = parseSweepText(text, 'fuzz.yaml')
      times.push(process.cpuUsage(before).user / 1000)
      expectAnswer(result)
      if (!result.ok) for (const { line } of result.problems) expect(line).toBeGreaterThan(0)
    }),
    { numRuns: 3000 },
  )
  expect(slowPercentile(times)).toBeLessThan(100)
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
      fc.constantFrom('format', 'model', 'init', 'seeds', '__proto__', 'constructor'),
    ),
  })
  const broken = fc.tuple(
    sweepDocuments,
    fc.constantFrom('task', 'model', 'train', 'record', 'seeds', 'rules', 'name'),
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
    fc.constantFrom<unknown>(-0, 1e308, '64-32', 'all', [], [[]], {}, [null], 'last'),
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
