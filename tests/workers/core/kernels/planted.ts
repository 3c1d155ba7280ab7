import type { Address } from '@core/kernels/kernels'
import { pad2, pad8, panelNumbers, panelPlace } from '@core/kernels/layout'
import { openMachine, type KernelSet, type Machine } from '@core/kernels/machine'

/** A machine with room for what a test plants. */
export function plantingMachine(set: KernelSet, bytes = 8_000_000): Machine {
  const machine = openMachine(set)
  machine.heap.reserve(bytes)
  return machine
}

/** Reproducible numbers on (-1, 1), by a linear congruential generator. */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** valueAt(sample, position, feature) in panels; every padding number is NaN. */
export function plantPanels(
  { heap }: Machine,
  samples: number,
  positions: number,
  features: number,
  valueAt: (sample: number, position: number, feature: number) => number,
): Address {
  const count = panelNumbers(samples, positions, features)
  const address = heap.allocate(4 * count)
  heap.f32.fill(NaN, address / 4, address / 4 + count)
  for (let sample = 0; sample < samples; sample += 1)
    for (let position = 0; position < positions; position += 1)
      for (let feature = 0; feature < features; feature += 1) {
        const place = panelPlace(sample, position, feature, positions, features)
        heap.f32[address / 4 + place] = valueAt(sample, position, feature)
      }
  return address
}

/** valueAt(row, column) as a weight matrix; every padding number is NaN. */
export function plantWeights(
  { heap }: Machine,
  rows: number,
  columns: number,
  valueAt: (row: number, column: number) => number,
): Address {
  const count = pad2(rows) * pad8(columns)
  const address = heap.allocate(4 * count)
  heap.f32.fill(NaN, address / 4, address / 4 + count)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      heap.f32[address / 4 + row * pad8(columns) + column] = valueAt(row, column)
  return address
}
