import { encodeReport } from '@engine/reports/write-report'
import { exampleDraft, repack } from '../engine/reports/report-drafts'
import type { RandomSource } from './random-source'

/** The report that is broken. */
export const example = encodeReport({
  ...exampleDraft(),
  manifestUnknown: { machine: { cores: 2 } },
  extras: new Map([['a/extra.bin', new Uint8Array([1, 2, 3])]]),
})

const HOSTILE = [
  ...[
    'null',
    'true',
    '-1',
    '1e308',
    '1e999',
    '-0',
    '0.5',
    '9007199254740993',
    '""',
    '"NaN"',
    '"-Infinity"',
    '[]',
    '{}',
  ],
  ...[
    '[[[[[]]]]]',
    '"\\u0000"',
    '"\\ud800"',
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
  ],
  ...['[0,0]', '[[0,0,0]]', '{"toString":1,"length":-1,"then":1}', '"../../evil"', `"${'x'.repeat(5000)}"`],
  `${'['.repeat(500)}${']'.repeat(500)}`,
]

/** A value of a JSON text replaced by a hostile one, a key renamed, or a pair of brackets doubled. */
function mutateJson(random: RandomSource, text: string): string {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}]/g)]
  const token = random.pick(tokens)
  const end = token.index + token[0].length
  const isKey = text[end] === ':'
  const names = [
    '"__proto__"',
    '"constructor"',
    '"prototype"',
    '"toString"',
    '"seed"',
    '"sha256"',
    '"x"',
    '""',
  ]
  const insert = isKey ? random.pick(names) : random.pick(HOSTILE)
  return text.slice(0, token.index) + insert + text.slice(end)
}

/** The example with changed bytes, a changed table of contents or changed entries, whose hashes no longer fit. */
export function reportMutant(random: RandomSource): Uint8Array {
  const kind = random.below(10)
  if (kind < 3) return random.mutateBytes(example)
  if (kind < 5) {
    // The table of contents stands in the last part of the file.
    const from = example.length - 700
    return Uint8Array.of(...example.subarray(0, from), ...random.mutateBytes(example.subarray(from)))
  }
  return repack(
    example,
    (entries) => {
      const rounds = 1 + random.below(3)
      for (let k = 0; k < rounds; k++) {
        const name = random.pick(Object.keys(entries))
        const bytes = entries[name] ?? new Uint8Array()
        const isText = /\.(json|ndjson)$/.test(name)
        if (!isText || random.below(6) === 0) entries[name] = random.mutateBytes(bytes)
        else entries[name] = new TextEncoder().encode(mutateJson(random, new TextDecoder().decode(bytes)))
      }
    },
    false,
  )
}

/** The same with hashes that fit, so that the readers behind them are reached. */
export function rehashedReportMutant(random: RandomSource): Uint8Array {
  return repack(
    example,
    (entries) => {
      const name = random.pick([
        'sweep.json',
        'trials.ndjson',
        'trials.ndjson',
        'view.json',
        'notes.md',
        'curves.f32',
        'layers.f32',
      ])
      const bytes = entries[name] ?? new Uint8Array()
      const isText = /\.(json|ndjson)$/.test(name)
      entries[name] = isText
        ? new TextEncoder().encode(mutateJson(random, new TextDecoder().decode(bytes)))
        : random.mutateBytes(bytes)
    },
    true,
  )
}
