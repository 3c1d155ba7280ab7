import { openMachine, type KernelSet, type Machine } from '@core/kernels/machine'
import { pad8, panelPlace } from '@core/kernels/layout'
import type { Signal } from '@core/nn/signal'
import { createUnitSource, type UnitSource } from '@core/random/unit-source'
import { train } from '@core/train'
import type { Training, TrainingData, TrainingHooks } from '@core/training'
import type { TrialSettings } from '@shared/trial-settings'

export const KERNEL_SETS = ['simd', 'scalar'] as const

const MACHINES: Readonly<Record<KernelSet, Machine>> = {
  simd: openMachine('simd'),
  scalar: openMachine('scalar'),
}

/** One machine of each set serves a whole test file, as one serves a worker. */
export function machineOf(set: KernelSet): Machine {
  return MACHINES[set]
}

/** A trial without pretraining. */
export function trainOn(
  settings: TrialSettings,
  data: TrainingData,
  seed: number,
  hooks: TrainingHooks,
  set: KernelSet = 'simd',
): Training {
  return train(settings, { target: data, source: null }, seed, hooks, MACHINES[set])
}

/** Draws by the kernels, in memory taken for this call. */
export function unitSource(set: KernelSet, longest = 1024): UnitSource {
  const machine = MACHINES[set]
  machine.heap.reserve(8 * longest + 64)
  return createUnitSource(machine, machine.heap.allocate, longest)
}

/** The real numbers of a signal: [sample][position * features + feature]. */
export function readSignal({ heap }: Machine, signal: Signal, samples: number): number[][] {
  const { values, positions, features } = signal
  return Array.from({ length: samples }, (_, sample) =>
    Array.from({ length: positions * features }, (_, index) => {
      const place = panelPlace(sample, Math.floor(index / features), index % features, positions, features)
      return heap.f32[values / 4 + place]!
    }),
  )
}

/** A matrix of the heap without its padding. */
export function readMatrix({ heap }: Machine, address: number, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const first = address / 4 + row * pad8(columns)
    return Array.from(heap.f32.subarray(first, first + columns))
  })
}

export function writeMatrix(
  { heap }: Machine,
  address: number,
  matrix: readonly (readonly number[])[],
): void {
  for (const [row, values] of matrix.entries()) {
    heap.f32.set(values, address / 4 + row * pad8(values.length))
  }
}
