import path from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '@engine/clock'
import type { Clock } from '@engine/clock'
import { loadTrialData } from '@engine/datasets/dataset-catalogue'
import { openStore } from '@engine/store/store'
import type { Store } from '@engine/store/store'
import { engineLimits } from '@engine/sweep/engine-limits'
import type { EngineLimits } from '@engine/sweep/engine-limits'
import { SweepControl } from '@engine/sweep/sweep-control'
import type { SweepUpdate } from '@shared/sweep'
import { repository } from '../../../scripts/paths.mjs'
import { DATASETS, temporaryFolder, unwrap } from './lab-fixture'

/** Speaks the worker's protocol and misbehaves by seed. */
const FAULT_WORKER = path.join(repository, 'tests/fault/fixtures/fault-worker.cjs')

export interface TestControl {
  readonly control: SweepControl
  readonly store: Store
  readonly updates: SweepUpdate[]
}

export interface TestControlOptions {
  readonly workerPath?: string
  readonly workers?: number
  readonly limits?: Partial<EngineLimits>
  readonly store?: Store
  readonly clock?: Clock
  /** Called with each update, beside `updates`. */
  readonly onUpdate?: (update: SweepUpdate) => void
}

/** Sweep control on a library of its own, closed with the test. */
export function openTestControl(options: TestControlOptions = {}): TestControl {
  const { workerPath = FAULT_WORKER, workers = 2, clock = systemClock } = options
  const store = options.store ?? unwrap(openStore(path.join(temporaryFolder(), 'library.db'), clock))
  const updates: SweepUpdate[] = []
  const control = new SweepControl({
    store,
    workerPath,
    workers,
    limits: { ...engineLimits(workers), heapMegabytes: 32, ...options.limits },
    clock,
    isRevectorized: () => false,
    loadTrialData: (task, pretrain) => loadTrialData(task, pretrain, DATASETS),
    onUpdate: (update) => {
      updates.push(update)
      options.onUpdate?.(update)
    },
    onLibraryChanged: () => undefined,
  })
  onTestFinished(async () => {
    await control.close()
    store.close()
  })
  return { control, store, updates }
}
