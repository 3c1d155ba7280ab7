import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { repository } from '../../scripts/paths.mjs'

const PRESETS = path.join(repository, 'resources/presets')
const TEXTS = readdirSync(PRESETS).map((file) => readFileSync(path.join(PRESETS, file), 'utf8'))

/** Pieces that break YAML in their own ways. */
export const SPLINTERS = [
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
    'kind: cnn\n',
    'residual: rezero\n',
    'convolution: {kernel: 5}\n',
    'pretrain:\n',
    'overrides: {1: lsuv}',
    'schedule: {name: step, every: 2}\n',
    'last',
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

/** A built-in sweep with one to six changes. */
export const mutatedTexts = fc.tuple(fc.constantFrom(...TEXTS), mutations).map(([text, changes]) =>
  changes.reduce((changed, { at, removed, added }) => {
    const offset = Math.floor(at * changed.length)
    return changed.slice(0, offset) + added + changed.slice(offset + removed)
  }, text),
)
