import type { OtherParameters } from './network'
import { allocateSignal, signalOperations, type Part, type Wire, type Workbench } from './part'

/** What multiplies a branch: a fixed float32, or a learned one. */
export type BranchScale = number | OtherParameters

/**
 * out = input + scale branch. `end` stands after the branch's last layer; `start` before its first one, whose input
 * gradient it completes: dLoss/d(input) = what came through the branch + dLoss/d(out). A branch that is added as it is
 * shares the memory of the output's gradient.
 */
export function createResidualSum(
  bench: Workbench,
  input: Wire,
  branch: Wire,
  scale: BranchScale,
): { readonly start: Part; readonly end: Part; readonly output: Wire } {
  const { kernels, heap } = bench.machine
  const { positions, features } = input.value
  const output: Wire = {
    value: allocateSignal(bench, bench.capacity.evaluate, positions, features),
    gradient:
      scale === 1 ? branch.gradient : allocateSignal(bench, bench.capacity.train, positions, features),
  }
  const numbers = signalOperations(input.value)
  const x = input.value.values
  const dx = input.gradient.values
  const y = branch.value.values
  const dy = branch.gradient.values
  const out = output.value.values
  const dOut = output.gradient.values
  const learned = typeof scale === 'number' ? null : scale
  const factor = typeof scale === 'number' ? () => scale : () => heap.f32[scale.values >> 2]
  const start: Part = {
    operations: numbers,
    forward: () => undefined,
    backward: (_, panels, toInput) => {
      if (toInput) kernels.addScaled(dx, dx, dOut, 1, panels * numbers)
    },
  }
  const end: Part = {
    operations: numbers,
    forward: (_, panels) => {
      kernels.addScaled(out, x, y, factor(), panels * numbers)
    },
    backward: (samples, panels) => {
      if (learned !== null)
        heap.f32[learned.gradient >> 2] = kernels.dotPanels(dOut, y, samples, positions, features)
      if (dy !== dOut) kernels.scale(dy, dOut, factor(), panels * numbers)
    },
  }
  return { start, end, output }
}
