import { describe, expect, it } from 'vitest'
import { plantWeights, plantingMachine, pseudoRandom } from './planted'

const SETS = ['simd', 'scalar'] as const

/** Units distinct exactly, and beyond the tolerance, of weights and biases given as rows with the bias last. */
function countDistinct(
  set: (typeof SETS)[number],
  units: readonly (readonly number[])[],
  tolerance: number,
): number[] {
  const machine = plantingMachine(set)
  const fanIn = units[0]!.length - 1
  const weights = plantWeights(machine, units.length, fanIn, (row, column) => units[row]![column]!)
  const bias = plantWeights(machine, 1, units.length, (_, column) => units[column]![fanIn]!)
  const out = machine.heap.allocate(8)
  const workspace = machine.heap.allocate(4 * (units.length + 8))
  machine.kernels.distinctUnits(weights, bias, out, fanIn, units.length, tolerance, workspace)
  return [...machine.heap.i32.subarray(out / 4, out / 4 + 2)]
}

describe.each(SETS)('distinct units of the %s kernels', (set) => {
  it.each([1, 2, 5, 8, 32, 33])('are all of %i random units', (fanOut) => {
    const random = pseudoRandom(7)
    const units = Array.from({ length: fanOut }, () => Array.from({ length: 14 }, random))
    expect(countDistinct(set, units, 1e-6)).toEqual([fanOut, fanOut])
  })

  it.each([1, 3, 8, 33])('are one of %i equal units', (fanOut) => {
    const units = Array.from({ length: fanOut }, () => [0.5, 0.5, 0.5, 0.5, 0.5, 0.1])
    expect(countDistinct(set, units, 0)).toEqual([1, 1])
  })

  it.each([0, 4, 9, 12])('sees a difference in number %i alone', (place) => {
    const unit = (shift: number): number[] =>
      Array.from({ length: 13 }, (_, k) => (k === place ? 1 + shift : 1))
    expect(countDistinct(set, [unit(0), unit(1), unit(0), unit(1), unit(2)], 0.5)).toEqual([3, 3])
    expect(countDistinct(set, [unit(0), unit(0.25), unit(0), unit(0.25), unit(2)], 0.5)).toEqual([3, 2])
  })

  it('counts a difference of exactly the tolerance as near', () => {
    const units = [
      [1, 0],
      [1.5, 0],
      [2.25, 0],
    ]
    expect(countDistinct(set, units, 0.5)).toEqual([3, 2])
  })

  it('takes -0 for 0, infinity for itself and NaN for nothing', () => {
    const units = [
      [0, 1],
      [-0, 1],
      [Infinity, 1],
      [Infinity, 1],
      [NaN, 1],
      [NaN, 1],
    ]
    expect(countDistinct(set, units, 1)).toEqual([4, 4])
  })

  it('agrees with a comparison of all pairs on units that share their first weights', () => {
    const random = pseudoRandom(41)
    const units = Array.from({ length: 60 }, () =>
      Array.from({ length: 3 }, () => Math.round(random()) + (random() > 0 ? 0.001 : 0)),
    )
    const isAlike = (a: readonly number[], b: readonly number[], tolerance: number): boolean =>
      a.every((value, k) => Math.abs(Math.fround(Math.fround(value) - Math.fround(b[k]!))) <= tolerance)
    const expected = [0, 0.01].map(
      (tolerance) =>
        units.filter((unit, index) => !units.slice(0, index).some((other) => isAlike(unit, other, tolerance)))
          .length,
    )
    expect(expected[0]).toBeGreaterThan(expected[1]!)
    expect(countDistinct(set, units, 0.01)).toEqual(expected)
  })
})
