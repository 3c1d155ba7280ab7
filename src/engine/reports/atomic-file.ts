import { randomUUID } from 'node:crypto'
import { link, open, readdir, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failure, success } from '@shared/errors'
import type { ErrorCode, Result } from '@shared/errors'
import { describeFileFault, systemCode } from './file-faults'

/** An open file, as far as a save needs it. */
export interface WritableFile {
  write(bytes: Uint8Array, offset: number): Promise<{ readonly bytesWritten: number }>
  sync(): Promise<void>
  close(): Promise<void>
}

/** The calls of a save, in the order in which they are made; tests put a fault into each. */
export interface SaveCalls {
  /** The file that a symbolic link leads to. */
  realpath(path: string): Promise<string>
  /** Creates a file that must not exist. */
  create(path: string): Promise<WritableFile>
  rename(from: string, to: string): Promise<void>
  /** Fails with EEXIST when `to` exists. */
  link(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Makes the entries of a folder durable. */
  syncFolder(path: string): Promise<void>
  list(folder: string): Promise<readonly string[]>
  /** Time of the last change in ms. */
  changedAt(path: string): Promise<number>
}

/** What a file system without folder handles answers; its renames are durable in their own way. */
const FOLDER_SYNC_UNSUPPORTED: ReadonlySet<string | null> = new Set([
  'EINVAL',
  'ENOTSUP',
  'EPERM',
  'EISDIR',
  'EBADF',
])

/** What a file system without hard links answers (FAT, some network folders). */
const LINK_UNSUPPORTED: ReadonlySet<string | null> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
])

/** A leftover of a killed save is removed by the next save of the same file when it is this old. */
const LEFTOVER_MILLISECONDS = 10 * 60 * 1000

export const nodeSaveCalls: SaveCalls = {
  realpath,
  create: async (path) => {
    const file = await open(path, 'wx')
    return {
      write: (bytes, offset) => file.write(bytes, offset, bytes.length - offset, offset),
      sync: () => file.sync(),
      close: () => file.close(),
    }
  },
  rename,
  link,
  unlink,
  syncFolder: async (path) => {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  list: readdir,
  changedAt: async (path) => (await stat(path)).mtimeMs,
}

const CODES: ReadonlyMap<string | null, ErrorCode> = new Map<string | null, ErrorCode>([
  ['ENOSPC', 'store-full'],
  ['EDQUOT', 'store-full'],
  ['EEXIST', 'file-exists'],
])

function describe(error: unknown, path: string): Result<never> {
  const code = CODES.get(systemCode(error)) ?? 'file-unwritable'
  const reason = describeFileFault(error)
  switch (code) {
    case 'store-full':
      return failure(
        code,
        'There is no room left on the disk: nothing was saved. Free some space and save again.',
        path,
      )
    case 'file-exists':
      return failure(
        code,
        'A file of this name exists already. Choose another name, or allow to replace it.',
        path,
      )
    default:
      return failure(code, `The file cannot be written: ${reason}. Choose another folder or name.`, path)
  }
}

async function writeWhole(calls: SaveCalls, path: string, bytes: Uint8Array): Promise<void> {
  const file = await calls.create(path)
  try {
    let offset = 0
    while (offset < bytes.length) offset += (await file.write(bytes, offset)).bytesWritten
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Puts the finished file in its place, which must be free. */
async function moveToFreePlace(calls: SaveCalls, from: string, to: string): Promise<void> {
  try {
    await calls.link(from, to)
  } catch (error) {
    if (!LINK_UNSUPPORTED.has(systemCode(error))) throw error
    // Without hard links the name is reserved by an empty file, which is then replaced in one step.
    await (await calls.create(to)).close()
    try {
      await calls.rename(from, to)
    } catch (fault) {
      await calls.unlink(to)
      throw fault
    }
    return
  }
  // The file stands in its place; a second name that cannot be removed does no harm.
  await ignoreFaults(calls.unlink(from))
}

async function ignoreFaults(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch {
    // The save itself has succeeded or has already told its own fault.
  }
}

async function removeLeftovers(calls: SaveCalls, folder: string, prefix: string, own: string): Promise<void> {
  const now = await calls.changedAt(own)
  for (const name of await calls.list(folder)) {
    const path = join(folder, name)
    if (!name.startsWith(prefix) || !name.endsWith('.tmp') || path === own) continue
    if (now - (await calls.changedAt(path)) > LEFTOVER_MILLISECONDS) await calls.unlink(path)
  }
}

async function followLink(calls: SaveCalls, path: string): Promise<string> {
  try {
    return await calls.realpath(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return path
    throw error
  }
}

/**
 * Writes a file so that its name always leads to the old or to the new content, never to half of it: a temporary
 * file in the same folder, fsync, rename (without `overwrite`: link, which fails when the name is taken), fsync of
 * the folder. After a fault the temporary file is gone.
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array,
  options: { readonly overwrite: boolean },
  calls: SaveCalls = nodeSaveCalls,
): Promise<Result<string>> {
  let temporary: string | null = null
  try {
    const target = options.overwrite ? await followLink(calls, path) : path
    const folder = dirname(target)
    const prefix = `.${basename(target)}.`
    temporary = join(folder, `${prefix}${randomUUID()}.tmp`)
    await writeWhole(calls, temporary, bytes)
    await ignoreFaults(removeLeftovers(calls, folder, prefix, temporary))
    if (options.overwrite) await calls.rename(temporary, target)
    else await moveToFreePlace(calls, temporary, target)
    temporary = null
    try {
      await calls.syncFolder(folder)
    } catch (error) {
      if (!FOLDER_SYNC_UNSUPPORTED.has(systemCode(error))) throw error
    }
    return success(path)
  } catch (error) {
    if (temporary !== null) await ignoreFaults(calls.unlink(temporary))
    return describe(error, path)
  }
}
