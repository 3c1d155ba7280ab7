import type { Heap } from '../heap'
import type { Address, StatisticsKernels } from '../kernels'
import { HISTOGRAM_BINS } from '@shared/trial-result'
import { LANES, pad8, panelCount } from '../layout'

/** Counts of units and of values on one memory; definitions: StatisticsKernels. */
export function scalarCounts(heap: Heap): Pick<StatisticsKernels, 'distinctUnits' | 'histogram'> {
  function distinctUnits(
    weights: Address,
    bias: Address,
    out: Address,
    fanIn: number,
    fanOut: number,
    tolerance: number,
  ): void {
    const { f32, i32 } = heap
    const limit = Math.fround(tolerance)
    const numberAt = (unit: number, index: number): number =>
      index < fanIn ? f32[(weights >> 2) + unit * pad8(fanIn) + index] : f32[(bias >> 2) + unit]
    const agree = (unit: number, other: number, isNear: boolean): boolean => {
      for (let index = 0; index <= fanIn; index += 1) {
        const a = numberAt(unit, index)
        const b = numberAt(other, index)
        if (a !== b && !(isNear && Math.abs(Math.fround(a - b)) <= limit)) return false
      }
      return true
    }
    const countUnlike = (isNear: boolean): number => {
      let count = 0
      for (let unit = 0; unit < fanOut; unit += 1) {
        let other = 0
        while (other < unit && !agree(unit, other, isNear)) other += 1
        if (other === unit) count += 1
      }
      return count
    }
    i32[out >> 2] = countUnlike(false)
    i32[(out >> 2) + 1] = countUnlike(true)
  }

  function histogram(
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ): void {
    const { f32 } = heap
    const finite: number[] = []
    let start = values >> 2
    for (let panel = 0; panel < panelCount(samples) * positions; panel += 1) {
      const lanes = Math.min(LANES, samples - Math.floor(panel / positions) * LANES)
      for (let feature = 0; feature < features; feature += 1) {
        for (let lane = 0; lane < lanes; lane += 1) {
          const value = f32[start + feature * LANES + lane]
          if (Number.isFinite(value)) finite.push(value)
        }
      }
      start += pad8(features) * LANES
    }
    let smallest = Infinity
    let largest = -Infinity
    for (const value of finite) {
      smallest = Math.min(smallest, value)
      largest = Math.max(largest, value)
    }
    const counts = f32.subarray((out >> 2) + 2, (out >> 2) + 2 + HISTOGRAM_BINS).fill(0)
    for (const value of finite) {
      const share = largest > smallest ? (value - smallest) / (largest - smallest) : 0
      counts[Math.min(HISTOGRAM_BINS - 1, Math.floor(share * HISTOGRAM_BINS))] += 1
    }
    f32[out >> 2] = finite.length === 0 ? NaN : smallest + 0
    f32[(out >> 2) + 1] = finite.length === 0 ? NaN : largest + 0
  }

  return { distinctUnits, histogram }
}
