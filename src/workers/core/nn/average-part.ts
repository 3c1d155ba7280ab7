import { allocateWire, signalOperations, type Part, type Wire, type Workbench } from './part'

/** y = the mean of x over its positions. */
export function createAverage(bench: Workbench, input: Wire): { readonly part: Part; readonly output: Wire } {
  const { kernels } = bench.machine
  const { positions, features } = input.value
  const output = allocateWire(bench, 1, features)
  const part: Part = {
    operations: signalOperations(input.value),
    forward: (_, panels) => {
      kernels.averagePositions(input.value.values, output.value.values, panels, positions, features)
    },
    backward: (_, panels) => {
      kernels.spreadPositions(output.gradient.values, input.gradient.values, panels, positions, features)
    },
  }
  return { part, output }
}
