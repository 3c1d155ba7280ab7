import { DamagedRow } from './database'
import type { Row } from './database'

/**
 * Reading a damaged file must not end the process: libsql aborts on a text that is not UTF-8, and damage can turn
 * any cell into such a text. So no query selects a bare column: each is cast, texts to bytes.
 */
export type ColumnKind = 'text' | 'integer' | 'real' | 'bytes'

const CASTS = { text: 'BLOB', integer: 'INTEGER', real: 'REAL', bytes: 'BLOB' } as const

/** `CAST(name AS BLOB) AS name, ...` */
export function selection(columns: Readonly<Record<string, ColumnKind>>): string {
  return Object.entries(columns)
    .map(([name, kind]) => `CAST(${name} AS ${CASTS[kind]}) AS ${name}`)
    .join(', ')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function damaged(name: string): DamagedRow {
  return new DamagedRow(`The library is damaged: the value of "${name}" cannot be read.`)
}

/** The bytes of a cell, in memory of their own (so that float32 views fit), or null. */
export function bytesOrNull(row: Row, name: string): Uint8Array | null {
  const value = row[name]
  if (value === null) return null
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (value instanceof Uint8Array) return new Uint8Array(value)
  throw damaged(name)
}

export function bytes(row: Row, name: string): Uint8Array {
  const value = bytesOrNull(row, name)
  if (value === null) throw damaged(name)
  return value
}

export function textOrNull(row: Row, name: string): string | null {
  const value = bytesOrNull(row, name)
  if (value === null) return null
  try {
    return decoder.decode(value)
  } catch {
    throw damaged(name)
  }
}

export function text(row: Row, name: string): string {
  const value = textOrNull(row, name)
  if (value === null) throw damaged(name)
  return value
}

export function real(row: Row, name: string): number {
  const value = row[name]
  if (typeof value !== 'number') throw damaged(name)
  return value
}

export function integer(row: Row, name: string): number {
  const value = real(row, name)
  if (!Number.isSafeInteger(value)) throw damaged(name)
  return value
}

/** The member of `members` that the cell holds. */
export function oneOf<const Members extends readonly string[]>(
  row: Row,
  name: string,
  members: Members,
): Members[number] {
  const value = text(row, name)
  const found = members.find((member) => member === value)
  if (found === undefined) throw damaged(name)
  return found
}

/** A JSON text, parsed. */
export function json(row: Row, name: string): unknown {
  try {
    return JSON.parse(text(row, name))
  } catch {
    throw damaged(name)
  }
}
