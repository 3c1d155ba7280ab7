import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemClock } from '@engine/clock'
import { openConnection } from '@engine/store/database'
import type { SqlValue } from '@engine/store/database'
import { MIGRATIONS, SCHEMA_VERSION } from '@engine/store/migrations'
import { openDatabase } from '@engine/store/open-database'
import { openStore } from '@engine/store/store'
import type { StoredTrial } from '@engine/store/trial-row'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { temporaryFolder, unwrap } from '../sweep/lab-fixture'
import { newSweep, openTestStore, trialFor } from './store-fixture'

function freshPath(): string {
  return path.join(temporaryFolder(), 'library.db')
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

test.each(['whole', 'shown'] as const)(
  'a sweep is read in %s pages as it was when the reading began',
  (kind) => {
    const store = openTestStore(freshPath())
    const id = unwrap(store.sweeps.insert(newSweep()))
    const other = unwrap(store.sweeps.insert(newSweep()))
    const grid = [0, 1, 2].flatMap((configuration) =>
      [5, 6, 7, 8].map((seed) => trialFor(configuration, seed)),
    )
    unwrap(store.trials.insert(id, grid))
    unwrap(store.trials.insert(other, [trialFor(1, 1)]))
    const nothing = new Float32Array(0)
    const bare = { layers: nothing, spectrum: nothing, histograms: nothing }
    const whole = unwrap(store.trials.ofSweep(id)).trials.map((trial) =>
      kind === 'whole' ? trial : { ...trial, ...bare },
    )
    for (const length of [1, 5, 12, 13]) {
      const first = unwrap(store.trials.page(id, null, length, kind))
      // Comes too late: it lies behind the cursor in the order, or before it.
      unwrap(store.trials.insert(id, [trialFor(0, 4), trialFor(2, 9)]))
      const read = [...first.trials]
      for (let { next } = first; next !== null;) {
        const page = unwrap(store.trials.page(id, next, length, kind))
        expect(page.trials.length).toBeLessThanOrEqual(length)
        read.push(...page.trials)
        next = page.next
      }
      expect(read).toEqual(whole)
      unwrap(store.trials.remove(id, ['done']))
      unwrap(store.trials.insert(id, grid))
    }
  },
)

describe('layer statistics by column', () => {
  const column = LAYER_COLUMNS.indexOf('h2')

  test('are those of the trials behind a row, in the order in which they were written', () => {
    const store = openTestStore(freshPath())
    const [other, id] = [unwrap(store.sweeps.insert(newSweep())), unwrap(store.sweeps.insert(newSweep()))]
    unwrap(store.trials.insert(id, [trialFor(2, 5), trialFor(0, 7)]))
    unwrap(store.trials.insert(other, [trialFor(1, 1)]))
    unwrap(store.trials.insert(id, [trialFor(0, 3)]))
    const places = unwrap(store.trials.layerPlaces(id, 0, 10))
    expect(places.map(({ bytes }) => bytes)).toEqual(
      Array.from({ length: 3 }, () => 20 * 3 * LAYER_COLUMNS.length * 4),
    )
    const [first, second, third] = places.map((place) => place.id)
    expect(unwrap(store.trials.layerPlaces(id, 0, 2)).map((place) => place.id)).toEqual([first, second])
    expect(unwrap(store.trials.layerPlaces(id, second!, 10)).map((place) => place.id)).toEqual([third])
    expect(unwrap(store.trials.layerPlaces(id, third!, 10))).toEqual([])
    expect(unwrap(store.trials.layerPlaces(99, 0, 10))).toEqual([])

    const { rows, damaged } = unwrap(store.trials.layers(id, 0, third!, 'h2'))
    expect(rows.map(({ configuration, seed }) => [configuration, seed])).toEqual([
      [2, 5],
      [0, 7],
      [0, 3],
    ])
    expect(damaged).toEqual([])
    const { record } = trialFor(0, 7)
    expect(rows[1]).toEqual({
      configuration: 0,
      seed: 7,
      steps: record.curve.filter((_, index) => index % 3 === 0),
      layers: 3,
      values: record.layers.filter((_, index) => index % LAYER_COLUMNS.length === column),
    })
    expect(unwrap(store.trials.layers(id, second!, third!, 'h2')).rows).toEqual([rows[2]])
  })

  test('are empty for a trial without any, and for arrays that do not fit each other', () => {
    const store = openTestStore(freshPath())
    const id = unwrap(store.sweeps.insert(newSweep()))
    const { record, identity } = trialFor(0, 1)
    const none = { record: { ...record, layers: new Float32Array(0) }, identity }
    const cut = { record: { ...record, seed: 2, layers: record.layers.slice(16) }, identity }
    unwrap(store.trials.insert(id, [none, cut]))
    const { rows } = unwrap(store.trials.layers(id, 0, 1e6, 'h2'))
    expect(rows.map(({ layers, values }) => [layers, values.length])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
})

test('damaged layer statistics are named where they are asked for, and leave the trial in view', () => {
  const file = freshPath()
  const store = openTestStore(file)
  const id = unwrap(store.sweeps.insert(newSweep()))
  unwrap(store.trials.insert(id, [trialFor(0, 1), trialFor(0, 2)]))
  store.close()
  const connection = unwrap(openConnection(file))
  const size = 20 * 3 * LAYER_COLUMNS.length * 4
  unwrap(
    connection.transaction(({ run }) => run('UPDATE trials SET layers = zeroblob(?) WHERE seed = 1', [size])),
  )
  connection.close()
  const { trials } = openTestStore(file)
  const seedsOf = (rows: readonly { readonly seed: number }[]) => rows.map(({ seed }) => seed)
  expect(seedsOf(unwrap(trials.page(id, null, 9, 'shown')).trials)).toEqual([1, 2])
  expect(seedsOf(unwrap(trials.page(id, null, 9, 'whole')).trials)).toEqual([2])
  const { rows, damaged } = unwrap(trials.layers(id, 0, 9, 'z2'))
  expect(seedsOf(rows)).toEqual([2])
  expect(damaged).toEqual(['The layer statistics of configuration 0, seed 1 are damaged.'])
  expect(unwrap(trials.ofSeed(id, 0, 1))).toEqual({ trials: [], damaged })
})

describe('the connection', () => {
  test('refuses what SQLite would store as something else', () => {
    const connection = unwrap(openConnection(freshPath()))
    unwrap(connection.transaction(({ script }) => script('CREATE TABLE t(a)')))
    const insert = (value: unknown) => () =>
      connection.transaction(({ run }) => run('INSERT INTO t VALUES (?)', [value as SqlValue]))
    for (const value of [undefined, NaN, true, 'a\0b', 1n, {}, [1]])
      expect(insert(value)).toThrow(/The store takes/)
    expect(unwrap(connection.read(({ all }) => all('SELECT a FROM t', [])))).toEqual([])
    connection.close()
  })

  test('keeps nothing of a transaction that fails', () => {
    const connection = unwrap(openConnection(freshPath()))
    unwrap(connection.transaction(({ script }) => script('CREATE TABLE t(a INTEGER PRIMARY KEY)')))
    expect(() =>
      connection.transaction(({ run }) => {
        run('INSERT INTO t VALUES (1)', [])
        throw new Error('a bug')
      }),
    ).toThrow('a bug')
    expect(() =>
      connection.transaction(({ run }) => {
        run('INSERT INTO t VALUES (1)', [])
        run('INSERT INTO t VALUES (1)', [])
      }),
    ).toThrow(/UNIQUE/)
    expect(unwrap(connection.read(({ all }) => all('SELECT a FROM t', [])))).toEqual([])
    connection.close()
    expect(connection.read(({ all }) => all('SELECT a FROM t', []))).toMatchObject({ ok: false })
  })

  test('is the only one: a second finds the store busy and changes nothing', () => {
    const file = freshPath()
    const store = openTestStore(file)
    unwrap(store.sweeps.insert(newSweep()))
    const before = readdirSync(path.dirname(file)).map((name) => [
      name,
      hashOf(path.join(path.dirname(file), name)),
    ])
    expect(openStore(file, systemClock)).toMatchObject({ ok: false, error: { code: 'store-busy' } })
    const after = readdirSync(path.dirname(file)).map((name) => [
      name,
      hashOf(path.join(path.dirname(file), name)),
    ])
    expect(after).toEqual(before)
    expect(unwrap(store.sweeps.list())).toHaveLength(1)
  })

  test('leaves one file behind, which opens again', () => {
    const file = freshPath()
    const store = openTestStore(file)
    unwrap(store.sweeps.insert(newSweep()))
    store.close()
    expect(readdirSync(path.dirname(file)).filter((name) => !name.includes('backup'))).toEqual(['library.db'])
    expect(unwrap(openTestStore(file).sweeps.list())).toHaveLength(1)
  })
})

describe('a trial', () => {
  test('comes back bit for bit, whatever its numbers are', () => {
    const store = openTestStore(freshPath())
    const sweepId = unwrap(store.sweeps.insert(newSweep()))
    const number = fc.oneof(fc.double(), fc.constantFrom(-0, 0, NaN, Infinity, -Infinity, 2 ** -1074))
    const floats = fc.float32Array({ maxLength: 30 })
    let seed = 0
    fc.assert(
      fc.property(number, number, floats, floats, fc.boolean(), (loss, accuracy, curve, layers, hasFinal) => {
        seed += 1
        const base = trialFor(1, seed)
        const final = { trainLoss: loss, trainAccuracy: accuracy, testLoss: accuracy, testAccuracy: loss }
        const trial: StoredTrial = {
          ...base,
          record: { ...base.record, final: hasFinal ? final : null, curve, layers },
        }
        unwrap(store.trials.insert(sweepId, [trial]))
        const found = unwrap(store.trials.findEqual([trial.identity ?? ''])).get(trial.identity ?? '')
        expect(found).toEqual(trial.record)
        expect(Object.is(found?.final?.trainLoss ?? 0, hasFinal ? loss : 0)).toBe(true)
        const bits = (values: Float32Array | undefined) => values && new Uint8Array(values.slice().buffer)
        expect(bits(found?.curve)).toEqual(bits(curve))
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  test('keeps its first cause, also that of its source', () => {
    const store = openTestStore(freshPath())
    const sweepId = unwrap(store.sweeps.insert(newSweep()))
    const inTrial = { step: 3, layer: 2, quantity: 'gamma', side: 'not-finite', value: null } as const
    for (const [seed, firstCause] of [inTrial, { ...inTrial, phase: 'pretraining' } as const].entries()) {
      const { record, identity } = trialFor(1, seed)
      unwrap(store.trials.insert(sweepId, [{ record: { ...record, firstCause }, identity }]))
      const found = unwrap(store.trials.findEqual([identity ?? ''])).get(identity ?? '')
      expect(found?.firstCause).toStrictEqual(firstCause)
    }
  })

  test('that is there already is refused, with its whole group', () => {
    const store = openTestStore(freshPath())
    const sweepId = unwrap(store.sweeps.insert(newSweep()))
    unwrap(store.trials.insert(sweepId, [trialFor(0, 1)]))
    expect(() => store.trials.insert(sweepId, [trialFor(0, 2), trialFor(0, 1)])).toThrow(/UNIQUE/)
    expect(unwrap(store.trials.keys(sweepId))).toHaveLength(1)
  })

  test('whose bytes were changed is named and not shown', () => {
    const file = freshPath()
    const store = openTestStore(file)
    const sweepId = unwrap(store.sweeps.insert(newSweep()))
    unwrap(store.trials.insert(sweepId, [trialFor(0, 1), trialFor(0, 2), trialFor(0, 3)]))
    store.close()
    const connection = unwrap(openConnection(file))
    unwrap(
      connection.transaction(({ run }) => {
        run('UPDATE trials SET curve = zeroblob(240) WHERE seed = 1', [])
        run('UPDATE trials SET steps = 399 WHERE seed = 2', [])
      }),
    )
    connection.close()
    const { trials, damaged } = unwrap(openTestStore(file).trials.ofSweep(sweepId))
    expect(trials.map(({ seed }) => seed)).toEqual([3])
    expect(damaged).toEqual([
      'The curve of configuration 0, seed 1 is damaged.',
      'The result of configuration 0, seed 2 is damaged.',
    ])
  })
})

describe('opening', () => {
  test('leaves a newer library untouched', () => {
    const file = freshPath()
    openTestStore(file).close()
    const connection = unwrap(openConnection(file))
    unwrap(connection.transaction(({ script }) => script(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`)))
    connection.close()
    const before = hashOf(file)
    const opened = openStore(file, systemClock)
    expect(opened).toMatchObject({ ok: false, error: { code: 'store-newer' } })
    expect(hashOf(file)).toBe(before)
  })

  test('sets a file aside that is no database, restores the newest backup and says so', () => {
    const file = freshPath()
    const store = openTestStore(file)
    unwrap(store.sweeps.insert(newSweep({ name: 'Kept' })))
    store.close()
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('.backup-'))).toHaveLength(1)
    const garbage = Buffer.alloc(8192, 'not a database ')
    writeFileSync(file, garbage)
    const restored = openTestStore(file)
    expect(restored.notices).toHaveLength(1)
    expect(restored.notices[0]).toMatch(/was damaged.*set aside as .*\.corrupt-.*newest backup.*was restored/)
    expect(unwrap(restored.sweeps.list()).map(({ sweep }) => sweep.name)).toEqual(['Kept'])
    const aside = readdirSync(path.dirname(file)).filter((name) => name.includes('.corrupt-'))
    expect(aside).toHaveLength(1)
    expect(readFileSync(path.join(path.dirname(file), aside[0] ?? ''))).toEqual(garbage)
  })

  test('starts empty when there is no backup, and says so', () => {
    const file = freshPath()
    writeFileSync(file, Buffer.alloc(5000, 'x'))
    const store = openTestStore(file)
    expect(store.notices[0]).toMatch(/no backup: the library starts empty/)
    expect(unwrap(store.sweeps.list())).toEqual([])
  })

  test('an empty file, and a folder that is not there', () => {
    const file = freshPath()
    writeFileSync(file, '')
    expect(openTestStore(file).notices).toEqual([])
    const nowhere = path.join(path.dirname(file), 'missing', 'library.db')
    expect(openStore(nowhere, systemClock)).toMatchObject({ ok: false, error: { code: 'file-unwritable' } })
  })

  test('reaches the schema of today from every earlier one, after a backup', () => {
    for (let version = 1; version < SCHEMA_VERSION; version++) {
      const file = freshPath()
      const connection = unwrap(openConnection(file))
      unwrap(
        connection.transaction(({ script }) => {
          for (const step of MIGRATIONS.slice(0, version)) script(step)
          script(`PRAGMA user_version = ${version}`)
        }),
      )
      connection.close()
      unwrap(openDatabase(file, systemClock)).connection.close()
      expect(readdirSync(path.dirname(file)).some((name) => name.includes('.backup-'))).toBe(true)
    }
    expect(SCHEMA_VERSION).toBe(MIGRATIONS.length)
  })

  test('pauses what was running when the program ended', () => {
    const file = freshPath()
    const store = openTestStore(file)
    const sweepId = unwrap(store.sweeps.insert(newSweep({ state: 'running' })))
    const copy = freshPath()
    copyFileSync(file, copy)
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
    expect(unwrap(openTestStore(copy).sweeps.get(sweepId)).state).toBe('paused')
  })
})

describe('the library', () => {
  test('keeps texts of every kind, without the zero byte that SQLite would end them at', () => {
    const store = openTestStore(freshPath())
    const name = 'Größe 大小 \u{1f600} "\'\n'
    const id = unwrap(
      store.sweeps.insert(newSweep({ name, notes: 'a\0b', view: '', missing: ['ä'], filePath: '/tmp/ü' })),
    )
    expect(unwrap(store.sweeps.get(id))).toMatchObject({
      name,
      notes: 'ab',
      view: '',
      missing: ['ä'],
      filePath: '/tmp/ü',
    })
    unwrap(store.settings.set('draft', '{"a":"\u0001"}'))
    expect(unwrap(store.settings.get('draft'))).toBe('{"a":"\u0001"}')
    expect(unwrap(store.settings.get('nothing'))).toBeNull()
  })

  test('orders by id, whatever the clock says', () => {
    const store = openTestStore(freshPath())
    for (const createdAt of ['2026-11-21T10:00:00Z', '2025-01-01T00:00:00Z', '2027-01-01T00:00:00Z']) {
      unwrap(store.sweeps.insert(newSweep({ createdAt })))
    }
    expect(unwrap(store.sweeps.list()).map(({ sweep }) => sweep.id)).toEqual([3, 2, 1])
  })

  test('closes though its folder is gone', () => {
    const file = freshPath()
    const store = unwrap(openStore(file, systemClock))
    rmSync(path.dirname(file), { recursive: true })
    expect(() => store.close()).not.toThrow()
    expect(store.sweeps.list()).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  test('counts what waits, and what a cancelled sweep will never run', () => {
    const store = openTestStore(freshPath())
    const id = unwrap(store.sweeps.insert(newSweep({ trialCount: 10 })))
    unwrap(store.trials.insert(id, [trialFor(0, 1), trialFor(0, 2)]))
    expect(unwrap(store.sweeps.counts(id))).toMatchObject({ done: 2, queued: 8, cancelled: 0 })
    unwrap(store.sweeps.setState(id, 'cancelled'))
    expect(unwrap(store.sweeps.counts(id))).toMatchObject({ done: 2, queued: 0, cancelled: 8 })
  })
})
