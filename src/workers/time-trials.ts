import type { Machine } from '@core/kernels/machine'
import { train } from '@core/train'
import type { TrialData } from '@core/training'
import { startOperations } from '@core/trial-cost'
import { plannedSteps, sizesOf, sourceSettings } from '@core/trial-sizes'
import { OPERATIONS_BETWEEN } from '@core/pace'
import type { TrialSettings } from '@shared/trial-settings'
import { StepTimes } from './step-times'
import { weightsHash } from './weights-hash'

/** Runs pieces of trials to tell how long the whole ones would take. */
export interface TimingTask {
  readonly kind: 'timings'
  readonly trials: readonly TimedTrial[]
  /** For all of them together, roughly. */
  readonly milliseconds: number
}

export interface TimedTrial {
  readonly settings: TrialSettings
  readonly seed: number
  readonly data: TrialData
}

export interface Timings {
  /** Seconds of each whole trial in a thread that has run for a while; null where the time did not suffice. */
  readonly seconds: readonly (number | null)[]
  /** What the first trials of this thread took more than later ones, while their code was being compiled; null when it had run before. */
  readonly warmUpSeconds: number | null
  /** What the answer took: the rest until it arrives is the start of the thread. */
  readonly busySeconds: number
}

/** Steps that are timed at most: past them the dead units are looked at less often (measure/recorder.ts). */
const LAST_TIMED = 52
/** Steps that are timed however long they take. */
const LEAST_TIMED = 3
/** Between two recorded steps of a timed trial, so that some are among the first. */
const EVERY = 5
const WARM_UP_MILLISECONDS = 120
/** Runs of a trial of which the least counts, when the machine is busy and the time is up before. */
const LEAST_RUNS = 3
/** A first run that took longer than this beyond the others was held up by another program. */
const LARGEST_LAG_SECONDS = 0.05
/** The time may be exceeded by this factor at most for them. */
const PATIENCE = 3

/** When a piece of a trial asked whether it may go on. */
interface Marks {
  readonly start: number
  readonly end: number
  /** First question at each step, and how many there were. */
  readonly asked: ReadonlyMap<number, { readonly at: number; readonly times: number }>
  readonly status: 'done' | 'stalled' | 'diverged' | 'cancelled'
  readonly steps: number
}

/** Milliseconds on clocks that never go back. */
export interface TimingClock {
  readonly elapsed: () => number
  /** Of all threads of the process. */
  readonly processor: () => number
}
type ElapsedClock = TimingClock['elapsed']

/**
 * The seconds that each trial would take from its first draw to its hash, each from a trial of one update, which has all
 * that happens once - pretraining, weights, spectra, Jacobian, evaluation - and from the first updates of the real one.
 * A trial that diverges within them is taken to end there. The least of several runs, so that other programs do not count.
 */
export function timeTrials(
  machine: Machine,
  { trials, milliseconds }: Pick<TimingTask, 'trials' | 'milliseconds'>,
  clock: TimingClock,
  isCold: boolean,
): Timings {
  const { elapsed } = clock
  const begin = elapsed()
  const [first] = trials
  const firstWarmUp = isCold && first !== undefined ? warmUp(machine, first, clock) : null
  const end = elapsed() + milliseconds
  const timed = trials.map((trial, index) => {
    const left = end - elapsed()
    return left <= 0 ? null : timeTrial(machine, trial, elapsed, left / (trials.length - index))
  })
  const others = timed.reduce((sum, trial) => sum + Math.min(LARGEST_LAG_SECONDS, trial?.lagSeconds ?? 0), 0)
  return {
    seconds: timed.map((trial) => trial?.seconds ?? null),
    warmUpSeconds: firstWarmUp === null ? null : firstWarmUp + others,
    busySeconds: (elapsed() - begin) / 1000,
  }
}

/**
 * Runs the same steps until their code is compiled.
 * @returns processor seconds that they took more than they would have afterwards, compilation included.
 */
function warmUp(machine: Machine, trial: TimedTrial, { elapsed, processor }: TimingClock): number {
  const begin = elapsed()
  const before = processor()
  const times: number[] = []
  const isGoing = (): boolean =>
    processor() - before < WARM_UP_MILLISECONDS && elapsed() - begin < PATIENCE * WARM_UP_MILLISECONDS
  while (times.length === 0 || isGoing()) {
    const { start, end } = timedSteps(machine, trial, elapsed, begin + PATIENCE * WARM_UP_MILLISECONDS)
    times.push(end - start)
  }
  return Math.max(0, processor() - before - times.length * Math.min(...times)) / 1000
}

/** Seconds of the whole trial, and what the first run of its pieces took more than the shortest. */
function timeTrial(
  machine: Machine,
  trial: TimedTrial,
  clock: ElapsedClock,
  milliseconds: number,
): { readonly seconds: number; readonly lagSeconds: number } {
  const begin = clock()
  const latest = begin + PATIENCE * milliseconds
  const steps = plannedSteps(trial.settings, trial.data.target.trainY.length)
  const updates = new StepTimes(steps)
  let once = Infinity
  let runs = 0
  let firstRun = 0
  let leastRun = Infinity
  let now = begin
  while (runs === 0 || now < begin + milliseconds || (runs < LEAST_RUNS && now < latest)) {
    once = Math.min(once, timeOnce(machine, trial, clock, latest))
    if (steps > 1) {
      const marks = timedSteps(machine, trial, clock, latest)
      const began = [...marks.asked].map(([step, { at }]) => [step, at] as const)
      updates.take(began, marks.status === 'diverged' ? marks.steps : null, timedEvery(trial))
    }
    const run = clock() - now
    if (runs === 0) firstRun = run
    leastRun = Math.min(leastRun, run)
    runs += 1
    now += run
  }
  const seconds = (once + updates.rest(trial.settings.record.every)) / 1000
  return { seconds, lagSeconds: (firstRun - leastRun) / 1000 }
}

/** Milliseconds of the trial with one update at most; when `deadline` cuts it short, what it would have taken. */
function timeOnce(machine: Machine, trial: TimedTrial, clock: ElapsedClock, deadline: number): number {
  const { settings, data } = trial
  const steps = Math.min(1, plannedSteps(settings, data.target.trainY.length))
  const short = withSteps(settings, steps)
  const marks = runMarked(machine, { ...trial, settings: short }, clock, (_, now) => now < deadline)
  if (marks.status !== 'cancelled') return marks.end - marks.start
  const evaluating = marks.asked.get(steps)
  if (steps === 0 || evaluating === undefined) return (marks.end - marks.start) / startShare(trial, marks)
  const head = evaluating.at - marks.start
  const { trainY, testY } = data.target
  const passes = (trainY.length + testY.length) / Math.max(EVALUATED_AT_ONCE, settings.train.batchSize)
  return head + ((marks.end - evaluating.at) * Math.max(passes, evaluating.times)) / evaluating.times
}

/** Samples of an evaluating pass, unless a batch is larger. */
const EVALUATED_AT_ONCE = 64

/** How much of what comes before the first update was done, by the questions asked until it was stopped. */
function startShare({ settings, data }: TimedTrial, { asked }: Marks): number {
  const times = asked.get(0)?.times ?? 1
  const source = sourceSettings(settings)
  const before = source === null || data.source === null ? 0 : plannedSteps(source, data.source.trainY.length)
  const drawing = startOperations(settings, sizesOf(data.target)) / OPERATIONS_BETWEEN
  return Math.min(1, times / (before + drawing + 1))
}

/** The first updates of the real trial, without those of its source. */
function timedSteps(machine: Machine, trial: TimedTrial, clock: ElapsedClock, deadline: number): Marks {
  const { settings } = trial
  const { pretrain, record } = settings
  const started = {
    ...settings,
    record: { ...record, every: timedEvery(trial) },
    pretrain:
      pretrain === null ? null : { ...pretrain, train: { ...pretrain.train, duration: { steps: 0 } } },
  }
  return runMarked(
    machine,
    { ...trial, settings: started },
    clock,
    (step, now) => step < LAST_TIMED && (now < deadline || step < LEAST_TIMED),
  )
}

/** Steps between two recorded ones while it is timed. */
function timedEvery({ settings }: TimedTrial): number {
  return Math.min(settings.record.every, EVERY)
}

function withSteps(settings: TrialSettings, steps: number): TrialSettings {
  return { ...settings, train: { ...settings.train, duration: { steps } } }
}

function runMarked(
  machine: Machine,
  { settings, seed, data }: TimedTrial,
  clock: ElapsedClock,
  goesOn: (step: number, now: number) => boolean,
): Marks {
  const asked = new Map<number, { at: number; times: number }>()
  const proceed = (step: number, isInPass = false): boolean => {
    if (isInPass) return true
    const now = clock()
    const before = asked.get(step)
    if (before === undefined) asked.set(step, { at: now, times: 1 })
    else before.times += 1
    return goesOn(step, now)
  }
  const start = clock()
  const { status, steps, parameters } = train(settings, data, seed, { proceed }, machine)
  if (status !== 'cancelled') weightsHash(parameters)
  return { start, end: clock(), asked, status, steps }
}
