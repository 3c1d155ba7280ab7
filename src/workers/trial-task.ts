import type { MessagePort } from 'node:worker_threads'
import type { TrainingData, TrialData } from '@core/training'
import type { TrainingSizes } from '@core/trial-sizes'
import type { BenchReading } from '@shared/bench'
import type { ProbedSeed } from '@shared/probe'
import type { TrialOutcome } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import type { ProgressPort } from './progress-port'
import type { Timings, TimingTask } from './time-trials'

/** What one call of the pool does. */
export type WorkerTask =
  | LaneTask
  | { readonly kind: 'costs'; readonly items: readonly CostQuestion[] }
  | { readonly kind: 'calibrate'; readonly milliseconds: number }
  | TimingTask
  | { readonly kind: 'bench'; readonly rounds: number }
  | ProbeTask

/** One batch through the untrained network of each seed, while a moment lasts. */
export interface ProbeTask {
  readonly kind: 'probe'
  readonly settings: TrialSettings
  readonly seeds: readonly number[]
  readonly data: TrainingData
  /** Memory that the network may take. */
  readonly mostBytes: number
}

export interface ProbeReading {
  /** Samples of the batch. */
  readonly samples: number
  readonly seeds: readonly ProbedSeed[]
}

/** Runs the trials that come through `port`, in order, until it is told to end. */
export interface LaneTask {
  readonly kind: 'lane'
  readonly port: MessagePort
  /** LANE_WORDS, shared. */
  readonly words: Int32Array
  readonly places: readonly ProgressPort[]
}

/** What the engine sends through the port of a lane. */
export type LaneMessage =
  /** Known to the lane by its number from now on: 0 for the first, then 1, ... Its arrays are shared, not copied. */
  { readonly kind: 'data'; readonly data: TrialData } | LaneTrial | { readonly kind: 'end' }

export interface LaneTrial {
  readonly kind: 'trial'
  readonly settings: TrialSettings
  readonly seed: number
  /** Number of its data. */
  readonly data: number
  /** Index into the lane's places. */
  readonly place: number
  /** SLOT_WORDS.turn of the place while the trial waits. */
  readonly turn: number
}

/** What a lane answers to a trial that was not taken back. */
export interface LaneReply {
  readonly place: number
  readonly reply: TrialReply
}

/** One trial with the data it trains on. */
export interface TrialTask {
  readonly settings: TrialSettings
  readonly seed: number
  readonly data: TrialData
  readonly port: ProgressPort
}

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
  /** Of the largest update, which nothing interrupts. */
  readonly updateFlops: number
  readonly steps: number
  /** Updates of its source. */
  readonly sourceSteps: number
  /** Points of its curve. */
  readonly points: number
}

/** A fault of a trial comes back as data; `stop` is the engine's word at the end (STOP). */
export type TrialReply =
  { readonly kind: 'outcome'; readonly outcome: TrialOutcome; readonly stop: number } | WorkerFault

export interface WorkerFault {
  readonly kind: 'fault'
  readonly message: string
}

/** What one call of the pool answers; a lane, when it has ended. */
export type WorkerReply =
  | { readonly kind: 'ended' }
  | { readonly kind: 'costs'; readonly costs: readonly TrialCost[] }
  | { readonly kind: 'calibration'; readonly secondsPerFlop: number }
  | { readonly kind: 'timings'; readonly timings: Timings }
  | { readonly kind: 'bench'; readonly reading: BenchReading }
  | { readonly kind: 'probe'; readonly reading: ProbeReading }
  | WorkerFault
