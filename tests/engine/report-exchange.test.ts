import path from 'node:path'
import { expect, test } from 'vitest'
import { reportExchange } from '@engine/library/report-exchange'
import { encodeReport, saveReport } from '@engine/reports/write-report'
import type { Store } from '@engine/store/store'
import { failure } from '@shared/errors'
import type { ReportDraft, ReportTrial } from '@shared/report'
import { openTestStore, trialFor } from './store/store-fixture'
import { SMALL_SWEEP, specOf, temporaryFolder, unwrap } from './sweep/lab-fixture'

const TRIALS = 150

async function savedReport(folder: string, changes: Partial<ReportDraft> = {}): Promise<string> {
  const { document } = specOf({ model: { ...SMALL_SWEEP.model, depth: 3, init: ['he-normal', 'zeros'] } })
  const trials = Array.from({ length: TRIALS }, (_, seed): ReportTrial => {
    const { record } = trialFor(0, seed)
    return {
      ...record,
      layers: new Float32Array(0),
      spectrum: new Float32Array(0),
      configuration: { 'model.init': 'zeros' },
      unknown: {},
    }
  })
  const bytes = encodeReport({
    appVersion: '1',
    engineVersion: '1',
    created: '2026-11-21T10:00:00.000Z',
    sweep: document,
    trials,
    layerColumns: [],
    kernels: null,
    notes: '',
    view: '',
    manifestUnknown: {},
    extras: new Map(),
    ...changes,
  })
  return unwrap(await saveReport(path.join(folder, 'many.initlab'), bytes))
}

/** A store whose disk is full at the second group of trials. */
function fullLater(store: Store): Store {
  let groups = 0
  const insert: Store['trials']['insert'] = (sweepId, trials) => {
    groups += 1
    return groups > 1 ? failure('store-full', 'No room.') : store.trials.insert(sweepId, trials)
  }
  return { ...store, trials: { ...store.trials, insert } }
}

test('a report whose import ends half-way is not shown, and opens whole the next time', async () => {
  const folder = temporaryFolder()
  const file = await savedReport(folder)
  const store = openTestStore(path.join(folder, 'library.db'))
  const failed = await reportExchange(fullLater(store), '1').open(file)
  expect(failed).toMatchObject({ ok: false, error: { code: 'store-full' } })
  expect(unwrap(store.sweeps.list())).toEqual([])
  const id = unwrap(await reportExchange(store, '1').open(file))
  expect(unwrap(store.trials.ofSweep(id)).trials).toHaveLength(TRIALS)
  expect(unwrap(store.sweeps.list()).map(({ sweep }) => sweep.id)).toEqual([id])
  expect(unwrap(store.sweeps.purge(store.session + 1))).toBe(1)
})

test('a file that is opened twice at once is one line', async () => {
  const folder = temporaryFolder()
  const file = await savedReport(folder)
  const store = openTestStore(path.join(folder, 'library.db'))
  const { open } = reportExchange(store, '1')
  const [first, second] = await Promise.all([open(file), open(file)])
  expect(unwrap(second)).toBe(unwrap(first))
  expect(unwrap(store.sweeps.list())).toHaveLength(1)
})

test.each(['a\0b', 'half \ud800 of a pair', '\u{1f600}'])(
  'any text of a foreign report opens: %j',
  async (text) => {
    const folder = temporaryFolder()
    const { record } = trialFor(0, 1)
    const configuration = { 'model.init': 'zeros' }
    const trials = [
      {
        ...record,
        layers: new Float32Array(0),
        spectrum: new Float32Array(0),
        configuration,
        message: text,
        unknown: {},
      },
    ]
    const file = await savedReport(folder, { engineVersion: text, notes: text, trials })
    const store = openTestStore(path.join(folder, 'library.db'))
    const id = unwrap(await reportExchange(store, '1').open(file))
    const rows = unwrap(store.trials.ofSweep(id))
    expect(rows.damaged).toEqual([])
    expect(rows.trials).toHaveLength(1)
    expect(unwrap(store.sweeps.get(id)).missing).toEqual([])
  },
)
