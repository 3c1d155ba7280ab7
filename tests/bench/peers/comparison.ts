import type { BenchMachine } from '@engine/bench/measure-core'
import { benchShape, gigaflops, type BenchOptimizer, type BenchShapeName } from '@shared/bench'

/** Who is measured. `electron`: the same program in Electron, with V8's revectorizer on. */
export const PEERS = ['node', 'electron', 'tfjs', 'torch'] as const
export type Peer = (typeof PEERS)[number]

/** Least milliseconds of one step; null where the peer is not there. */
export interface ComparedStep {
  readonly shape: BenchShapeName
  readonly optimizer: BenchOptimizer
  readonly milliseconds: Readonly<Record<Peer, number | null>>
}

export interface SweepMedian {
  readonly scheme: string
  readonly depth: number
  readonly trainLoss: number
}

/** The whole preset he-vs-xavier-depth; least seconds of all rounds. */
export interface ComparedSweep {
  readonly trials: number
  /** PyTorch in two processes that are warm already; nothing recorded, nothing stored. */
  readonly torchSeconds: number | null
  /** The engine in a running program, two workers, statistics and store: from the start of the sweep to its last row on disk. */
  readonly engineSeconds: number
  /** `init-lab run` from the start of its process to its end, the report written. */
  readonly commandSeconds: number
  /** The engine as above, in Electron with the revectorizer. */
  readonly electronSeconds: number | null
  readonly medians: readonly SweepMedian[]
  readonly torchMedians: readonly SweepMedian[]
}

export interface Comparison {
  readonly machine: BenchMachine
  readonly measuredAt: string
  /** What each peer is, with versions; for PyTorch with the BLAS. Of one that is missing: why. */
  readonly peers: Readonly<Record<Peer, string>>
  /** 128-bit limit of one core, 10^9 operations a second. */
  readonly limit: number
  readonly rounds: number
  readonly steps: readonly ComparedStep[]
  readonly sweep: ComparedSweep
}

/** One line of the table of targets, of performance.md: must is meant for Node, stretch for the best runtime. */
export interface Verdict {
  readonly what: string
  readonly node: number | null
  readonly electron: number | null
  readonly must: number
  readonly stretch: number
}

interface Target {
  readonly must: number
  readonly stretch: number
}

const LIMIT_TARGETS: Readonly<Record<BenchShapeName, Target>> = {
  a: { must: 0.7, stretch: 1.3 },
  b: { must: 0.8, stretch: 1.3 },
  c: { must: 0.8, stretch: 1.3 },
  d: { must: 0.8, stretch: 1.3 },
  e: { must: 0.8, stretch: 1.3 },
}
const TORCH_TARGETS: Readonly<Record<BenchShapeName, Target>> = {
  a: { must: 3, stretch: 6 },
  b: { must: 0.8, stretch: 1.4 },
  c: { must: 0.55, stretch: 1 },
  d: { must: 1.1, stretch: 2.1 },
  e: { must: 0.55, stretch: 0.95 },
}
const TFJS_TARGET: Target = { must: 12, stretch: 20 }
const SWEEP_TARGET: Target = { must: 5, stretch: 9 }

/** Every ratio that has a target; those of steps with SGD, as the targets are. */
export function verdicts(comparison: Comparison): readonly Verdict[] {
  const steps = comparison.steps.filter(({ optimizer }) => optimizer === 'sgd')
  return [
    ...steps.map((step) => limitVerdict(step, comparison.limit)),
    ...steps.map((step) => ratioVerdict(step, 'torch', 'PyTorch', TORCH_TARGETS[step.shape])),
    ...steps.map((step) => ratioVerdict(step, 'tfjs', 'TensorFlow.js', TFJS_TARGET)),
    sweepVerdict(comparison.sweep),
  ]
}

/** held, not held, or - where nothing was measured. */
export function held({ node, electron, must, stretch }: Verdict): {
  readonly must: string
  readonly stretch: string
} {
  const best = Math.max(node ?? -Infinity, electron ?? -Infinity)
  const word = (value: number | null, target: number): string =>
    value === null || value === -Infinity ? '-' : value >= target ? 'held' : 'not held'
  return { must: word(node, must), stretch: word(best, stretch) }
}

function limitVerdict({ shape, milliseconds }: ComparedStep, limit: number): Verdict {
  const share = (time: number | null): number | null =>
    time === null ? null : gigaflops(benchShape(shape), time) / limit
  return {
    what: `share of the 128-bit limit, ${shape}`,
    node: share(milliseconds.node),
    electron: share(milliseconds.electron),
    ...LIMIT_TARGETS[shape],
  }
}

function ratioVerdict(
  { shape, milliseconds }: ComparedStep,
  peer: 'torch' | 'tfjs',
  name: string,
  target: Target,
): Verdict {
  return {
    what: `times the speed of ${name}, ${shape}`,
    node: ratio(milliseconds[peer], milliseconds.node),
    electron: ratio(milliseconds[peer], milliseconds.electron),
    ...target,
  }
}

function sweepVerdict({ torchSeconds, engineSeconds, electronSeconds }: ComparedSweep): Verdict {
  return {
    what: 'times the trials a second of PyTorch, the 60-trial sweep',
    node: ratio(torchSeconds, engineSeconds),
    electron: ratio(torchSeconds, electronSeconds),
    ...SWEEP_TARGET,
  }
}

/** How many times as fast as the peer: its time divided by ours. */
export function ratio(theirs: number | null, ours: number | null): number | null {
  return theirs === null || ours === null ? null : theirs / ours
}
