import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { LaboratoryOptions } from '@engine/laboratory-contract'
import type { BenchReading } from '@shared/bench'
import { failure, success } from '@shared/errors'
import type { LabError, Result } from '@shared/errors'
import { expandSweep } from '@shared/expand-sweep'
import type { SweepState, SweepSummary, SweepUpdate, TrialCounts, TrialRecord } from '@shared/sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import type { TrialStatus } from '@shared/trial-result'
import type { CommandSystem, RunLaboratory, TextOutput } from '../../src/cli/system'
import { repository } from '../../scripts/paths.mjs'

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'init-lab-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const NO_TRIALS: TrialCounts = {
  queued: 0,
  running: 0,
  done: 0,
  stalled: 0,
  diverged: 0,
  cancelled: 0,
  error: 0,
}

export function trial(configuration: number, seed: number, status: TrialStatus, loss = 0.5): TrialRecord {
  const hasResult = status === 'done' || status === 'stalled' || status === 'diverged'
  const trainLoss = status === 'diverged' ? NaN : loss
  return {
    configuration,
    seed,
    status,
    final: hasResult ? { trainLoss, trainAccuracy: 0.9, testLoss: trainLoss, testAccuracy: 0.8 } : null,
    steps: 20,
    milliseconds: 12.5,
    weightsHash: hasResult ? 'a'.repeat(64) : null,
    firstCause:
      status === 'diverged' ? { step: 3, layer: 2, quantity: 'z', side: 'not-finite', value: null } : null,
    message: status === 'error' ? 'the worker ended' : null,
    curve: new Float32Array(0),
    layers: new Float32Array(0),
    spectrum: new Float32Array(0),
    histograms: new Float32Array(0),
    jacobian: null,
  }
}

/** How the pretended engine behaves; by default every trial is done. */
export interface LaboratoryPlan {
  readonly statusOf?: (configuration: number, seed: number) => TrialStatus
  readonly endsAs?: SweepState
  /** Resolves when the sweep may end; cancelling ends it as well. */
  readonly waitsFor?: Promise<void>
  readonly startFails?: LabError
  readonly openFails?: LabError
  readonly saveFails?: readonly LabError[]
  readonly updates?: readonly SweepUpdate[]
  readonly notices?: readonly string[]
}

export interface CommandRun {
  readonly system: CommandSystem
  readonly folder: string
  readonly output: () => string
  readonly errors: () => string
  readonly interrupt: () => void
  /** Codes that the program ended with at once. */
  readonly exits: readonly number[]
  readonly calls: readonly string[]
  readonly options: () => LaboratoryOptions | null
}

function recorded(columns: number | null): TextOutput & { readonly text: () => string } {
  const parts: string[] = []
  return { write: (text) => parts.push(text), columns: () => columns, text: () => parts.join('') }
}

export interface CommandPlan extends LaboratoryPlan {
  readonly folder?: string
  readonly input?: string
  readonly columns?: number
  /** What the core's measurement gives. */
  readonly reading?: Result<BenchReading>
}

/** A machine without a terminal, and an engine that pretends. */
export function commandRun(plan: CommandPlan = {}): CommandRun {
  const folder = plan.folder ?? temporaryFolder()
  const output = recorded(null)
  const errors = recorded(plan.columns ?? null)
  const listeners = new Set<() => void>()
  const exits: number[] = []
  const calls: string[] = []
  let time = 0
  let options: LaboratoryOptions | null = null
  const system: CommandSystem = {
    output,
    errors,
    workingDirectory: folder,
    programDirectory: repository,
    workerPath: path.join(folder, 'trial-worker.cjs'),
    cores: 3,
    clock: { timestamp: () => '2026-01-01T00:00:00.000Z', elapsed: () => (time += 1000) },
    readStandardInput: () => Promise.resolve(new TextEncoder().encode(plan.input ?? '')),
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    exit: (code) => exits.push(code),
    measureCore: () => Promise.resolve(plan.reading ?? failure('worker-fault', 'no worker')),
    openLaboratory: (given) => {
      options = given
      if (plan.openFails !== undefined) return Promise.resolve({ ok: false, error: plan.openFails })
      return Promise.resolve(success(pretendedLaboratory(plan, given, calls)))
    },
  }
  return {
    system,
    folder,
    output: output.text,
    errors: errors.text,
    interrupt: () => {
      for (const listener of listeners) listener()
    },
    exits,
    calls,
    options: () => options,
  }
}

function pretendedLaboratory(
  plan: LaboratoryPlan,
  options: LaboratoryOptions,
  calls: string[],
): RunLaboratory {
  let spec: SweepSpec | null = null
  let isCancelled = false
  let endByCancel: () => void = () => undefined
  const cancelled = new Promise<void>((resolve) => {
    endByCancel = resolve
  })
  const saveFails = [...(plan.saveFails ?? [])]
  const trials = (): readonly TrialRecord[] => {
    if (spec === null) return []
    const { configurations, seeds } = expandSweep(spec)
    return configurations.flatMap(({ index }) =>
      seeds.map((seed) =>
        trial(
          index,
          seed,
          isCancelled ? 'cancelled' : (plan.statusOf?.(index, seed) ?? 'done'),
          index + seed / 10,
        ),
      ),
    )
  }
  const summary = (state: SweepState): SweepSummary => {
    const counts = { ...NO_TRIALS }
    if (state !== 'running') for (const { status } of trials()) counts[status] += 1
    return {
      id: 7,
      name: spec?.name ?? '',
      origin: 'run',
      state,
      createdAt: '2026-01-01T00:00:00.000Z',
      counts,
      configurationCount: spec === null ? 0 : expandSweep(spec).configurations.length,
      trialCount: trials().length,
      filePath: null,
      readOnly: false,
    }
  }
  return {
    notices: plan.notices ?? [],
    start: (given, choice) => {
      calls.push(`start resumeEqual=${String(choice?.resumeEqual)}`)
      if (plan.startFails !== undefined) return Promise.resolve({ ok: false, error: plan.startFails })
      spec = given
      for (const update of plan.updates ?? []) options.onUpdate(update)
      return Promise.resolve(success(summary('running')))
    },
    cancel: (sweepId) => {
      calls.push(`cancel ${sweepId}`)
      isCancelled = true
      endByCancel()
      return Promise.resolve(success(null))
    },
    settled: async () => {
      await Promise.race([plan.waitsFor ?? Promise.resolve(), cancelled])
      return summary(isCancelled ? 'cancelled' : (plan.endsAs ?? 'done'))
    },
    list: () => success(spec === null ? [] : [summary('done')]),
    results: () => {
      if (spec === null) return failure('not-found', 'no sweep')
      const held = { summary: summary('done'), document: spec.document, trials: trials() }
      return success({ ...held, engineVersion: '1', notes: '', view: '', missing: [] })
    },
    saveReport: (_sweepId, file): Promise<Result<string>> => {
      calls.push(`save ${path.basename(file)}`)
      const error = saveFails.shift()
      return Promise.resolve(error === undefined ? success(file) : { ok: false, error })
    },
    close: () => {
      calls.push('close')
      return Promise.resolve()
    },
  }
}
