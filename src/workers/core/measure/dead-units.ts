import { deadParts } from '@shared/saturation'
import type { ActivationName } from '@shared/trial-settings'
import { pad8 } from '../kernels/layout'
import type { Network } from '../nn/network'
import type { Workbench } from '../nn/part'

/** Units whose slope is exactly 0 on every sample since `reset`. */
export interface DeadUnits {
  /** False for an activation whose slope is nowhere 0: then nothing has to be looked at. */
  readonly canDie: boolean
  readonly reset: () => void
  /** Looks at the last forward pass. */
  readonly mark: (samples: number) => void
  /** Share of dead units of each weight layer, valid until the next call: 0 for an activation that cannot die, NaN without an activation. */
  readonly shares: () => Float64Array
  /** Whether no unit is dead. */
  readonly areAllAlive: () => boolean
}

const INT32_BYTES = 4

export function createDeadUnits(
  { machine, allocate }: Workbench,
  { layers }: Network,
  activation: ActivationName,
): DeadUnits {
  const { kernels, heap } = machine
  const flat = deadParts(activation)
  if (flat === null) {
    const none = Float64Array.from(layers, (layer) => (layer.activation === null ? NaN : 0))
    return {
      canDie: false,
      reset: () => undefined,
      mark: () => undefined,
      shares: () => none,
      areAllAlive: () => true,
    }
  }
  const low = flat.low ?? NaN
  const high = flat.high ?? NaN
  const units = layers.map(({ activation: here }) => (here === null ? 0 : here.input.features))
  // In one piece, so that one fill resets all of them.
  const total = units.reduce((sum, count) => sum + pad8(count), 0)
  const first = allocate(INT32_BYTES * total)
  let next = first
  const flags = units.map((count) => {
    const address = next
    next += INT32_BYTES * pad8(count)
    return address
  })
  const shares = new Float64Array(units.length)
  return {
    canDie: true,
    reset: () => {
      heap.i32.fill(0, first / INT32_BYTES, first / INT32_BYTES + total)
    },
    mark: (samples) => {
      for (const [index, layer] of layers.entries()) {
        if (layer.activation === null) continue
        const { values, positions, features } = layer.activation.input
        kernels.markAlive(values, flags[index], low, high, samples, positions, features)
      }
    },
    shares: () => {
      const { i32 } = heap
      for (const [index, count] of units.entries()) {
        const place = flags[index] / INT32_BYTES
        let alive = 0
        for (let unit = 0; unit < count; unit += 1) alive += i32[place + unit]
        shares[index] = count === 0 ? NaN : (count - alive) / count
      }
      return shares
    },
    areAllAlive: () => {
      const { i32 } = heap
      return units.every((count, index) => {
        const place = flags[index] / INT32_BYTES
        for (let unit = 0; unit < count; unit += 1) if (i32[place + unit] === 0) return false
        return true
      })
    },
  }
}
