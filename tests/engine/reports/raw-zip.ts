import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a hand-made zip; every field may lie. */
export interface RawEntry {
  readonly name: string | Uint8Array
  readonly content: Uint8Array | string
  readonly packed?: Uint8Array
  readonly localName?: string
  readonly method?: number
  readonly flags?: number
  readonly inflatedSize?: number
  readonly crc?: number
  /** Local header to point to instead of the own one. */
  readonly localOffset?: number
}

function bytesOf(text: string | Uint8Array): Buffer {
  return Buffer.from(text)
}

/** A zip written field by field, independent of the library that the reports are written with. */
export function rawZip(
  entries: readonly RawEntry[],
  end: { readonly count?: number; readonly comment?: string } = {},
): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const content = bytesOf(entry.content)
    const method = entry.method ?? 8
    const packed = bytesOf(entry.packed ?? (method === 8 ? deflateRawSync(content) : content))
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(entry.flags ?? 0x800, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(entry.crc ?? crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(entry.inflatedSize ?? content.length, 18)
    const name = bytesOf(entry.name)
    const localName = bytesOf(entry.localName ?? entry.name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, localName, packed])
    local.writeUInt16LE(localName.length, 26)
    const record = Buffer.concat([
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common,
      Buffer.alloc(14),
      name,
    ])
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE(entry.localOffset ?? offset, 42)
    locals.push(local)
    central.push(record)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const comment = bytesOf(end.comment ?? '')
  const last = Buffer.alloc(22)
  last.write('PK\x05\x06', 'latin1')
  last.writeUInt16LE(end.count ?? entries.length, 8)
  last.writeUInt16LE(end.count ?? entries.length, 10)
  last.writeUInt32LE(directory.length, 12)
  last.writeUInt32LE(offset, 16)
  last.writeUInt16LE(comment.length, 20)
  return new Uint8Array(Buffer.concat([...locals, directory, last, comment]))
}
