import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { decodeReport } from '@engine/reports/read-report'
import { encodeReport } from '@engine/reports/write-report'
import { exampleDraft, repack } from '../engine/reports/report-drafts'
import { p99, prototypeKeys, RandomSource } from './random-source'

const example = encodeReport({
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

function mutant(random: RandomSource): Uint8Array {
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
function rehashed(random: RandomSource): Uint8Array {
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

test('10,000 mutants of a report: none thrown, none polluted; what opens can be saved and opened again', () => {
  expect(Object.keys(unzipSync(example)).length).toBe(8)
  const random = new RandomSource(20260301)
  const before = prototypeKeys()
  const durations: number[] = []
  const outcomes = { whole: 0, partly: 0, refused: 0 }
  for (let k = 0; k < 10_000; k++) {
    const bytes = k % 2 === 0 ? mutant(random) : rehashed(random)
    const start = performance.now()
    const content = decodeReport(bytes)
    durations.push(performance.now() - start)
    if (!content.ok) {
      outcomes.refused++
      expect(content.error.message).not.toBe('')
      continue
    }
    outcomes[content.value.missing.length === 0 ? 'whole' : 'partly']++
    expect(Object.getPrototypeOf(content.value.sweep ?? {})).toBe(Object.prototype)
    if (k % 5 !== 0) continue
    const again = decodeReport(encodeReport(content.value))
    if (!again.ok) throw new Error(again.error.message)
    expect(again.value.trials).toEqual(content.value.trials)
    expect(again.value.extras).toEqual(content.value.extras)
  }
  expect(prototypeKeys()).toBe(before)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  // The mutations reach all three outcomes.
  expect(Math.min(outcomes.whole, outcomes.partly, outcomes.refused)).toBeGreaterThan(500)
  expect(p99(durations)).toBeLessThan(50)
})
