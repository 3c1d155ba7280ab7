/** `code` of a Node system error such as ENOSPC; null for anything else. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'access is not allowed'],
  ['EPERM', 'the system does not allow it'],
  ['EROFS', 'the disk is read-only'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'something of this name is there already'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many files are open'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'the disk reports a fault'],
])

/** A system error in plain words, without a full stop. */
export function describeFileFault(error: unknown): string {
  const code = systemCode(error)
  const sentence = code === null ? undefined : SENTENCES.get(code)
  if (sentence !== undefined) return sentence
  return error instanceof Error ? error.message : String(error)
}
