import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import type { Laboratory } from '@engine/laboratory-contract'
import { repository } from '../../scripts/paths.mjs'

/** A laboratory on an empty library, with a thread for each core; `close` ends it and removes the library. */
export async function openedLaboratory(): Promise<{ laboratory: Laboratory; close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-claims-'))
  const opened = await openLaboratory({
    databasePath: path.join(folder, 'claims.db'),
    backups: false,
    workerPath: inject('trialWorkerPath'),
    datasetsDirectory: path.join(repository, 'resources/datasets'),
    workers: os.availableParallelism(),
    clock: systemClock,
    onUpdate: () => undefined,
    onLibraryChanged: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.error.message)
  const close = async (): Promise<void> => {
    await opened.value.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { laboratory: opened.value, close }
}
