import path from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '@engine/clock'
import type { Connection } from '@engine/store/database'
import { openDatabase } from '@engine/store/open-database'
import { storeOn } from '@engine/store/store'
import { failure } from '@shared/errors'
import { newSweep, trialFor } from '../engine/store/store-fixture'
import { openTestControl } from '../engine/sweep/control-fixture'
import { specOf, temporaryFolder, unwrap } from '../engine/sweep/lab-fixture'

function pageCount(connection: Connection): number {
  const [row] = unwrap(connection.read(({ all }) => all('SELECT page_count FROM pragma_page_count', [])))
  return Number(row?.['page_count'])
}

/** SQLite answers SQLITE_FULL beyond this many pages, as it does on a full disk. */
function allowPages(connection: Connection, pages: number): void {
  unwrap(connection.read(({ all }) => all(`PRAGMA max_page_count = ${pages}`, [])))
}

test('a full disk pauses the sweep with a notice; with room it continues, and nothing shown is lost', async () => {
  const file = path.join(temporaryFolder(), 'library.db')
  const { connection } = unwrap(openDatabase(file, systemClock))
  const store = unwrap(storeOn(connection, () => undefined, []))
  const { control, updates } = openTestControl({ store })
  const spec = specOf({ model: { depth: 1, width: 4 }, seeds: { first: 0, count: 400 } })
  allowPages(connection, pageCount(connection) + 12)
  const { id } = unwrap(await control.start(spec, false))
  expect((await control.settled(id)).state).toBe('paused')
  expect(updates.at(-1)?.notice).toMatch(/Make room on the disk, then resume/)
  const shown = updates.flatMap(({ ended }) => ended.map(({ seed }) => seed))
  const stored = unwrap(store.trials.keys(id)).map(({ seed }) => seed)
  expect(shown.toSorted((left, right) => left - right)).toEqual(
    stored.toSorted((left, right) => left - right),
  )
  expect(shown.length).toBeLessThan(400)

  expect(await control.resume(id)).toMatchObject({ ok: false, error: { code: 'store-full' } })
  allowPages(connection, 100_000)
  unwrap(await control.resume(id))
  const settled = await control.settled(id)
  expect(settled).toMatchObject({ state: 'done', counts: { done: 400, queued: 0, running: 0 } })
  const all = updates.flatMap(({ ended }) => ended.map(({ seed }) => seed))
  expect(new Set(all).size).toBe(400)
  expect(all).toHaveLength(400)
  expect(updates.at(-1)?.notice).toBeNull()
})

test('a disk that is full when a sweep starts refuses it as a value', async () => {
  const file = path.join(temporaryFolder(), 'library.db')
  const { connection } = unwrap(openDatabase(file, systemClock))
  const store = unwrap(storeOn(connection, () => undefined, []))
  const { control } = openTestControl({ store })
  allowPages(connection, pageCount(connection))
  const notes = 'x'.repeat(100_000)
  expect(await control.start(specOf({ notes }), false)).toMatchObject({
    ok: false,
    error: { code: 'store-full' },
  })
  expect(unwrap(store.sweeps.list())).toEqual([])
})

test('a library on a full disk opens, says so and shows what it holds', () => {
  const file = path.join(temporaryFolder(), 'library.db')
  const { connection } = unwrap(openDatabase(file, systemClock))
  const first = unwrap(storeOn(connection, () => undefined, []))
  const id = unwrap(first.sweeps.insert(newSweep()))
  unwrap(first.trials.insert(id, [trialFor(0, 1)]))
  const full: Connection = {
    ...connection,
    transaction: () => failure('store-full', 'The library cannot be written.'),
  }
  const store = unwrap(storeOn(full, () => undefined, []))
  expect(store.notices).toEqual(['The library cannot be written.'])
  expect(unwrap(store.trials.ofSweep(id)).trials).toEqual([trialFor(0, 1).record])
  connection.close()
})
