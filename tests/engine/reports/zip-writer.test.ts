import { unzipSync, zipSync } from 'fflate'
import type { Zippable } from 'fflate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atOnce, inTurns, throughParts } from '@engine/reports/steps'
import { encodeReport, reportSteps } from '@engine/reports/write-report'
import { zipSteps } from '@engine/reports/zip-writer'
import { exampleDraft } from './report-drafts'

/** Time of every entry; local time, as zip has no zone. */
const ENTRY_TIME = '1980-01-01T12:00:00'

describe('a zip', () => {
  test('has the bytes that fflate gives', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
      .filter((text) => text !== '__proto__')
    const entry = fc.record({
      parts: fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 4 }),
      isPacked: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.dictionary(name, entry, { maxKeys: 6, noNullPrototype: true }), (files) => {
        const expected: Zippable = {}
        for (const [key, { parts, isPacked }] of Object.entries(files))
          expected[key] = [Uint8Array.from(parts.flatMap((part) => [...part])), { level: isPacked ? 6 : 0 }]
        const entries = Object.entries(files).map(([key, file]) => ({ name: key, ...file }))
        expect(atOnce(zipSteps(entries))).toEqual(zipSync(expected, { mtime: ENTRY_TIME }))
      }),
      { numRuns: 300, seed: 5 },
    )
  })
})

describe('a report', () => {
  test('has the same bytes in turns and at once, those of fflate over its entries', async () => {
    const bytes = encodeReport(exampleDraft())
    expect(await inTurns(reportSteps(exampleDraft()))).toEqual(bytes)
    const files: Zippable = {}
    for (const [name, content] of Object.entries(unzipSync(bytes)))
      files[name] = [content, { level: name.endsWith('.f32') ? 0 : 6 }]
    expect(bytes).toEqual(zipSync(files, { mtime: ENTRY_TIME }))
  })

  test('lets others go on between its steps', () => {
    const draft = exampleDraft()
    const [trial] = draft.trials
    if (trial === undefined) throw new Error('The example has no trial')
    const many = { ...draft, trials: Array.from({ length: 200 }, (_, seed) => ({ ...trial, seed })) }
    expect([...reportSteps(many)].length).toBeGreaterThan(30)
  })
})

test('parts are given in pieces of at most a megabyte, in their order', () => {
  const parts = [3, 2_500_000, 0, 1_048_576, 7].map((length, index) => new Uint8Array(length).fill(index + 1))
  const sizes: number[][] = [[]]
  const seen = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  const steps = throughParts(parts, (piece) => {
    seen.set(piece, at)
    at += piece.length
    sizes.at(-1)?.push(piece.length)
  })
  while (steps.next().done !== true) sizes.push([])
  const bytes = sizes.map((step) => step.reduce((sum, size) => sum + size, 0))
  expect(bytes).toEqual([1_048_576, 1_048_576, 1_048_576, at - 3 * 1_048_576])
  expect(Buffer.concat(parts).equals(seen)).toBe(true)
})
