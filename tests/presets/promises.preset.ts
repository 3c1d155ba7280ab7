import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runExperiment } from '@engine/claims/run-ledger'
import type { Laboratory } from '@engine/laboratory-contract'
import { evaluateRule } from '@shared/claims/evaluate-claim'
import { checkText } from '../../src/cli/claims-text'
import { openedLaboratory } from './laboratory'
import { shippedLedger } from '../shared/claims/ledger-fixture'

const { promises, experiments } = await shippedLedger()
const table: string[] = []
let laboratory: Laboratory
let close: () => Promise<void>

beforeAll(async () => {
  ;({ laboratory, close } = await openedLaboratory())
})

afterAll(async () => {
  await close()
  process.stdout.write(`\n${table.join('\n')}\n`)
})

/** Every built-in sweep on the seeds that it is shipped with: what a person sees who runs it. */
describe.each(promises)('$experiment $preset', ({ experiment, preset, rule }) => {
  test('gives what it promises', async () => {
    const sweep = experiments.get(preset)
    if (sweep === undefined) throw new Error(`There is no sweep ${preset}`)
    const watch = { onStarted: () => undefined, onEnded: () => undefined }
    const results = await runExperiment(sweep, null, laboratory, watch)
    if (!results.ok) throw new Error(results.error.message)
    const { truth, checks } = evaluateRule(rule, new Map([[preset, results.value]]))
    table.push(...checks.map((check) => `${experiment} ${preset}: ${checkText(check)}`))
    expect(checks.filter((check) => check.truth !== 'true').map(checkText)).toEqual([])
    expect(truth).toBe('true')
  })
})
