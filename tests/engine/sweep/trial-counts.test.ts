import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { systemClock } from '@engine/clock'
import { openStore } from '@engine/store/store'
import type { SweepUpdate } from '@shared/sweep'
import { openTestControl } from './control-fixture'
import { specOf, temporaryFolder, unwrap } from './lab-fixture'

const ENDED = ['done', 'stalled', 'diverged', 'cancelled', 'error'] as const

test('trials that wait for the disk are neither running nor ended', async () => {
  const library = path.join(temporaryFolder(), 'library.db')
  const store = unwrap(openStore(library, systemClock))
  const seen: { readonly update: SweepUpdate; readonly rows: number; readonly live: number }[] = []
  const { control } = openTestControl({
    workerPath: inject('trialWorkerPath'),
    workers: 1,
    store,
    onUpdate: (update) => {
      const rows = unwrap(store.trials.keys(update.sweepId)).length
      seen.push({ update, rows, live: control.liveCounts(update.sweepId)?.running ?? 0 })
    },
  })
  const model = { depth: 1, width: 4, init: 'he-normal' }
  const sweepId = unwrap(
    await control.start(specOf({ model, train: { steps: 1 }, seeds: { count: 300 } }), false),
  ).id
  expect(await control.settled(sweepId)).toMatchObject({ state: 'done', counts: { queued: 0, running: 0 } })
  expect(seen.length).toBeGreaterThan(1)
  for (const { update, rows, live } of seen) {
    const { counts, workersBusy, workers } = update
    expect(counts.running).toBe(workersBusy)
    expect(Math.max(counts.running, live)).toBeLessThanOrEqual(workers)
    const ended = ENDED.reduce((sum, state) => sum + counts[state], 0)
    expect(ended).toBeLessThanOrEqual(rows)
    expect(ended + counts.queued + counts.running).toBe(300)
  }
})
