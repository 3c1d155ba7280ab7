import type fc from 'fast-check'
import type { Kernels } from '@core/kernels/kernels'
import { extentsOf, flatIndex, mapEntries, type Layout, type Shape } from './tensors'

/** Entry of a tensor by its indices, in the order of the axes of its layout. */
export type Entry = (...indices: number[]) => number

export interface Operand {
  readonly layout: Layout
  readonly role: 'in' | 'out' | 'inout' | 'workspace'
  /** The number that 32 random bits stand for; without it, numbers about 0 of seven exponents. */
  readonly draw?: (word: number, shape: Shape) => number
  /** For an operand that must fit the others. */
  readonly derive?: (of: Read, shape: Shape) => Entry
}

export type Read = (operand: string) => Entry

/** Name of the number that a kernel returns, among its outputs. */
export const RESULT = 'result'

/** One kernel: what it is called with and, as plain float64 arithmetic on single entries, what must come out. */
export interface KernelCase<Name extends string = string, Axis extends string = string> {
  readonly shapes: fc.Arbitrary<Readonly<Record<Axis, number>>>
  readonly operands: Readonly<Record<Name, Operand>>
  call(kernels: Kernels, at: Readonly<Record<Name, number>>, shape: Readonly<Record<Axis, number>>): unknown
  /** Each output, and `result`, as a function of its indices. Float64, the order of the terms as documented. */
  formula(of: Read, shape: Readonly<Record<Axis, number>>): Readonly<Partial<Record<string, Entry>>>
  /** Largest difference from the formula, as a share of the largest entry of an output. */
  readonly tolerance: number
  /** Axes along which equal operands need not give equal outputs. */
  readonly unequalAlong?: readonly string[]
  /** Pairs of an output and an operand that may be the same memory. */
  readonly mayShare?: readonly (readonly [string, string])[]
  /** The sign of an output of 0 is not promised. */
  readonly anyZero?: boolean
}

/** Lets the names of operands and axes be inferred. */
export function kernelCase<Name extends string, Axis extends string>(
  described: KernelCase<Name, Axis>,
): KernelCase {
  return described
}

export type Tensors = Readonly<Record<string, readonly number[]>>

/** The logical entries of every operand that goes in, last axis fastest. `alter` plants a number of its own. */
export function drawInputs(
  { operands }: KernelCase,
  shape: Shape,
  seed: number,
  alter: (value: number, operand: string, flat: number, indices: readonly number[]) => number = (value) =>
    value,
): Tensors {
  const drawn: Record<string, number[]> = {}
  const read = reader(drawn, operands, shape)
  for (const [place, [name, { layout, role, draw = spread, derive }]] of Object.entries(operands).entries()) {
    if (role === 'out' || role === 'workspace') continue
    const extents = extentsOf(layout, shape)
    const entry = derive?.(read, shape)
    drawn[name] = mapEntries(extents, (indices, flat) => {
      if (entry !== undefined) return Math.fround(entry(...indices))
      const value = alter(draw(randomWord(seed, place, flat), shape), name, flat, indices)
      return layout.type === 'f32' ? Math.fround(value) : value
    })
  }
  return drawn
}

/** What the formula says, operand by operand. */
export function expectedOutputs(described: KernelCase, shape: Shape, inputs: Tensors): Tensors {
  const { operands } = described
  const formula = described.formula(reader(inputs, operands, shape), shape)
  return Object.fromEntries(
    Object.entries(formula).map(([name, entry]) => {
      const operand = operands[name]
      const extents = operand === undefined ? [] : extentsOf(operand.layout, shape)
      return [name, mapEntries(extents, (indices) => entry!(...indices))]
    }),
  )
}

function reader(tensors: Tensors, operands: KernelCase['operands'], shape: Shape): Read {
  const entries = new Map<string, Entry>()
  return (name) => {
    const known = entries.get(name)
    if (known !== undefined) return known
    const operand = operands[name]
    const values = tensors[name]
    if (operand === undefined || values === undefined) throw new Error(`no operand ${name} goes in`)
    const extents = extentsOf(operand.layout, shape)
    const entry: Entry = (...indices) => values[flatIndex(indices, extents)]!
    entries.set(name, entry)
    return entry
  }
}

/** Signs and seven exponents, without a generator of the core. */
function spread(word: number): number {
  return (word / 2 ** 32 - 0.5) * 2 ** (word % 7)
}

/** Positive, from 0.25 to 4. */
export function positive(word: number): number {
  return (word / 2 ** 32 + 0.25) * 2 ** (word % 3)
}

/** A finalizer of MurmurHash3 over the three. */
export function randomWord(seed: number, operand: number, index: number): number {
  let word =
    Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b) ^ Math.imul(operand + 1, 0xc2b2ae35)
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}
