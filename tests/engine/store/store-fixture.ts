import { onTestFinished } from 'vitest'
import { systemClock } from '@engine/clock'
import type { NewSweep } from '@engine/store/sweeps-table'
import { openStore } from '@engine/store/store'
import type { Store } from '@engine/store/store'
import type { StoredTrial } from '@engine/store/trial-row'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { unwrap } from '../sweep/lab-fixture'

export function openTestStore(databasePath: string): Store {
  const store = unwrap(openStore(databasePath, systemClock))
  onTestFinished(() => store.close())
  return store
}

export function newSweep(fields: Partial<NewSweep> = {}): NewSweep {
  return {
    name: 'Sweep',
    origin: 'run',
    document: '{"format":"initlab-sweep/1"}',
    sweepHash: 'a'.repeat(64),
    state: 'paused',
    createdAt: '2026-11-21T10:00:00.000Z',
    configurationCount: 4,
    trialCount: 100,
    notes: '',
    view: '',
    missing: [],
    filePath: null,
    readOnly: false,
    engineVersion: '2',
    kernels: { set: 'simd', revectorizer: 'off' },
    datasets: {},
    source: null,
    ...fields,
  }
}

/** A trial whose every value follows from its key. */
export function trialFor(configuration: number, seed: number): StoredTrial {
  const curve = Float32Array.from({ length: 60 }, (_, index) => configuration * 1000 + seed + index / 7)
  return {
    record: {
      configuration,
      seed,
      status: 'done',
      final: { trainLoss: seed / 3, trainAccuracy: 0.5, testLoss: configuration / 3, testAccuracy: 0.25 },
      steps: 400,
      milliseconds: 12.5,
      weightsHash: `${configuration}${seed}`.padStart(64, '0'),
      firstCause: null,
      message: null,
      curve,
      layers: Float32Array.from({ length: 20 * 3 * LAYER_COLUMNS.length }, (_, index) => seed - index),
      spectrum: Float32Array.from({ length: 12 }, (_, index) => seed + index / 3),
      histograms: new Float32Array(0),
      jacobian: configuration / 7,
    },
    identity: `${configuration}-${seed}`,
  }
}
