import type { LayerRow } from '@shared/layer-rows'
import type { LayerColumn } from '@shared/trial-result'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { callLab } from '../lab-client'

/** Columns kept that nobody shows: going back to one of them asks for nothing twice. */
const MOST_UNUSED = 4
/** Values kept in columns that nobody shows: 32 MB. */
const MOST_UNUSED_VALUES = 8_000_000

/** One column of the layer statistics of a sweep, as far as it was read. Each change makes new maps where something changed. */
export interface HeldColumn {
  /** By configuration, then by seed. The map of a configuration is the same one until it gets a row. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, LayerRow>>
  readonly count: number
  /** Sentences on statistics that cannot be read. */
  readonly damaged: readonly string[]
  readonly status: 'loading' | 'ready' | 'failed'
  /** Why the last reading failed. */
  readonly problem: string | null
}

export const NO_COLUMN: HeldColumn = {
  rows: new Map(),
  count: 0,
  damaged: [],
  status: 'loading',
  problem: null,
}

interface Reading {
  readonly sweepId: number
  /** The last store row read. */
  after: number
  values: number
  running: Promise<void> | null
}

/** The column with more rows: only the maps of their configurations are copied. */
function extended(held: HeldColumn, rows: readonly LayerRow[], damaged: readonly string[]): HeldColumn {
  if (rows.length === 0 && damaged.length === 0) return held
  const all = new Map(held.rows)
  const fresh = new Map<number, Map<number, LayerRow>>()
  for (const row of rows) {
    const own = fresh.get(row.configuration) ?? new Map(all.get(row.configuration))
    fresh.set(row.configuration, own)
    all.set(row.configuration, own)
    own.set(row.seed, row)
  }
  const count = [...all.values()].reduce((sum, own) => sum + own.size, 0)
  return { ...held, rows: all, count, damaged: [...held.damaged, ...damaged] }
}

/** Layer statistics in the window: one column a sweep and quantity, read in pieces, only what is new. */
export const useLayerColumns = defineStore('layer-columns', () => {
  const columns = shallowReactive(new Map<string, HeldColumn>())
  /** In the order of their last use. */
  const readings = new Map<string, Reading>()
  const users = new Map<string, number>()

  function keyOf(sweepId: number, quantity: LayerColumn): string {
    return `${sweepId}:${quantity}`
  }

  function column(sweepId: number, quantity: LayerColumn): HeldColumn {
    return columns.get(keyOf(sweepId, quantity)) ?? NO_COLUMN
  }

  function touch(key: string, sweepId: number): Reading {
    const reading = readings.get(key) ?? { sweepId, after: 0, values: 0, running: null }
    readings.delete(key)
    readings.set(key, reading)
    return reading
  }

  /** Keeps a column while it is shown. @returns a function that lets it go. */
  function keep(sweepId: number, quantity: LayerColumn): () => void {
    const key = keyOf(sweepId, quantity)
    users.set(key, (users.get(key) ?? 0) + 1)
    return () => {
      const left = (users.get(key) ?? 1) - 1
      if (left > 0) users.set(key, left)
      else users.delete(key)
      dropUnused()
    }
  }

  function dropUnused(): void {
    const unused = [...readings].filter(([key]) => !users.has(key)).reverse()
    let values = 0
    for (const [place, [key, reading]] of unused.entries()) {
      values += reading.values
      if (place < MOST_UNUSED && values <= MOST_UNUSED_VALUES) continue
      readings.delete(key)
      columns.delete(key)
    }
  }

  /** Reads the rows that were stored since the last time; a second call joins the one under way. */
  function refresh(sweepId: number, quantity: LayerColumn): Promise<void> {
    const key = keyOf(sweepId, quantity)
    const reading = touch(key, sweepId)
    reading.running ??= readOn(key, reading, quantity).finally(() => {
      reading.running = null
      dropUnused()
    })
    return reading.running
  }

  async function readOn(key: string, reading: Reading, quantity: LayerColumn): Promise<void> {
    for (let more = true; more;) {
      const answer = await callLab('library:layers', {
        sweepId: reading.sweepId,
        quantity,
        after: reading.after,
      })
      // Forgotten meanwhile: the answer belongs to rows that may be others now.
      if (readings.get(key) !== reading) return
      const held = columns.get(key) ?? NO_COLUMN
      if (!answer.ok) {
        columns.set(key, { ...held, status: 'failed', problem: answer.error.message })
        return
      }
      const { rows, damaged, next } = answer.value
      ;({ more } = answer.value)
      reading.after = next
      reading.values += rows.reduce((sum, row) => sum + row.values.length, 0)
      const status = !more ? 'ready' : held.status === 'failed' ? 'loading' : held.status
      const now = extended(held, rows, damaged)
      if (now !== held || status !== held.status) columns.set(key, { ...now, status, problem: null })
    }
  }

  /** Forgets the columns of a sweep whose rows may be others now. */
  function forget(sweepId: number): void {
    for (const [key, reading] of [...readings]) {
      if (reading.sweepId !== sweepId) continue
      readings.delete(key)
      columns.delete(key)
    }
  }

  return { column, keep, refresh, forget }
})
