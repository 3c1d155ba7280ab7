import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { REPORT_LIMITS } from '@shared/report'

/** Source of every field below: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_RECORD = 0x06054b50
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
const STORED = 0
export const DEFLATED = 8
const ENCRYPTED_FLAGS = 0x2041
/** Sizes and checksum stand behind the packed bytes, not in the local header. */
const DESCRIPTOR_FLAG = 0x0008

/** What a header declares of an entry. */
export interface ZipRecord {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly inflatedSize: number
  readonly localOffset: number
}

export interface ZipListing {
  readonly records: readonly ZipRecord[]
  /** Where the packed bytes of all entries end. */
  readonly end: number
  /** The table of contents is lost: the records are those that stand whole before the cut. */
  readonly isCut: boolean
}

/** A header with the place where it ends. */
interface ReadRecord {
  readonly record: ZipRecord
  readonly flags: number
  readonly next: number
}

export function refuse(message: string, place?: string): ReturnType<typeof failure> {
  return failure('report-invalid', message, place)
}

function decodeName(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Reads a header of the table of contents, or the local one before an entry; both have the same fields in a row. */
function readRecord(view: DataView, at: number, kind: 'central' | 'local'): Result<ReadRecord> {
  const isCentral = kind === 'central'
  const nameAt = at + (isCentral ? CENTRAL_BYTES : LOCAL_BYTES)
  const fields = at + (isCentral ? 8 : 6)
  const damaged = refuse('The table of contents of the zip is damaged.')
  if (nameAt > view.byteLength) return damaged
  if (view.getUint32(at, true) !== (isCentral ? CENTRAL_HEADER : LOCAL_HEADER)) return damaged
  const nameLength = view.getUint16(fields + 20, true)
  const comment = isCentral ? view.getUint16(at + 32, true) : 0
  const next = nameAt + nameLength + view.getUint16(fields + 22, true) + comment
  if (next > view.byteLength) return damaged
  if (nameLength > REPORT_LIMITS.nameBytes) {
    const allowed = String(REPORT_LIMITS.nameBytes)
    return refuse(`An entry has a name of ${String(nameLength)} bytes; ${allowed} are allowed.`)
  }
  const name = decodeName(new Uint8Array(view.buffer, view.byteOffset + nameAt, nameLength))
  if (name === null) return refuse('The name of an entry is not UTF-8.')
  const record = {
    name,
    method: view.getUint16(fields + 2, true),
    crc: view.getUint32(fields + 8, true),
    packedSize: view.getUint32(fields + 12, true),
    inflatedSize: view.getUint32(fields + 16, true),
    localOffset: isCentral ? view.getUint32(at + 42, true) : at,
  }
  return success({ record, flags: view.getUint16(fields, true), next })
}

function packingFault({ record: { name, method }, flags }: ReadRecord): string | null {
  if ((flags & ENCRYPTED_FLAGS) !== 0) return `The entry "${name}" is encrypted.`
  if (method === STORED || method === DEFLATED) return null
  return `The entry "${name}" is packed by method ${String(method)}; only stored and deflated are read.`
}

/** The end record stands at the end of the file, before a comment of at most 65,535 bytes. */
function findEndRecord(view: DataView): number | null {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) !== END_RECORD) continue
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at
  }
  return null
}

function listWhole(view: DataView, endRecord: number): Result<ZipListing> {
  const count = view.getUint16(endRecord + 10, true)
  const start = view.getUint32(endRecord + 16, true)
  if (view.getUint16(endRecord + 4, true) !== 0 || view.getUint16(endRecord + 8, true) !== count) {
    return refuse('The zip is split over several files; only single files are read.')
  }
  if (count === 0xffff || start === 0xffffffff) {
    return refuse('The zip has the 64-bit format, which a report never needs.')
  }
  if (count > REPORT_LIMITS.entries) {
    return refuse(`The zip holds ${String(count)} entries; ${String(REPORT_LIMITS.entries)} are allowed.`)
  }
  const records: ZipRecord[] = []
  let at = start
  while (records.length < count) {
    const read = readRecord(view, at, 'central')
    if (!read.ok) return read
    const fault = packingFault(read.value)
    if (fault !== null) return refuse(fault, read.value.record.name)
    records.push(read.value.record)
    at = read.value.next
  }
  if (at > endRecord) return refuse('The table of contents of the zip is damaged.')
  return success({ records, end: start, isCut: false })
}

/** The entries that stand whole at the beginning of a file whose end is lost. */
function listBeforeCut(view: DataView): ZipListing {
  const records: ZipRecord[] = []
  let at = 0
  while (records.length < REPORT_LIMITS.entries) {
    const read = readRecord(view, at, 'local')
    if (!read.ok || packingFault(read.value) !== null || (read.value.flags & DESCRIPTOR_FLAG) !== 0) break
    const end = read.value.next + read.value.record.packedSize
    if (end > view.byteLength) break
    records.push(read.value.record)
    at = end
  }
  return { records, end: at, isCut: true }
}

/** The headers of a zip; of one whose end is cut off, those of the entries before the cut. */
export function listRecords(view: DataView): Result<ZipListing> {
  const endRecord = findEndRecord(view)
  if (endRecord !== null) return listWhole(view, endRecord)
  const listing = listBeforeCut(view)
  if (listing.records.length > 0) return success(listing)
  return failure('report-unreadable', 'This is not an Init Lab report: it is not a zip file.')
}

/** Where the packed bytes of a record lie; null when its local header is not there or names another entry. */
export function packedRange(
  view: DataView,
  record: ZipRecord,
  end: number,
): readonly [number, number] | null {
  const local = readRecord(view, record.localOffset, 'local')
  if (!local.ok || local.value.record.name !== record.name) return null
  const from = local.value.next
  return from + record.packedSize <= end ? [from, from + record.packedSize] : null
}
