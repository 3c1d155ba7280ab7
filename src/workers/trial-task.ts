import type { TrialData } from '@core/training'
import type { TrainingSizes } from '@core/trial-sizes'
import type { BenchReading } from '@shared/bench'
import type { TrialOutcome } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import type { ProgressPort } from './progress-port'

/** What one call of the pool does. The arrays of data and port are shared, not copied. */
export type WorkerTask =
  | {
      readonly kind: 'trial'
      readonly settings: TrialSettings
      readonly seed: number
      readonly data: TrialData
      readonly port: ProgressPort
    }
  | { readonly kind: 'costs'; readonly items: readonly CostQuestion[] }
  | { readonly kind: 'calibrate'; readonly milliseconds: number }
  | { readonly kind: 'bench'; readonly rounds: number }

export interface CostQuestion {
  readonly settings: TrialSettings
  readonly target: TrainingSizes
  /** Null without pretraining. */
  readonly source: TrainingSizes | null
}

/** What a trial will take, before it runs. */
export interface TrialCost {
  readonly bytes: number
  readonly flops: number
  readonly steps: number
  /** Points of its curve. */
  readonly points: number
}

/** A fault of a trial comes back as data; `stop` is the engine's word at the end (STOP). */
export type TrialReply =
  | { readonly kind: 'outcome'; readonly outcome: TrialOutcome; readonly stop: number }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'costs'; readonly costs: readonly TrialCost[] }
  | { readonly kind: 'calibration'; readonly secondsPerFlop: number }
  | { readonly kind: 'bench'; readonly reading: BenchReading }
