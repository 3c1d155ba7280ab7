import { afterAll, beforeAll, expect, test } from 'vitest'
import { runLedger } from '@engine/claims/run-ledger'
import { storedVerdictOf, verdictsText } from '@engine/claims/verdict-file'
import type { Laboratory } from '@engine/laboratory-contract'
import type { ClaimVerdict } from '@shared/claims/evaluate-claim'
import { shippedLedger } from '../shared/claims/ledger-fixture'
import { checkText } from '../../src/cli/claims-text'
import { openedLaboratory } from '../presets/laboratory'

const { claims, experiments, firstSeed } = await shippedLedger()
const tested = claims.filter(({ status }) => status !== 'not-testable')
let laboratory: Laboratory
let close: () => Promise<void>

beforeAll(async () => {
  ;({ laboratory, close } = await openedLaboratory())
})

afterAll(() => close())

function lines({ id, outcome, sentence, supports, refutes }: ClaimVerdict): readonly string[] {
  const checks = [...(supports?.checks ?? []), ...(refutes?.checks ?? [])]
  return [`${id} ${outcome}: ${sentence}`, ...checks.map((check) => `    ${checkText(check)}`)]
}

test('every claim comes out as shipped, on the seeds of this release', async () => {
  const run = await runLedger(tested, experiments, firstSeed, laboratory, {
    onStarted: () => undefined,
    onEnded: () => undefined,
    onVerdict: (_claim, verdict) => process.stdout.write(`${lines(verdict).join('\n')}\n`),
  })
  if (!run.ok) throw new Error(run.error.message)
  const outcomes = run.value.map(({ id, outcome }) => [id, outcome])
  expect(outcomes).toEqual(tested.map(({ id, status }) => [id, status]))
  // What the window shows as the verdict of the release: to the last digit what these seeds give.
  const stored = new Map(run.value.map((verdict) => [verdict.id, storedVerdictOf(verdict, firstSeed)]))
  await expect(verdictsText(stored, firstSeed)).toMatchFileSnapshot('../../resources/study/verdicts.json')
})
