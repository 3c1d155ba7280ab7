import { crc32 } from 'node:zlib'
import { deflateSync } from 'fflate'
import { concatenate } from './float-bytes'
import { throughParts } from './steps'
import type { Steps } from './steps'

/** A file of a zip to be written. */
export interface NewEntry {
  readonly name: string
  /** The content, one part after the other. */
  readonly parts: readonly Uint8Array[]
  /** Deflated, or stored as it is. */
  readonly isPacked: boolean
}

interface WrittenEntry {
  readonly name: Uint8Array
  readonly isUnicode: boolean
  readonly method: 0 | 8
  readonly crc: number
  readonly size: number
  readonly packed: readonly Uint8Array[]
  readonly packedSize: number
}

const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
/** Of every entry, so that the same content gives the same bytes: noon of 1 January 1980, in the format of MS-DOS. */
const ENTRY_TIME = (1 << 21) | (1 << 16) | (12 << 11)
/** Version of the format that an extractor needs: deflate. */
const VERSION = 20
const UNICODE_NAME = 0x0800
const DEFLATE_LEVEL = 6

function bytesOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

function* written({ name, parts, isPacked }: NewEntry): Steps<WrittenEntry> {
  let crc = 0
  yield* throughParts(parts, (piece) => {
    crc = crc32(piece, crc)
  })
  // fflate, not Node's zlib, whose bytes differ from version to version.
  const packed = isPacked ? [deflateSync(concatenate(parts), { level: DEFLATE_LEVEL })] : parts
  if (isPacked) yield
  const encoded = new TextEncoder().encode(name)
  return {
    name: encoded,
    isUnicode: encoded.length !== name.length,
    method: isPacked ? 8 : 0,
    crc,
    size: bytesOf(parts),
    packed,
    packedSize: bytesOf(packed),
  }
}

/** What the local and the central header have in common, 26 bytes from the version on. */
function writeCommon(view: DataView, at: number, entry: WrittenEntry): void {
  view.setUint16(at, VERSION, true)
  view.setUint16(at + 2, entry.isUnicode ? UNICODE_NAME : 0, true)
  view.setUint16(at + 4, entry.method, true)
  view.setUint32(at + 6, ENTRY_TIME, true)
  view.setUint32(at + 10, entry.crc, true)
  view.setUint32(at + 14, entry.packedSize, true)
  view.setUint32(at + 18, entry.size, true)
  view.setUint16(at + 22, entry.name.length, true)
}

/**
 * A zip of the entries in their order, without comments, extra fields and zip64. The same entries give the same bytes.
 * @returns its bytes
 */
export function* zipSteps(entries: readonly NewEntry[]): Steps<Uint8Array> {
  const files: WrittenEntry[] = []
  for (const entry of entries) files.push(yield* written(entry))
  const names = files.reduce((sum, { name }) => sum + name.length, 0)
  const start = files.reduce((sum, { packedSize }) => sum + LOCAL_BYTES + packedSize, names)
  const centralBytes = files.length * CENTRAL_BYTES + names
  const zip = new Uint8Array(start + centralBytes + END_BYTES)
  const view = new DataView(zip.buffer)
  let [at, central] = [0, start]
  for (const file of files) {
    view.setUint32(central, 0x02014b50, true)
    view.setUint16(central + 4, VERSION, true)
    writeCommon(view, central + 6, file)
    view.setUint32(central + 42, at, true)
    zip.set(file.name, central + CENTRAL_BYTES)
    central += CENTRAL_BYTES + file.name.length
    view.setUint32(at, 0x04034b50, true)
    writeCommon(view, at + 4, file)
    zip.set(file.name, at + LOCAL_BYTES)
    at += LOCAL_BYTES + file.name.length
    yield* throughParts(file.packed, (piece) => {
      zip.set(piece, at)
      at += piece.length
    })
  }
  view.setUint32(central, 0x06054b50, true)
  view.setUint16(central + 8, files.length, true)
  view.setUint16(central + 10, files.length, true)
  view.setUint32(central + 12, centralBytes, true)
  view.setUint32(central + 16, start, true)
  return zip
}
