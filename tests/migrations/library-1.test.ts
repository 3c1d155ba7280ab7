import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '@engine/clock'
import { openConnection } from '@engine/store/database'
import { openStore } from '@engine/store/store'
import type { Store } from '@engine/store/store'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type { LayerColumn } from '@shared/trial-result'
import { trialFor } from '../engine/store/store-fixture'
import { unwrap } from '../engine/sweep/lab-fixture'

/** What Init Lab 0.1 read from the library that it wrote: arrays as the bits of their numbers, metrics as text. */
const trials = z
  .array(
    z.looseObject({
      configuration: z.number(),
      seed: z.number(),
      status: z.string(),
      final: z.record(z.string(), z.string()),
      steps: z.number(),
      milliseconds: z.number(),
      weightsHash: z.string(),
      firstCause: z.object({ step: z.number(), layer: z.number(), quantity: z.string() }).nullable(),
      curve: z.array(z.number()),
      layers: z.array(z.number()),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('fixtures/library-1-trials.json', import.meta.url), 'utf8')))

const COLUMNS: readonly LayerColumn[] = ['z2', 'h2', 'delta2']

/** A copy of the library of schema 1. */
function oldLibrary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'init-lab-migration-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'library.db')
  copyFileSync(new URL('fixtures/library-1.db', import.meta.url), file)
  return file
}

function open(file: string): Store {
  const store = unwrap(openStore(file, systemClock, false))
  onTestFinished(() => store.close())
  return store
}

function bits(values: Float32Array): number[] {
  return [...new Uint32Array(values.buffer, values.byteOffset, values.length)]
}

test('every trial of a library of schema 1 is read as it was, bit for bit, after a backup', () => {
  const file = oldLibrary()
  const store = open(file)
  expect(store.notices).toEqual([])
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes('.backup-'))).toHaveLength(1)
  const [line] = unwrap(store.sweeps.list())
  expect(line?.sweep).toMatchObject({ name: 'Written by engine 1', engineVersion: '1', kernels: null })
  const read = unwrap(store.trials.ofSweep(line?.sweep.id ?? 0))
  expect(read.damaged).toEqual([])
  expect(read.trials).toHaveLength(trials.length)
  for (const [index, record] of read.trials.entries()) {
    const { configuration, seed, status, steps, milliseconds, weightsHash, ...old } = trials[index]!
    expect(record).toMatchObject({ configuration, seed, status, steps, milliseconds, weightsHash })
    expect(Object.fromEntries(Object.entries(record.final ?? {}).map(([k, v]) => [k, String(v)]))).toEqual(
      old.final,
    )
    expect(record.firstCause).toEqual(
      old.firstCause === null ? null : { ...old.firstCause, side: 'not-finite', value: null },
    )
    expect([record.jacobian, record.spectrum.length, record.histograms.length]).toEqual([null, 0, 0])
    expect(bits(record.curve)).toEqual(old.curve)
    const rows = old.layers.length / COLUMNS.length
    expect(record.layers).toHaveLength(rows * LAYER_COLUMNS.length)
    const words = bits(record.layers)
    const kept = COLUMNS.map((name) => LAYER_COLUMNS.indexOf(name))
    expect(
      Array.from({ length: rows }, (_, row) => kept.map((k) => words[row * LAYER_COLUMNS.length + k])).flat(),
    ).toEqual(old.layers)
    const others = record.layers.filter((_, place) => !kept.includes(place % LAYER_COLUMNS.length))
    expect(others.every(Number.isNaN)).toBe(true)
  }
})

test('a migrated library takes new trials beside the old ones', () => {
  const file = oldLibrary()
  const store = open(file)
  const [line] = unwrap(store.sweeps.list())
  const id = line?.sweep.id ?? 0
  unwrap(store.trials.insert(id, [trialFor(7, 7)]))
  store.close()
  const again = unwrap(open(file).trials.ofSweep(id))
  expect(again.damaged).toEqual([])
  expect(again.trials).toHaveLength(trials.length + 1)
  expect(again.trials.at(-1)).toEqual(trialFor(7, 7).record)
})

test.each([
  ['layers', 'UPDATE trials SET layers = zeroblob(length(layers)) WHERE configuration = 0 AND seed = 0'],
  ['steps', 'UPDATE trials SET steps = steps + 1 WHERE configuration = 0 AND seed = 0'],
  ['form', 'UPDATE trials SET form = 2 WHERE configuration = 0 AND seed = 0'],
  ['histograms', `UPDATE trials SET histograms = x'00000000' WHERE configuration = 0 AND seed = 0`],
  ['jacobian', `UPDATE trials SET jacobian = zeroblob(7) WHERE configuration = 0 AND seed = 0`],
])('damage of an old trial is still found: %s', (_, damage) => {
  const file = oldLibrary()
  open(file).close()
  const connection = unwrap(openConnection(file))
  unwrap(connection.transaction(({ script }) => script(damage)))
  connection.close()
  const store = open(file)
  const [line] = unwrap(store.sweeps.list())
  const read = unwrap(store.trials.ofSweep(line?.sweep.id ?? 0))
  expect(read.damaged).toHaveLength(1)
  expect(read.trials).toHaveLength(trials.length - 1)
})
