import { crc32, inflateRawSync } from 'node:zlib'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { REPORT_LIMITS } from '@shared/report'
import { isForbiddenKey } from './json-text'
import { DEFLATED, listRecords, packedRange, refuse } from './zip-records'
import type { ZipRecord } from './zip-records'

/** An entry as the zip declares it; nothing is inflated yet. */
export interface ArchiveEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly inflatedSize: number
  /** The packed bytes: a view into the archive. */
  readonly packed: Uint8Array
}

export interface Archive {
  readonly entries: readonly ArchiveEntry[]
  /** The end of the file is lost; `entries` are those before it. */
  readonly isCut: boolean
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Why a name must not be used, or null. A report is never unpacked to disk; its tools may be less careful. */
function nameFault(name: string): string | null {
  if (name === '') return 'an empty name'
  if (bytesOf(name).some((byte) => byte < 32)) return 'a control character in its name'
  if (name.includes('\\')) return 'a backslash in its name'
  if (name.startsWith('/')) return 'an absolute path as its name'
  if (/^[A-Za-z]:/.test(name)) return 'a drive letter in its name'
  const segments = name.split('/')
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    return 'a path that leads elsewhere as its name'
  }
  return segments.some(isForbiddenKey) ? 'a forbidden name' : null
}

/** The records of files, folders left out; wrong names and names given twice are refused. */
function checkNames(records: readonly ZipRecord[]): Result<readonly ZipRecord[]> {
  const files: ZipRecord[] = []
  const names = new Set<string>()
  for (const record of records) {
    const isFolder = record.name.endsWith('/') && record.inflatedSize === 0
    const name = isFolder ? record.name.slice(0, -1) : record.name
    const fault = nameFault(name)
    if (fault !== null) return refuse(`An entry has ${fault}: ${JSON.stringify(record.name)}.`)
    const folded = name.normalize('NFC').toLowerCase()
    if (names.has(folded)) return refuse(`Two entries have the name "${record.name}".`, record.name)
    names.add(folded)
    if (!isFolder) files.push(record)
  }
  return success(files)
}

/** Declared sizes against the limits, before a byte is inflated. */
function sizeFault(records: readonly ZipRecord[]): Result<null> {
  let total = 0
  for (const { name, packedSize, inflatedSize } of records) {
    total += inflatedSize
    if (inflatedSize > REPORT_LIMITS.packedEntryBytes && inflatedSize > packedSize * REPORT_LIMITS.ratio) {
      return failure(
        'report-too-large',
        `The entry "${name}" would grow from ${String(packedSize)} to ${String(inflatedSize)} bytes: this looks like a zip bomb.`,
        name,
      )
    }
    if (total > REPORT_LIMITS.inflatedBytes) {
      return failure(
        'report-too-large',
        `The entries would take more than ${String(REPORT_LIMITS.inflatedBytes)} bytes unpacked, the limit of a report.`,
        name,
      )
    }
  }
  return success(null)
}

/** Finds the packed bytes of every record; ranges that overlap or lie outside of the file are refused. */
function locate(
  bytes: Uint8Array,
  view: DataView,
  records: readonly ZipRecord[],
  end: number,
): Result<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  let free = 0
  for (const record of [...records].sort((a, b) => a.localOffset - b.localOffset)) {
    const range = record.localOffset < free ? null : packedRange(view, record, end)
    if (range === null) {
      return refuse(`The entry "${record.name}" does not stand where the zip says.`, record.name)
    }
    const [from, to] = range
    const { name, method, crc, inflatedSize } = record
    entries.push({ name, method, crc, inflatedSize, packed: bytes.subarray(from, to) })
    free = to
  }
  return success(entries)
}

/** Lists the entries of a zip after checking names, sizes and places. Nothing is inflated. */
export function openArchive(bytes: Uint8Array): Result<Archive> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const listing = listRecords(view)
  if (!listing.ok) return listing
  const files = checkNames(listing.value.records)
  if (!files.ok) return files
  const sizes = sizeFault(files.value)
  if (!sizes.ok) return sizes
  const entries = locate(bytes, view, files.value, listing.value.end)
  return entries.ok ? success({ entries: entries.value, isCut: listing.value.isCut }) : entries
}

/** The bytes of one entry, never more than declared; its crc32 is checked. */
export function inflateEntry(entry: ArchiveEntry): Result<Uint8Array> {
  const damaged = refuse(
    `${entry.name} is damaged: its packed bytes do not give what the zip declares.`,
    entry.name,
  )
  let bytes = entry.packed
  if (entry.method === DEFLATED) {
    try {
      bytes = inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, entry.inflatedSize) })
    } catch {
      return damaged
    }
  }
  return bytes.length === entry.inflatedSize && crc32(bytes) === entry.crc ? success(bytes) : damaged
}
