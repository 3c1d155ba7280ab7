import os from 'node:os'
import { app } from 'electron'
import { systemClock } from '@engine/clock'
import type { Laboratory } from '@engine/laboratory-contract'
import type { Result } from '@shared/errors'
import type { SweepUpdate } from '@shared/sweep'
import type { AppPaths } from './paths'

/** The one laboratory behind the window: opened at its first use, closed once. */
export interface LaboratoryHost {
  /** The laboratory; after a failed opening the same failure again. */
  open(): Promise<Result<Laboratory>>
  /** Opens, then acts; a failed opening is the action's failure. */
  use<Value>(
    action: (laboratory: Laboratory) => Result<Value> | Promise<Result<Value>>,
  ): Promise<Result<Value>>
  /** Names of the sweeps that run now; none when the laboratory was never opened. */
  runningSweeps(): Promise<readonly string[]>
  /** Pauses what runs and closes the store. @returns false when that took longer than the limit in milliseconds */
  close(limit: number): Promise<boolean>
}

export interface LaboratoryEvents {
  readonly onUpdate: (update: SweepUpdate) => void
  readonly onLibraryChanged: () => void
  /** Whether V8 widens the kernels' vectors in this process. */
  readonly isRevectorized: () => boolean
}

/** Threads under the window: every core but one, which keeps the window quick. */
export function workerCount(): number {
  return Math.max(1, os.availableParallelism() - 1)
}

/** The engine and its native store are loaded here, after the window is on its way, to start quickly. */
async function openEngine(paths: AppPaths, events: LaboratoryEvents): Promise<Result<Laboratory>> {
  const { openLaboratory } = await import('@engine/laboratory')
  return openLaboratory({
    databasePath: paths.databaseFile,
    workerPath: paths.workerFile,
    datasetsDirectory: paths.datasetsDirectory,
    workers: workerCount(),
    clock: systemClock,
    appVersion: app.getVersion(),
    ...events,
  })
}

function delay(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds)
  })
}

export function createLaboratoryHost(paths: AppPaths, events: LaboratoryEvents): LaboratoryHost {
  let opening: Promise<Result<Laboratory>> | null = null
  const open = () => {
    opening ??= openEngine(paths, events)
    return opening
  }
  return {
    open,
    use: async (action) => {
      const opened = await open()
      return opened.ok ? action(opened.value) : opened
    },
    runningSweeps: async () => {
      const opened = await opening
      if (opened?.ok !== true) return []
      const sweeps = opened.value.list()
      if (!sweeps.ok) return []
      return sweeps.value.filter((sweep) => sweep.state === 'running').map((sweep) => sweep.name)
    },
    close: async (limit) => {
      const opened = await opening
      if (opened?.ok !== true) return true
      return Promise.race([opened.value.close().then(() => true), delay(limit)])
    },
  }
}
