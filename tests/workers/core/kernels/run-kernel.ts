import { heapBytes } from '@core/kernels/heap'
import type { Machine } from '@core/kernels/machine'
import { RESULT, type KernelCase, type Operand, type Tensors } from './kernel-case'
import { extentsOf, mapEntries, type Shape } from './tensors'

export interface Outcome {
  readonly outputs: Tensors
  /** Places that changed and are part of no output. */
  readonly damage: readonly string[]
}

/** What padding, unwritten outputs and workspaces hold before a call. */
export const GARBAGE = [NaN, 3e38, -3e38] as const

const GUARD_BYTES = 192
const GUARD_WORD = 0x5ca1ab1e
const INTEGER_GARBAGE = 0x7ffffff1

interface Placed extends Operand {
  readonly name: string
  readonly address: number
  readonly extents: readonly number[]
  readonly numbers: number
}

/**
 * Lays the operands out with guards between them and garbage in all padding, calls the kernel, and reads the outputs.
 * `shared` puts an output into the memory of an operand.
 */
export function runKernel(
  machine: Machine,
  described: KernelCase,
  shape: Shape,
  inputs: Tensors,
  garbage = NaN,
  shared?: readonly [string, string],
): Outcome {
  const { heap, kernels } = machine
  const placed = placeOperands(machine, described, shape, shared)
  const first = placed[0]!.address - GUARD_BYTES
  const last = Math.max(
    ...placed.map(({ address, layout, numbers }) => address + numbers * sizeOf(layout.type)),
  )
  const words = heap.i32.subarray(first / 4, (last + GUARD_BYTES) / 4)
  words.fill(GUARD_WORD)
  for (const operand of placed) fillGarbage(machine, operand, garbage)
  for (const operand of placed) {
    const values = inputs[operand.name]
    if (values !== undefined) write(machine, operand, values)
  }
  const before = words.slice()
  const addresses = Object.fromEntries(placed.map(({ name, address }) => [name, address]))
  const result = described.call(kernels, addresses, shape)
  const damage = changes(words, before, first, placed)
  const outputs = Object.fromEntries(
    placed
      .filter(({ role }) => role === 'out' || role === 'inout')
      .map((operand) => [operand.name, read(machine, operand)]),
  )
  return { outputs: typeof result === 'number' ? { ...outputs, [RESULT]: [result] } : outputs, damage }
}

function sizeOf(type: 'f32' | 'f64' | 'i32'): number {
  return type === 'f64' ? 8 : 4
}

function placeOperands(
  { heap }: Machine,
  { operands }: KernelCase,
  shape: Shape,
  shared: readonly [string, string] | undefined,
): Placed[] {
  const sized = Object.entries(operands).map(([name, operand]) => {
    const extents = extentsOf(operand.layout, shape)
    return { ...operand, name, extents, numbers: operand.layout.numbers(extents) }
  })
  const bytes = sized.map(({ layout, numbers }) => heapBytes(numbers * sizeOf(layout.type)) + GUARD_BYTES)
  heap.reserve(bytes.reduce((sum, each) => sum + each, GUARD_BYTES))
  heap.allocate(GUARD_BYTES)
  const placed = sized.map((operand, index) => ({ ...operand, address: heap.allocate(bytes[index]!) }))
  if (shared === undefined) return placed
  const [output, operand] = shared
  const { address } = placed.find(({ name }) => name === operand)!
  return placed.map((each) => (each.name === output ? { ...each, address } : each))
}

function fillGarbage({ heap }: Machine, { layout, address, numbers }: Placed, garbage: number): void {
  if (layout.type === 'i32') {
    heap.i32.fill(layout.padding ?? INTEGER_GARBAGE, address / 4, address / 4 + numbers)
  } else if (layout.type === 'f32') {
    heap.f32.fill(garbage, address / 4, address / 4 + numbers)
  } else heap.f64.fill(garbage, address / 8, address / 8 + numbers)
}

function viewOf({ heap }: Machine, { layout }: Placed): Float32Array | Float64Array | Int32Array {
  return layout.type === 'f32' ? heap.f32 : layout.type === 'f64' ? heap.f64 : heap.i32
}

function placesOf({ layout, address, extents }: Placed): number[] {
  const start = address / sizeOf(layout.type)
  return mapEntries(extents, (indices) => start + layout.place(indices, extents))
}

function write(machine: Machine, operand: Placed, values: readonly number[]): void {
  const view = viewOf(machine, operand)
  for (const [index, place] of placesOf(operand).entries()) view[place] = values[index]!
}

function read(machine: Machine, operand: Placed): number[] {
  const view = viewOf(machine, operand)
  return placesOf(operand).map((place) => view[place]!)
}

/** Words that differ from before and lie in no operand that the kernel may write. */
function changes(words: Int32Array, before: Int32Array, first: number, placed: readonly Placed[]): string[] {
  const writable = placed.filter(({ role }) => role !== 'in')
  const damage: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    if (words[index] === before[index]) continue
    const address = first + index * 4
    const inside = (operand: Placed): boolean =>
      address >= operand.address && address < operand.address + operand.numbers * sizeOf(operand.layout.type)
    if (writable.some(inside)) continue
    const owner = placed.find(inside)?.name
    damage.push(owner === undefined ? `a guard at byte ${address - first}` : `the operand ${owner}`)
  }
  return [...new Set(damage)]
}
