import type { Machine } from '../kernels/machine'
import { LANES, pad8, panelNumbers } from '../kernels/layout'
import type { Pace } from '../pace'
import type { Allocate, PassMode, Signal } from './signal'

/**
 * A link of the chain that a network is. Its signals have fixed addresses, so a pass is a sequence of kernel calls.
 * `panels` is panelCount(samples).
 */
export interface Part {
  /** Work of one pass over a panel, in operations as Pace counts them, roughly. */
  readonly operations: number
  readonly forward: (samples: number, panels: number, mode: PassMode, step: number) => void
  /**
   * From the gradient of its output: when `toInput`, of its input; when `toParameters`, of its parameters, where that takes
   * long: a few may be computed all the same.
   */
  readonly backward: (samples: number, panels: number, toInput: boolean, toParameters: boolean) => void
}

/** A signal between two parts, and dLoss/d(signal). */
export interface Wire {
  readonly value: Signal
  readonly gradient: Signal
}

/** What parts are built with. */
export interface Workbench {
  readonly machine: Machine
  readonly allocate: Allocate
  /** Asked between the parts of a pass. */
  readonly pace: Pace
  /** The most samples of a training and of an evaluating pass; the first is not above the second. */
  readonly capacity: { readonly train: number; readonly evaluate: number }
}

const FLOAT32_BYTES = 4

/** Memory for the values of an evaluating pass, and for the gradient of a training pass. */
export function allocateWire(bench: Workbench, positions: number, features: number): Wire {
  return {
    value: allocateSignal(bench, bench.capacity.evaluate, positions, features),
    gradient: allocateSignal(bench, bench.capacity.train, positions, features),
  }
}

export function allocateSignal(
  { allocate }: Workbench,
  samples: number,
  positions: number,
  features: number,
): Signal {
  const values = allocate(FLOAT32_BYTES * panelNumbers(samples, positions, features))
  return { values, positions, features }
}

/** Numbers of a signal in one panel: the work of a part that looks at each once. */
export function signalOperations({ positions, features }: Signal): number {
  return positions * pad8(features) * LANES
}
