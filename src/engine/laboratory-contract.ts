import type { Result } from '@shared/errors'
import type { DatasetDescription } from '@shared/ipc-contract'
import type { ProbeAnswer } from '@shared/probe'
import type { LayerRows, TrialDetails } from '@shared/layer-rows'
import type { Forecast, SweepResults, SweepSummary, SweepUpdate } from '@shared/sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import type { ForecastData } from '@shared/theory/forecast-model'
import type { LayerColumn } from '@shared/trial-result'
import type { Card } from '@shared/study/card'
import type { Calendar, Clock } from './clock'
import type { School } from './study/school'

export interface LaboratoryOptions {
  /** SQLite file; created when missing. */
  readonly databasePath: string
  /** Whether the end of a session leaves a daily copy beside the library; default true. */
  readonly backups?: boolean
  /** The bundled trial worker (CommonJS). */
  readonly workerPath: string
  /** resources/datasets. */
  readonly datasetsDirectory: string
  /** Threads of the pool, at least 1. */
  readonly workers: number
  readonly clock: Clock
  /** Days of the school; default those of the machine. */
  readonly calendar?: Calendar
  /** Version of the program, for the reports it writes. */
  readonly appVersion?: string
  /** Whether V8 widens the kernels' vectors in this process, asked when a sweep starts: its report says so. */
  readonly isRevectorized?: () => boolean
  readonly onUpdate: (update: SweepUpdate) => void
  readonly onLibraryChanged: () => void
}

/** The engine as the main process and the command line see it. Every method may fail as a value, never by throwing. */
export interface Laboratory {
  readonly engineVersion: string
  /** What the person should know about the opening: a damaged library set aside, a backup restored. */
  readonly notices: readonly string[]
  listDatasets(): Result<readonly DatasetDescription[]>
  inspectDataset(dataset: string): Promise<Result<DatasetDescription>>
  forecast(spec: SweepSpec): Promise<Result<Forecast>>
  /** Sends one batch through the untrained network of a configuration, in a thread of its own; a later question takes the place of one that waits. */
  probe(spec: SweepSpec, configuration: number): Promise<Result<ProbeAnswer>>
  /** What a theory of the signal needs to know of the data that a configuration reads. */
  dataFacts(spec: SweepSpec, configuration: number): Promise<Result<ForecastData>>
  /** Stores the sweep and starts it. With `resumeEqual`, a stored unfinished sweep of the same canonical hash continues instead. */
  start(spec: SweepSpec, options?: { readonly resumeEqual?: boolean }): Promise<Result<SweepSummary>>
  pause(sweepId: number): Promise<Result<null>>
  resume(sweepId: number): Promise<Result<null>>
  cancel(sweepId: number): Promise<Result<null>>
  cancelConfiguration(sweepId: number, configuration: number): Promise<Result<null>>
  /** Resolves when the sweep is done, cancelled or paused. */
  settled(sweepId: number): Promise<SweepSummary>
  list(): Result<readonly SweepSummary[]>
  results(sweepId: number): Result<SweepResults>
  /**
   * The same for a window: read a few trials at a time, so that the main process goes on meanwhile; layer statistics,
   * singular values and histograms are empty.
   */
  shownResults(sweepId: number): Promise<Result<SweepResults>>
  /** One column of the layer statistics of the trials on disk, from behind store row `after` (0: the first), some hundred a call. */
  layerRows(sweepId: number, column: LayerColumn, after: number): Promise<Result<LayerRows>>
  /** Whole records of some trials of one configuration, in the order of the seeds; those that did not end are left out. */
  trialDetails(
    sweepId: number,
    configuration: number,
    seeds: readonly number[],
  ): Promise<Result<TrialDetails>>
  rename(sweepId: number, name: string): Result<SweepSummary>
  annotate(sweepId: number, notes: string): Result<null>
  /** Hides the sweep; `restore` brings it back until `purge`. */
  delete(sweepId: number): Result<null>
  restore(sweepId: number): Result<SweepSummary>
  /** Removes what was deleted before this start of the program. */
  purge(): Result<number>
  saveReport(
    sweepId: number,
    path: string,
    options?: { readonly overwrite?: boolean },
  ): Promise<Result<string>>
  openReport(path: string): Promise<Result<SweepSummary>>
  /** The school over the events of this library; the same one for every call. */
  openSchool(shipped: readonly Card[]): Result<School>
  readSetting(key: string): string | null
  writeSetting(key: string, value: string): Result<null>
  /** Pauses running trials (<= 500 ms), commits, closes the database and the pool. */
  close(): Promise<void>
}
