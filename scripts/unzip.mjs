// Unpacks a zip archive entry by entry, so that machines without the `unzip` command are served too.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} mode Unix permission bits; 0 when the archive holds none
 * @property {number} method 0 stored, 8 deflated
 * @property {number} checksum CRC-32 of the content
 * @property {number} compressed bytes in the archive
 * @property {number} size bytes of the content
 * @property {number} offset of the entry's header
 */

/**
 * The entries of an archive below 4 GiB, from the directory at its end.
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 */
async function readDirectory(file) {
  const { size } = await file.stat()
  const tail = Buffer.alloc(Math.min(size, 65_557))
  await file.read(tail, 0, tail.length, size - tail.length)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('The archive is incomplete: it has no directory at its end.')

  const directory = Buffer.alloc(tail.readUInt32LE(end + 12))
  await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16))
  /** @type {ZipEntry[]} */
  const entries = []
  for (let at = 0; at < directory.length;) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error('The archive has a damaged directory.')
    const nameLength = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      compressed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * Writes one file entry and compares length and CRC-32.
 * @param {string} archive
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {string} target
 */
async function writeEntry(archive, file, entry, target) {
  const header = Buffer.alloc(30)
  await file.read(header, 0, 30, entry.offset)
  if (header.readUInt32LE(0) !== LOCAL_ENTRY) throw new Error(`The archive is damaged at ${entry.name}.`)
  if (entry.method !== 0 && entry.method !== 8) {
    throw new Error(`${entry.name} is packed by a method that is not served: ${String(entry.method)}.`)
  }
  let size = 0
  let checksum = 0
  const measure = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      size += chunk.length
      checksum = zlib.crc32(chunk, checksum)
      done(null, chunk)
    },
  })
  const sink = createWriteStream(target, { mode: entry.mode === 0 ? 0o644 : entry.mode })
  if (entry.compressed === 0) {
    await pipeline([], measure, sink)
  } else {
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const source = createReadStream(archive, { start, end: start + entry.compressed - 1 })
    if (entry.method === 8) await pipeline(source, zlib.createInflateRaw(), measure, sink)
    else await pipeline(source, measure, sink)
  }
  if (size !== entry.size || checksum !== entry.checksum) {
    throw new Error(`The archive is damaged: ${entry.name} does not have its checksum.`)
  }
}

/**
 * Unpacks the entries of a zip archive that `wanted` accepts into a folder.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => boolean} [wanted]
 * @throws when the archive is damaged, or an entry would land outside the folder
 */
export async function unzip(archive, folder, wanted = () => true) {
  const file = await open(archive, 'r')
  try {
    for (const entry of await readDirectory(file)) {
      if (!wanted(entry.name)) continue
      const target = path.resolve(folder, entry.name)
      if (!target.startsWith(path.resolve(folder) + path.sep)) {
        throw new Error(`The archive holds a path outside its folder: ${entry.name}.`)
      }
      if (entry.name.endsWith('/')) {
        await mkdir(target, { recursive: true })
      } else {
        await mkdir(path.dirname(target), { recursive: true })
        await writeEntry(archive, file, entry, target)
      }
    }
  } finally {
    await file.close()
  }
}
