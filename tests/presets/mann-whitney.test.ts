import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repository } from '../../scripts/paths.mjs'
import { probabilityOfSmaller } from './mann-whitney'

const number = z.union([z.number(), z.literal('inf').transform(() => Infinity)])
const sample = z.object({ a: z.array(number), b: z.array(number), p_exact_a_less: z.number() })
/** The last case says in words what the sizes of the others can reach at most. */
const fixtures = z.object({ cases: z.array(z.union([sample, z.object({ note: z.string() })])) })
const text = readFileSync(path.join(repository, 'tests/golden/stats_fixtures.json'), 'utf8')
const cases = fixtures.parse(JSON.parse(text)).cases.filter((fixture) => 'a' in fixture)

describe('the exact test', () => {
  it.each(cases.map((fixture, index) => [index, fixture] as const))(
    'of case %i',
    (_index, { a, b, p_exact_a_less }) => {
      expect(probabilityOfSmaller(a, b)).toBeCloseTo(p_exact_a_less, 12)
    },
  )

  it('of two samples that do not overlap is one order in all of them', () => {
    expect(probabilityOfSmaller([1, 2, 3, 4, 5], [6, 7, 8, 9, NaN])).toBeCloseTo(1 / 252, 12)
  })
})
