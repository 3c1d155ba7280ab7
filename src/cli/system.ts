import type { Clock } from '@engine/clock'
import type { Laboratory, LaboratoryOptions } from '@engine/laboratory-contract'
import type { BenchReading } from '@shared/bench'
import type { Result } from '@shared/errors'

/** One of the standard streams. */
export interface TextOutput {
  readonly write: (text: string) => void
  /** Columns of the terminal; null when the stream is none. */
  readonly columns: () => number | null
}

/** What a run asks of the engine. */
export type RunLaboratory = Pick<
  Laboratory,
  'notices' | 'start' | 'cancel' | 'settled' | 'list' | 'results' | 'saveReport' | 'close'
>

/** What a command needs from the machine: tests give their own. */
export interface CommandSystem {
  readonly output: TextOutput
  readonly errors: TextOutput
  readonly workingDirectory: string
  /** Folder that holds `resources`, `out` and `package.json`. */
  readonly programDirectory: string
  /** The bundle that runs in the pool's threads. */
  readonly workerPath: string
  readonly cores: number
  readonly clock: Clock
  readonly readStandardInput: () => Promise<Uint8Array>
  /** Calls the listener at Ctrl+C or an order to end; returns what ends the subscription. */
  readonly onInterrupt: (listener: () => void) => () => void
  /** Ends the program at once. */
  readonly exit: (code: number) => void
  /** Measures the core in a worker; takes about 20 s. */
  readonly measureCore: (workerPath: string) => Promise<Result<BenchReading>>
  readonly openLaboratory: (options: LaboratoryOptions) => Promise<Result<RunLaboratory>>
}

export const EXIT = { done: 0, wrong: 1, failedTrials: 2, differs: 3, interrupted: 130 } as const
