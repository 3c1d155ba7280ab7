import { beforeAll, describe, expect, it } from 'vitest'
import { evaluateClaim, evaluateRule } from '@shared/claims/evaluate-claim'
import type { Experiment, ExperimentResults } from '@shared/claims/experiment'
import type { Ledger } from '@shared/claims/read-ledger'
import { runHere } from './in-process'
import { shippedLedger } from './ledger-fixture'

/** Claims and presets whose experiments take a second or two of one core; `npm run test:claims` runs them all. */
const CLAIMS = ['C01b', 'C25'] as const
const PRESETS = ['dead-units-at-the-start', 'he-vs-xavier-depth'] as const

let ledger: Ledger

beforeAll(async () => {
  ledger = await shippedLedger()
})

function experimentOf(name: string): Experiment {
  const experiment = ledger.experiments.get(name)
  if (experiment === undefined) throw new Error(`There is no experiment ${name}`)
  return experiment
}

describe('with the seeds of this release', () => {
  it.each(CLAIMS)('%s comes out as shipped', { timeout: 60_000 }, async (id) => {
    const claim = ledger.claims.find((candidate) => candidate.id === id)
    if (claim === undefined) throw new Error('missing')
    const results = new Map<string, ExperimentResults>()
    for (const name of claim.experiments)
      results.set(name, await runHere(experimentOf(name), ledger.firstSeed))
    const verdict = evaluateClaim(claim, results)
    expect(verdict).toMatchObject({ id, outcome: claim.status })
    expect(verdict.sentence).not.toMatch(/[{}]/)
  })

  it.each(PRESETS)('%s keeps its promise', { timeout: 60_000 }, async (preset) => {
    const promise = ledger.promises.find((candidate) => candidate.preset === preset)
    if (promise === undefined) throw new Error('missing')
    const results = await runHere(experimentOf(preset), ledger.firstSeed)
    const { truth, checks } = evaluateRule(promise.rule, new Map([[preset, results]]))
    expect(checks.filter((check) => check.truth !== 'true')).toEqual([])
    expect(truth).toBe('true')
  })
})
