import { SATURATION } from '@shared/saturation'
import { DISTINCT_TOLERANCE, LAYER_COLUMNS } from '@shared/trial-result'
import type { LayerColumn } from '@shared/trial-result'
import type { ActivationName } from '@shared/trial-settings'
import { ACTIVATION_CODES, type Address } from '../kernels/kernels'
import { pad8 } from '../kernels/layout'
import type { Network, ParameterBlock, WeightLayer } from '../nn/network'
import type { Workbench } from '../nn/part'

/** Measures the layers of a network into rows of LAYER_COLUMNS; see trial-result.ts. */
export interface LayerMeter {
  /**
   * After a forward and a backward pass on `samples` samples, before the update: fills the row at `offset`, `update` with NaN.
   * `dead`: the share of dead units of each layer.
   */
  readonly writeRow: (samples: number, dead: Float64Array, rows: Float32Array, offset: number) => void
  /** After the update: fills `update` of that row. */
  readonly writeUpdate: (rows: Float32Array, offset: number) => void
}

const FLOAT32_BYTES = 4
const FLOAT64_BYTES = 8
const COLUMNS = LAYER_COLUMNS.length

const PLACES: ReadonlyMap<LayerColumn, number> = new Map(LAYER_COLUMNS.map((name, index) => [name, index]))

function placeOf(column: LayerColumn): number {
  const place = PLACES.get(column)
  if (place === undefined) throw new Error(`There is no column ${column}`)
  return place
}

const Z_MOMENTS = placeOf('zMean')
const H_MOMENTS = placeOf('hMean')
const DELTA2 = placeOf('delta2')
const WEIGHT_GRADIENT = placeOf('weightGradient')
const BIAS_GRADIENT = placeOf('biasGradient')
const UPDATE = placeOf('update')
const DEAD = placeOf('dead')
const SATURATED = placeOf('saturated')
const DISTINCT = placeOf('distinct')
const DISTINCT_NEAR = placeOf('distinctNear')

export function createLayerMeter(
  { machine, allocate, pace }: Workbench,
  { layers, blocks }: Network,
  activation: ActivationName,
): LayerMeter {
  const { kernels, heap } = machine
  const flat = SATURATION[activation]
  const low = flat?.low ?? NaN
  const high = flat?.high ?? NaN
  const moments = allocate(8 * FLOAT64_BYTES)
  const counts = allocate(2 * FLOAT32_BYTES)
  const widest = layers.reduce((most, { fanOut }) => Math.max(most, fanOut), 0)
  const keys = allocate(FLOAT32_BYTES * pad8(widest))
  /** All parameters before an update, where W of each layer lies among them, and its norm. */
  const copies = blocks.map(({ count }) => allocate(FLOAT32_BYTES * count))
  const before = layers.map(({ weights }) => copyOf(weights, blocks, copies))
  const norms = new Float64Array(layers.length)
  /** Where h is relu(z) and nothing else, both are measured at once. */
  const isRectified = layers.map(
    (layer) =>
      layer.activation?.code === ACTIVATION_CODES.relu &&
      layer.activation.input.values === layer.z.values &&
      layer.activation.output.values === layer.h.values,
  )

  /** Mean, mean square, smallest and largest, which stand at `from`. */
  function writeMoments(from: Address, rows: Float32Array, offset: number): void {
    const first = from / FLOAT64_BYTES
    const { f64 } = heap
    rows[offset] = f64[first]
    rows[offset + 1] = f64[first + 1]
    rows[offset + 2] = f64[first + 2]
    rows[offset + 3] = f64[first + 3]
  }

  function writeSignals(index: number, samples: number, rows: Float32Array, offset: number): void {
    const { z, h } = layers[index]
    if (isRectified[index]) {
      kernels.reluMoments(z.values, moments, samples, z.positions, z.features)
      writeMoments(moments, rows, offset + Z_MOMENTS)
      writeMoments(moments + 4 * FLOAT64_BYTES, rows, offset + H_MOMENTS)
      return
    }
    kernels.moments(z.values, moments, samples, z.positions, z.features)
    writeMoments(moments, rows, offset + Z_MOMENTS)
    if (h.values !== z.values) kernels.moments(h.values, moments, samples, h.positions, h.features)
    writeMoments(moments, rows, offset + H_MOMENTS)
  }

  function saturatedShare(layer: WeightLayer, samples: number): number {
    if (flat === null || layer.activation === null) return NaN
    const { values, positions, features } = layer.activation.input
    const count = kernels.countFlat(values, low, high, samples, positions, features)
    return count / (samples * positions * features)
  }

  /** Units that differ, exactly and beyond the tolerance. Also keeps the norm of W for `writeUpdate`. */
  function writeWeights(index: number, rows: Float32Array, offset: number): void {
    const { fanIn, fanOut, weights, bias } = layers[index]
    const squares = kernels.sumOfSquares(weights, fanOut, fanIn)
    norms[index] = Math.sqrt(squares)
    const tolerance = DISTINCT_TOLERANCE * Math.sqrt(squares / (fanIn * fanOut))
    const isFinite = Number.isFinite(tolerance)
    kernels.distinctUnits(weights, bias, counts, fanIn, fanOut, isFinite ? tolerance : 0, keys)
    rows[offset + DISTINCT] = heap.i32[counts / FLOAT32_BYTES]
    rows[offset + DISTINCT_NEAR] = heap.i32[counts / FLOAT32_BYTES + 1]
  }

  return {
    writeRow: (samples, dead, rows, offset) => {
      for (let index = 0, place = offset; index < layers.length; index += 1, place += COLUMNS) {
        const layer = layers[index]
        const { delta, fanIn, fanOut } = layer
        writeSignals(index, samples, rows, place)
        rows[place + DELTA2] = kernels.meanSquare(delta.values, samples, delta.positions, delta.features)
        rows[place + WEIGHT_GRADIENT] = Math.sqrt(kernels.sumOfSquares(layer.weightGradient, fanOut, fanIn))
        rows[place + BIAS_GRADIENT] = Math.sqrt(kernels.sumOfSquares(layer.biasGradient, 1, fanOut))
        rows[place + UPDATE] = NaN
        rows[place + DEAD] = dead[index]
        rows[place + SATURATED] = saturatedShare(layer, samples)
        writeWeights(index, rows, place)
        pace.spendInPass(fanIn * fanOut)
      }
      for (const [block, { values, count }] of blocks.entries()) {
        const first = values / FLOAT32_BYTES
        heap.f32.copyWithin(copies[block] / FLOAT32_BYTES, first, first + count)
      }
    },
    writeUpdate: (rows, offset) => {
      for (let index = 0; index < layers.length; index += 1) {
        const { fanIn, fanOut, weights } = layers[index]
        const distance = Math.sqrt(kernels.squaredDistance(weights, before[index], fanOut, fanIn))
        // Without weights there is no ratio: zeros that stay zeros have changed by nothing.
        const ratio = distance === 0 ? 0 : distance / norms[index]
        rows[offset + index * COLUMNS + UPDATE] = ratio
        pace.spendInPass(fanIn * fanOut)
      }
    },
  }
}

/** The address in the copy of its block that stands for `address`. */
function copyOf(address: Address, blocks: readonly ParameterBlock[], copies: readonly Address[]): Address {
  const block = blocks.findIndex(
    ({ values, count }) => address >= values && address < values + FLOAT32_BYTES * count,
  )
  return copies[block] + (address - blocks[block].values)
}
