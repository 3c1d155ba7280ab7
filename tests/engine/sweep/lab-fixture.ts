import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import type { Laboratory, LaboratoryOptions } from '@engine/laboratory-contract'
import { engineLimits } from '@engine/sweep/engine-limits'
import type { EngineLimits } from '@engine/sweep/engine-limits'
import type { Result } from '@shared/errors'
import type { SweepUpdate, TrialRecord } from '@shared/sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import { parseSweepDocument } from '@shared/sweep-spec'
import { repository } from '../../../scripts/paths.mjs'

export const DATASETS = path.join(repository, 'resources/datasets')

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'init-lab-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Small and quick: a trial takes some milliseconds. */
export const SMALL_SWEEP = {
  format: 'initlab-sweep/1',
  name: 'Small',
  task: { dataset: 'digits8x8', trainSize: 200 },
  model: { depth: [1, 3], width: 12, init: ['he-normal', 'zeros', { scheme: 'normal', std: 30 }] },
  train: { learningRate: 0.05, batchSize: 20, steps: 30 },
  record: { every: 5 },
  seeds: { first: 0, count: 4 },
}

export function specOf(document: Record<string, unknown> = {}): SweepSpec {
  return unwrap(parseSweepDocument({ ...SMALL_SWEEP, ...document }))
}

export interface TestLab {
  readonly lab: Laboratory
  readonly updates: readonly SweepUpdate[]
  readonly databasePath: string
}

export interface TestLabOptions extends Partial<LaboratoryOptions> {
  readonly workerPath: string
  readonly limits?: Partial<EngineLimits>
}

/** A laboratory on a database of its own, closed with the test. */
export async function openTestLab({ limits, ...options }: TestLabOptions): Promise<TestLab> {
  const updates: SweepUpdate[] = []
  const databasePath = options.databasePath ?? path.join(temporaryFolder(), 'library.db')
  const workers = options.workers ?? 2
  const opened = await openLaboratory(
    {
      datasetsDirectory: DATASETS,
      workers,
      clock: systemClock,
      onUpdate: (update) => updates.push(update),
      onLibraryChanged: () => undefined,
      ...options,
      databasePath,
    },
    { ...engineLimits(workers), ...limits },
  )
  const lab = unwrap(opened)
  onTestFinished(() => lab.close())
  return { lab, updates, databasePath }
}

/** Starts a sweep and waits for its end. @returns its id. */
export async function runSweep(lab: Laboratory, spec: SweepSpec): Promise<number> {
  const { id } = unwrap(await lab.start(spec))
  await lab.settled(id)
  return id
}

export function trialsOf(lab: Laboratory, sweepId: number): readonly TrialRecord[] {
  return unwrap(lab.results(sweepId)).trials
}

/** Everything of a trial but its wall time, non-finite numbers included. */
export function bitsOf(trials: readonly TrialRecord[]): readonly unknown[] {
  return trials.map(({ curve, layers, final, ...rest }) => ({
    ...rest,
    milliseconds: 0,
    final:
      final === null
        ? null
        : [final.trainLoss, final.trainAccuracy, final.testLoss, final.testAccuracy].map(exactText),
    curve: Buffer.from(curve.buffer, curve.byteOffset, curve.byteLength).toString('hex'),
    layers: Buffer.from(layers.buffer, layers.byteOffset, layers.byteLength).toString('hex'),
  }))
}

function exactText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
