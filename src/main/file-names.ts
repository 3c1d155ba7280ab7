import path from 'node:path'

/** Characters that some file system refuses in a name. */
const REFUSED = /[<>:"/\\|?*\p{Cc}]/gu
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i
/** Bytes of a name; most systems take 255, and a save adds some for its temporary file. */
const LONGEST = 180

/** A file name, without extension, that every system takes, from a sweep's name. */
export function fileNameOf(name: string): string {
  const plain = name.normalize('NFC').replace(REFUSED, '-').replace(/\s+/g, ' ')
  const letters = Array.from(plain).slice(0, LONGEST)
  while (Buffer.byteLength(letters.join('')) > LONGEST) letters.pop()
  const trimmed = letters.join('').replace(/^[. ]+|[. ]+$/g, '')
  if (trimmed === '') return 'sweep'
  return DEVICE.test(trimmed) ? `${trimmed}-sweep` : trimmed
}

/** The path with one of the extensions; the first is added when it has none of them. */
export function withExtension(file: string, extensions: readonly [string, ...string[]]): string {
  const found = path.extname(file).slice(1).toLowerCase()
  return extensions.includes(found) ? file : `${file}.${extensions[0]}`
}
