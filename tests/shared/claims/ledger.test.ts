import { beforeAll, describe, expect, it } from 'vitest'
import type { Claim } from '@shared/claims/claim'
import { expandRule, expandedChecks } from '@shared/claims/expand-check'
import type { Ledger } from '@shared/claims/read-ledger'
import { placeholdersOf } from '@shared/claims/sentence'
import { checksOf } from '@shared/claims/verdict-rule'
import { PRESET_ORDER } from '@shared/preset-order'
import { gradientFactor, nextMoment } from '@shared/theory/moment-map'
import type { Ensemble } from '@shared/theory/moment-map'
import packageDescription from '../../../package.json'
import inventory from '../../golden/source-items.json'
import study from '../../golden/study-claims.json'
import { shippedLedger } from './ledger-fixture'

let ledger: Ledger

beforeAll(async () => {
  ledger = await shippedLedger()
})

function claimOf(id: string): Claim {
  const claim = ledger.claims.find((candidate) => candidate.id === id)
  if (claim === undefined) throw new Error(`${id} is missing`)
  return claim
}

describe('the shipped ledger', () => {
  it.each(study.claims)(
    'has $id of the study, with its sources and a verdict that fits',
    ({ id, sources, verdict }) => {
      const claim = claimOf(id)
      expect(claim.sources).toEqual(expect.arrayContaining(sources))
      expect(claim.reference?.verdict).toBe(verdict)
      expect(verdict === 'refuted' ? ['refuted'] : ['holds', 'holds-if']).toContain(claim.status)
    },
  )

  it('names only items and corrections that the pages have', () => {
    for (const { id, sources, corrections } of ledger.claims) {
      expect({ id, foreign: sources.filter((source) => !inventory.items.includes(source)) }).toEqual({
        id,
        foreign: [],
      })
      expect({ id, foreign: corrections.filter((known) => !inventory.corrections.includes(known)) }).toEqual({
        id,
        foreign: [],
      })
    }
  })

  it('has another first seed for each release: a new version has to choose one', () => {
    expect(ledger.version).toBe(packageDescription.version)
  })

  it('tells numbers of the run in the sentence of every status', () => {
    for (const { id, status, sentences } of ledger.claims) {
      if (status === 'not-testable') continue
      const sentence = sentences?.[status] ?? ''
      expect({ id, numbers: placeholdersOf(sentence).length > 0 }).toEqual({ id, numbers: true })
    }
  })

  it('asks at least five seeds wherever it judges an interval', () => {
    for (const { supports, refutes, id } of ledger.claims) {
      for (const rule of [supports, refutes]) {
        if (rule === undefined) continue
        expect({ id, few: checksOf(rule).filter(({ seeds }) => seeds < 5) }).toEqual({ id, few: [] })
      }
    }
  })

  it('promises something of every built-in sweep, P01 to P15', () => {
    expect(ledger.promises.map(({ preset }) => preset).sort()).toEqual([...PRESET_ORDER].sort())
    const experiments = new Set(ledger.promises.map(({ experiment }) => experiment))
    expect([...experiments].sort()).toEqual(
      Array.from({ length: 15 }, (_, index) => `P${String(index + 1).padStart(2, '0')}`),
    )
  })
})

const LAYERS = 20

/** Means over layers 1..20 of q_(l+1) / q_l and chi_l, q_1 = sigma_w^2 E[x^2] with E[x^2] = 1. */
function theory({ activation, weightVariance }: Pick<Ensemble, 'activation' | 'weightVariance'>) {
  const ensemble = { activation, weightVariance, biasVariance: 0 }
  let q = weightVariance
  let [forward, backward] = [0, 0]
  for (let layer = 1; layer < LAYERS; layer++) {
    const next = nextMoment(ensemble, q)
    forward += next / q / (LAYERS - 1)
    backward += gradientFactor(ensemble, q) / (LAYERS - 1)
    q = next
  }
  return { forward, backward }
}

it.each([
  ['relu-small', 'relu', 256 * 0.0001],
  ['relu-xavier', 'relu', 1],
  ['relu-he', 'relu', 2],
  ['tanh-xavier', 'tanh', 1],
  ['tanh-he', 'tanh', 2],
  ['sigmoid-xavier', 'sigmoid', 1],
  ['selu-lecun', 'selu', 1],
] as const)('the predictions of P03 for %s are those of the theory', (name, activation, weightVariance) => {
  const promise = ledger.promises.find(({ experiment }) => experiment === 'P03')
  if (promise === undefined) throw new Error('P03 is missing')
  const predicted = (way: string): number => {
    const found = expandedChecks(expandRule(promise.rule)).find(({ id }) => id === `${name}-${way}`)
    return found !== undefined && 'value' in found.check ? (found.check.within?.of ?? NaN) : NaN
  }
  const { forward, backward } = theory({ activation: { name: activation, slope: null }, weightVariance })
  expect(predicted('forward') / forward).toBeCloseTo(1, 3)
  expect(predicted('backward') / backward).toBeCloseTo(1, 3)
})
