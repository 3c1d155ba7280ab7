import { describe, expect, it } from 'vitest'
import { fillOrthogonal } from '@core/init/orthogonal'
import { UNHURRIED } from '@core/pace'
import { unitSource } from '../machines'
import { fillUnitNormals } from '@core/random/unit-draws'

function orthogonal(fanOut: number, fanIn: number, gain = 1, seed = 9): number[][] {
  const weights = new Float32Array(fanOut * fanIn)
  fillOrthogonal(
    weights,
    { fanIn, fanOut, kernelArea: 1, layer: 1, seed, step: 0 },
    gain,
    unitSource('simd'),
    UNHURRIED,
  )
  return Array.from({ length: fanOut }, (_, row) =>
    Array.from(weights.subarray(row * fanIn, (row + 1) * fanIn)),
  )
}

function transpose(matrix: number[][]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!))
}

function multiply(a: number[][], b: number[][]): number[][] {
  const columns = transpose(b)
  return a.map((row) =>
    columns.map((column) => row.reduce((sum, value, index) => sum + value * column[index]!, 0)),
  )
}

const SHAPES = [
  [1, 1],
  [1, 5],
  [5, 1],
  [8, 8],
  [32, 64],
  [64, 32],
  [10, 33],
  [37, 33],
] as const

describe('orthogonal weights', () => {
  it.each(SHAPES)('of shape (%i, %i) have orthonormal rows or columns, times the gain', (fanOut, fanIn) => {
    const gain = 1.3
    const weights = orthogonal(fanOut, fanIn, gain)
    const product =
      fanOut <= fanIn ? multiply(weights, transpose(weights)) : multiply(transpose(weights), weights)
    for (const [row, values] of product.entries()) {
      for (const [column, value] of values.entries()) {
        expect(Math.abs(value - (row === column ? gain * gain : 0))).toBeLessThan(1e-6)
      }
    }
  })

  it.each(SHAPES)(
    'of shape (%i, %i) are the Q of the unit normals with a positive diagonal of R',
    (fanOut, fanIn) => {
      const normals = Array.from({ length: fanOut }, (_, row) => {
        const out = new Float64Array(fanIn)
        fillUnitNormals(out, fanIn, { seed: 9, purpose: 'weights', layer: 1, row, step: 0 })
        return Array.from(out)
      })
      const weights = orthogonal(fanOut, fanIn)
      const tall = fanOut >= fanIn
      const r = multiply(tall ? transpose(weights) : weights, tall ? normals : transpose(normals))
      for (const [row, values] of r.entries()) {
        expect(values[row]).toBeGreaterThan(0)
        for (const value of values.slice(0, row)) expect(Math.abs(value)).toBeLessThan(1e-5)
      }
    },
  )

  it('are uniform: the trace of Q has mean 0 and variance 1, and both determinants appear', () => {
    const seeds = 400
    const traces = Array.from({ length: seeds }, (_, seed) => {
      const q = orthogonal(6, 6, 1, seed)
      return q.reduce((sum, row, index) => sum + row[index]!, 0)
    })
    const mean = traces.reduce((sum, value) => sum + value, 0) / seeds
    const square = traces.reduce((sum, value) => sum + value * value, 0) / seeds
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(seeds))
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / seeds))
    const positive = Array.from({ length: seeds }, (_, seed) => orthogonal(1, 1, 1, seed)[0]![0]! > 0).filter(
      Boolean,
    )
    expect(Math.abs(positive.length - seeds / 2)).toBeLessThan(2 * Math.sqrt(seeds))
  })
})
