import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { readLedgerFile } from '@engine/claims/ledger-file'
import { runLedger } from '@engine/claims/run-ledger'
import type { ExperimentLaboratory } from '@engine/claims/run-ledger'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import type { Laboratory } from '@engine/laboratory-contract'
import { readLedger } from '@shared/claims/read-ledger'
import type { Ledger } from '@shared/claims/read-ledger'
import { repository } from '../../../scripts/paths.mjs'

const SWEEP = 'model: {depth: 1, width: 4, init: [zeros, he-normal]}, train: {steps: 20}, record: {every: 10}'
const CHECK = (name: string, experiment: string): string =>
  `{check: ${name}, says: zeros learn, value: {final: trainLoss}, of: {in: ${experiment}, model.init: zeros}, less: 2}`
const LEDGER = `format: initlab-claims/1
release: {version: 1.0.0, firstSeed: 7}
experiments:
  first: {name: One name, ${SWEEP}, seeds: {first: 0, count: 5}}
  second: {name: Another name, ${SWEEP}, seeds: {first: 0, count: 5}}
claims:
  - id: C01
    statement: A network of zeros learns.
    sources: []
    status: refuted
    conditions: None.
    experiments: [first]
    supports: ${CHECK('learns', 'first')}
    sentences: {refuted: 'It stayed at {learns.estimate}.', inconclusive: Nothing is known.}
  - id: C02
    statement: Another experiment says the same.
    sources: []
    status: refuted
    conditions: None.
    experiments: [second]
    supports: ${CHECK('learns', 'second')}
    sentences: {refuted: 'It stayed at {learns.estimate}.', inconclusive: Nothing is known.}
  - id: C03
    statement: Nothing can be run.
    sources: []
    status: not-testable
    conditions: None.
promises: []
`

function ledgerOf(text: string): Ledger {
  const ledger = readLedger(text, 'claims.yaml', new Map())
  if (!ledger.ok) throw new Error(ledger.error.message)
  return ledger.value
}

async function opened(): Promise<Laboratory> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-ledger-'))
  const laboratory = await openLaboratory({
    databasePath: path.join(folder, 'library.db'),
    backups: false,
    workerPath: inject('trialWorkerPath'),
    datasetsDirectory: path.join(repository, 'resources/datasets'),
    workers: 2,
    clock: systemClock,
    onUpdate: () => undefined,
    onLibraryChanged: () => undefined,
  })
  if (!laboratory.ok) throw new Error(laboratory.error.message)
  onTestFinished(async () => {
    await laboratory.value.close()
    await rm(folder, { recursive: true, force: true })
  })
  return laboratory.value
}

describe('a run of the ledger', () => {
  it('runs equal sweeps once, on the seeds asked for, and tells each claim as it is decided', async () => {
    const laboratory = await opened()
    const { claims, experiments } = ledgerOf(LEDGER)
    const told: string[] = []
    const run = await runLedger(claims, experiments, 100, laboratory, {
      onStarted: ({ name }, { trialCount }) => told.push(`start ${name} ${trialCount}`),
      onEnded: ({ name }, { state }) => told.push(`end ${name} ${state}`),
      onVerdict: ({ id }, { outcome }) => told.push(`${id} ${outcome}`),
    })
    if (!run.ok) throw new Error(run.error.message)
    expect(told).toEqual(['start first 10', 'end first done', 'C01 refuted', 'C02 refuted'])
    expect(run.value.map(({ sentence }) => sentence)).toEqual(['It stayed at 2.3.', 'It stayed at 2.3.'])
    const sweeps = laboratory.list()
    const results = laboratory.results(sweeps.ok ? (sweeps.value[0]?.id ?? 0) : 0)
    expect(results.ok && [...new Set(results.value.trials.map(({ seed }) => seed))].sort()).toEqual([
      100, 101, 102, 103, 104,
    ])
  })

  it('takes trials that the library holds already', async () => {
    const laboratory = await opened()
    const { claims, experiments } = ledgerOf(LEDGER)
    const watch = { onStarted: () => undefined, onEnded: () => undefined, onVerdict: () => undefined }
    const first = await runLedger(claims, experiments, null, laboratory, watch)
    const second = await runLedger(claims, experiments, null, laboratory, watch)
    expect(first).toEqual(second)
  })

  it('stops with a failure when a sweep is cancelled, and with that of a start that fails', async () => {
    const laboratory = await opened()
    const { claims, experiments } = ledgerOf(LEDGER.replaceAll('steps: 20', 'steps: 1000000'))
    const watch = { onEnded: () => undefined, onVerdict: () => undefined }
    const cancelled = await runLedger(claims, experiments, null, laboratory, {
      ...watch,
      onStarted: (_experiment, { id }) => void laboratory.cancel(id),
    })
    expect(!cancelled.ok && cancelled.error).toMatchObject({
      code: 'busy',
      message: 'The experiment first was stopped before its end.',
    })
    const refusing: ExperimentLaboratory = {
      ...laboratory,
      start: () => Promise.resolve({ ok: false, error: { code: 'store-full', message: 'full' } }),
    }
    const refused = await runLedger(claims, experiments, null, refusing, {
      ...watch,
      onStarted: () => undefined,
    })
    expect(!refused.ok && refused.error.code).toBe('store-full')
  })
})

it('tells which file of the ledger is missing', async () => {
  const ledger = await readLedgerFile('/nowhere/claims.yaml', path.join(repository, 'resources/presets'))
  expect(!ledger.ok && ledger.error).toMatchObject({ code: 'not-found', place: '/nowhere/claims.yaml' })
})
