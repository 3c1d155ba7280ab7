import type { LabError, Result } from '@shared/errors'
import type { StoredTrial } from './trial-row'

const GROUP_TRIALS = 64
const GROUP_MILLISECONDS = 250
/** A group of large arrays is written earlier: one commit must not hold up the main process. */
const GROUP_BYTES = 1_000_000

export interface GroupCommit {
  readonly add: (trial: StoredTrial) => void
  /** Writes what waits. On a failure it keeps waiting, for the next call. */
  readonly flush: () => Result<null>
  readonly waiting: () => number
  /** Ends the timer; what waits is given up. */
  readonly stop: () => void
}

export interface GroupCommitTargets {
  readonly write: (group: readonly StoredTrial[]) => Result<null>
  /** Called after the group is safely on disk. */
  readonly committed: (group: readonly StoredTrial[]) => void
  readonly failed: (error: LabError) => void
}

function arrayBytes({ record: { curve, layers, spectrum, histograms } }: StoredTrial): number {
  return curve.byteLength + layers.byteLength + spectrum.byteLength + histograms.byteLength
}

/** Collects trials and writes them in groups: 64 of them, or all that came within 250 ms, whichever is first. */
export function groupCommit({ write, committed, failed }: GroupCommitTargets): GroupCommit {
  let group: StoredTrial[] = []
  let size = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const flush = (): Result<null> => {
    stop()
    if (group.length === 0) return { ok: true, value: null }
    const written = write(group)
    if (!written.ok) {
      failed(written.error)
      return written
    }
    const done = group
    group = []
    size = 0
    committed(done)
    return written
  }
  return {
    add: (trial) => {
      group.push(trial)
      size += arrayBytes(trial)
      if (group.length >= GROUP_TRIALS || size >= GROUP_BYTES) flush()
      else timer ??= setTimeout(flush, GROUP_MILLISECONDS)
    },
    flush,
    waiting: () => group.length,
    stop,
  }
}
