import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { canonicalSweepText } from '@shared/canonical-json'
import { expandSweep, matchConfiguration } from '@shared/expand-sweep'
import { parseSweepDocument, parseSweepText } from '@shared/sweep-spec'
import type { FactorValue, SpecResult, SweepSpec } from '@shared/sweep-spec'
import { isList, isObject } from '@shared/sweep-spec-values'
import { formatSweepYaml } from '@shared/sweep-spec-yaml'
import { sweepDocuments } from './sweep-documents'

vi.setConfig({ testTimeout: 60_000 })

function accepted(result: SpecResult): SweepSpec {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** Documents that are accepted: the rules may leave nothing of a grid. */
const specs = sweepDocuments
  .map((document) => ({ document, result: parseSweepDocument(document) }))
  .filter(({ result }) => result.ok || !result.error.message.includes('leave no configuration'))

function reversed(value: FactorValue): FactorValue {
  if (isList(value)) return value.map(reversed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

describe('any possible spec', () => {
  it('is equal when it is read again from its own document', () => {
    fc.assert(
      fc.property(specs, ({ result }) => {
        const spec = accepted(result)
        expect(accepted(parseSweepDocument(spec.document))).toEqual(spec)
        expect(accepted(parseSweepText(JSON.stringify(spec.document), 's.json'))).toEqual(spec)
      }),
      { numRuns: 300 },
    )
  })

  it('is equal when it is read again from its YAML', () => {
    fc.assert(
      fc.property(specs, ({ result }) => {
        const spec = accepted(result)
        expect(accepted(parseSweepText(formatSweepYaml(spec.document), 's.yaml'))).toEqual(spec)
      }),
      { numRuns: 300 },
    )
  })

  it('has one canonical text, in whatever order its keys stand, with or without defaults, name and notes', () => {
    fc.assert(
      fc.property(specs, ({ document, result }) => {
        const text = canonicalSweepText(accepted(result))
        const filled = accepted(result).document
        expect(canonicalSweepText(accepted(parseSweepDocument(reversed(document))))).toBe(text)
        expect(canonicalSweepText(accepted(parseSweepDocument(reversed(filled))))).toBe(text)
        const renamed = { ...document, name: 'Another', notes: 'and other notes' }
        expect(canonicalSweepText(accepted(parseSweepDocument(renamed)))).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it('expands to different configurations with different labels, each found by its factors', () => {
    fc.assert(
      fc.property(specs, ({ result }) => {
        const expansion = expandSweep(accepted(result))
        const { configurations, excluded, merged, factors, trialCount, seeds } = expansion
        const points = factors.reduce((product, { values }) => product * values.length, 1)
        expect(configurations.length + excluded + merged).toBe(points)
        expect(trialCount).toBe(configurations.length * seeds.length)
        expect(new Set(configurations.map(({ settings }) => JSON.stringify(settings))).size).toBe(
          configurations.length,
        )
        expect(new Set(configurations.map(({ label }) => label)).size).toBe(configurations.length)
        for (const { index, factors: chosen } of configurations) {
          expect(matchConfiguration(expansion, Object.fromEntries(Object.entries(chosen).reverse()))).toBe(
            index,
          )
        }
      }),
      { numRuns: 200 },
    )
  })
})
