import type { FactorValue, SweepDocument } from './sweep-spec'
import type { TrialSettings } from './trial-settings'
import type { TrialOutcome } from './trial-result'

/** One axis of the grid: a key of the spec that holds a list. Keys have the form `model.init`. */
export interface Factor {
  readonly key: string
  readonly values: readonly FactorValue[]
}

/** One point of the grid, without the seed. */
export interface Configuration {
  /** Position in the expansion order (the last factor of the spec varies fastest), after rules and merging. */
  readonly index: number
  /** The factors only, by key: what a report's line holds. */
  readonly factors: Readonly<Record<string, FactorValue>>
  readonly settings: TrialSettings
  /** Short text for legends: the factor values joined, such as `he-normal · depth 10`. */
  readonly label: string
}

export interface Expansion {
  readonly factors: readonly Factor[]
  readonly configurations: readonly Configuration[]
  readonly seeds: readonly number[]
  /** Grid points removed by `exclude` rules, and merged because their settings are equal to another's. */
  readonly excluded: number
  readonly merged: number
  readonly trialCount: number
}

export const TRIAL_STATES = [
  'queued',
  'running',
  'done',
  'stalled',
  'diverged',
  'cancelled',
  'error',
] as const
export type TrialState = (typeof TRIAL_STATES)[number]
/** While a sweep runs: running is what is in a worker, ended what is on disk, queued all the rest. */
export type TrialCounts = Readonly<Record<TrialState, number>>

/** `paused` also covers a sweep that a quit or a crash interrupted: it continues on resume. */
export type SweepState = 'running' | 'paused' | 'done' | 'cancelled'

export interface TrialRecord extends TrialOutcome {
  readonly configuration: number
  readonly seed: number
}

/** Key of a trial inside its sweep. */
export interface TrialKey {
  readonly configuration: number
  readonly seed: number
}

export interface RunningTrial extends TrialKey {
  readonly step: number
  readonly steps: number
  /** The curve so far, in CURVE_COLUMNS; may be empty. */
  readonly curve: Float32Array
}

/** What a view needs to follow a running sweep; sent at most 10 times a second. */
export interface SweepUpdate {
  readonly sweepId: number
  readonly state: SweepState
  readonly counts: TrialCounts
  readonly trialsPerSecond: number
  /** Remaining wall time by cost class; null before the first trial ended. */
  readonly etaSeconds: number | null
  readonly workers: number
  readonly workersBusy: number
  readonly running: readonly RunningTrial[]
  /** Trials that ended since the last update. */
  readonly ended: readonly TrialRecord[]
  /** Why the sweep paused by itself (disk full), in plain words; null otherwise. */
  readonly notice: string | null
}

/** A line of the library: a sweep run here, or a report opened from a file. */
export interface SweepSummary {
  readonly id: number
  readonly name: string
  readonly origin: 'run' | 'file'
  readonly state: SweepState
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly counts: TrialCounts
  readonly configurationCount: number
  readonly trialCount: number
  /** The `.initlab` file it was last opened from or saved to; null when never. */
  readonly filePath: string | null
  /** A report of a newer major version: shown, never written. */
  readonly readOnly: boolean
}

export interface SweepResults {
  readonly summary: SweepSummary
  /** The spec as run. */
  readonly document: SweepDocument
  readonly trials: readonly TrialRecord[]
  /** The version of the engine that made the bits. */
  readonly engineVersion: string
  readonly notes: string
  /** Free JSON of the view (which chart, which lines hidden). */
  readonly view: string
  /** What a damaged file lacks, in plain words; empty when whole. */
  readonly missing: readonly string[]
}

export interface Forecast {
  /** Remaining trials after those already computed. */
  readonly trials: number
  /** Trials of the same settings and seed found in the store, reused without running. */
  readonly reused: number
  /** Wall seconds on the pool, from a calibration of the real kernel on this machine. */
  readonly seconds: number
  readonly workers: number
  /** The largest trial's memory and the report's approximate size. */
  readonly trialBytes: number
  readonly reportBytes: number
}
