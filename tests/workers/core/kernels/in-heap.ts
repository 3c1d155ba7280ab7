import type { Machine } from '@core/kernels/machine'

/** Runs `work` on copies of `inputs` in the heap of `machine` and gives back what they hold then. */
export function inHeap(
  { heap }: Machine,
  inputs: readonly Float32Array[],
  work: (...addresses: number[]) => void,
): Float32Array[] {
  heap.reserve(inputs.reduce((sum, input) => sum + input.byteLength + 64, 0))
  const addresses = inputs.map((input) => heap.allocate(input.byteLength))
  for (const [index, input] of inputs.entries()) heap.f32.set(input, addresses[index]! / 4)
  work(...addresses)
  return inputs.map((input, index) =>
    heap.f32.slice(addresses[index]! / 4, addresses[index]! / 4 + input.length),
  )
}

/** phi(z) and phi'(z) by the kernels of `machine`; z has a multiple of 16 numbers. */
export function activationOf(
  machine: Machine,
  code: number,
  parameter: number,
  z: Float32Array,
): { values: Float32Array; slopes: Float32Array } {
  const ones = new Float32Array(z.length).fill(1)
  const [, values, slopes] = inHeap(machine, [z, z, ones], (zAt, hAt, deltaAt) => {
    machine.kernels.activate(code, parameter, zAt, hAt, z.length)
    machine.kernels.applySlope(code, parameter, zAt, hAt, deltaAt, z.length)
  })
  return { values: values!, slopes: slopes! }
}
