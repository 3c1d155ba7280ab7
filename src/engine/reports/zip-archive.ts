import { crc32, inflateRawSync } from 'node:zlib'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { REPORT_LIMITS } from '@shared/report'
import { isForbiddenKey } from './json-text'

/** Source of every field below: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_RECORD = 0x06054b50
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
const STORED = 0
const DEFLATED = 8

/** An entry as the central directory declares it; nothing is inflated yet. */
export interface ArchiveEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly inflatedSize: number
  /** The packed bytes: a view into the archive. */
  readonly packed: Uint8Array
}

interface CentralRecord {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly inflatedSize: number
  readonly localOffset: number
}

function refuse(message: string, place?: string): ReturnType<typeof failure> {
  return failure('report-invalid', message, place)
}

/** The end record stands at the end of the file, before a comment of at most 65,535 bytes. */
function findEndRecord(view: DataView): number | null {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (
      view.getUint32(at, true) === END_RECORD &&
      at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength
    ) {
      return at
    }
  }
  return null
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

function decodeName(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function readCentralRecord(
  bytes: Uint8Array,
  view: DataView,
  at: number,
): Result<{ record: CentralRecord; next: number }> {
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL_HEADER) {
    return refuse('The table of contents of the zip is damaged.')
  }
  const nameLength = view.getUint16(at + 28, true)
  const next = at + CENTRAL_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  if (next > bytes.length) return refuse('The table of contents of the zip is damaged.')
  if (nameLength > REPORT_LIMITS.nameBytes) {
    return refuse(
      `An entry has a name of ${String(nameLength)} bytes; ${String(REPORT_LIMITS.nameBytes)} are allowed.`,
    )
  }
  const name = decodeName(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength))
  if (name === null) return refuse('The name of an entry is not UTF-8.')
  const flags = view.getUint16(at + 8, true)
  if ((flags & 0x2041) !== 0) return refuse(`The entry "${name}" is encrypted.`, name)
  const record = {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    inflatedSize: view.getUint32(at + 24, true),
    localOffset: view.getUint32(at + 42, true),
  }
  if (record.method !== STORED && record.method !== DEFLATED) {
    return refuse(
      `The entry "${name}" is packed by method ${String(record.method)}; only stored and deflated are read.`,
      name,
    )
  }
  return success({ record, next })
}

/** Declared sizes against the limits, before a byte is inflated. */
function sizeFault(records: readonly CentralRecord[]): Result<null> {
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
  records: readonly CentralRecord[],
  end: number,
): Result<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  let free = 0
  for (const record of [...records].sort((a, b) => a.localOffset - b.localOffset)) {
    const at = record.localOffset
    const damaged = refuse(`The entry "${record.name}" lies outside of its place in the zip.`, record.name)
    if (at < free || at + LOCAL_BYTES > end || view.getUint32(at, true) !== LOCAL_HEADER) return damaged
    const nameLength = view.getUint16(at + 26, true)
    const from = at + LOCAL_BYTES + nameLength + view.getUint16(at + 28, true)
    const to = from + record.packedSize
    if (to > end) return damaged
    if (decodeName(bytes.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength)) !== record.name) {
      return refuse(`The entry "${record.name}" has another name in its own header.`, record.name)
    }
    free = to
    const { name, method, crc, inflatedSize } = record
    entries.push({ name, method, crc, inflatedSize, packed: bytes.subarray(from, to) })
  }
  return success(entries)
}

/** Reads the table of contents of a zip and checks names, sizes and places. Nothing is inflated. */
export function openArchive(bytes: Uint8Array): Result<ArchiveEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEndRecord(view)
  if (end === null) {
    return failure(
      'report-unreadable',
      'This is not an Init Lab report: it is not a zip file, or its end is cut off.',
    )
  }
  const count = view.getUint16(end + 10, true)
  const start = view.getUint32(end + 16, true)
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    return refuse('The zip is split over several files; only single files are read.')
  }
  if (count === 0xffff || start === 0xffffffff)
    return refuse('The zip has the 64-bit format, which a report never needs.')
  if (count > REPORT_LIMITS.entries) {
    return refuse(`The zip holds ${String(count)} entries; ${String(REPORT_LIMITS.entries)} are allowed.`)
  }
  const records: CentralRecord[] = []
  const names = new Set<string>()
  let at = start
  for (let index = 0; index < count; index++) {
    const read = readCentralRecord(bytes, view, at)
    if (!read.ok) return read
    at = read.value.next
    const { record } = read.value
    const isFolder = record.name.endsWith('/') && record.inflatedSize === 0
    const name = isFolder ? record.name.slice(0, -1) : record.name
    const fault = nameFault(name)
    if (fault !== null) return refuse(`An entry has ${fault}: ${JSON.stringify(record.name)}.`)
    const folded = name.normalize('NFC').toLowerCase()
    if (names.has(folded)) return refuse(`Two entries have the name "${record.name}".`, record.name)
    names.add(folded)
    if (!isFolder) records.push(record)
  }
  if (at > end) return refuse('The table of contents of the zip is damaged.')
  const sizes = sizeFault(records)
  return sizes.ok ? locate(bytes, view, records, start) : sizes
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
