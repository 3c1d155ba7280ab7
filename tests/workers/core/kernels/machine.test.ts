import { HEAP_LIMIT } from '@core/kernels/heap'
import { openMachine, refreshMachine } from '@core/kernels/machine'
import { describe, expect, it } from 'vitest'

describe.each(['simd', 'scalar'] as const)('the %s machine', (set) => {
  it('hands out zeroed, aligned memory and takes it back at once', () => {
    const { heap } = openMachine(set)
    heap.reserve(64 + 128)
    const first = heap.allocate(4)
    const second = heap.allocate(100)
    heap.f32.fill(7, first / 4, second / 4 + 32)
    expect([first % 64, second % 64, second - first]).toEqual([0, 0, 64])
    expect(() => heap.allocate(1)).toThrow('the heap has 0 bytes left, 1 were asked for')
    heap.reserve(192)
    expect(heap.allocate(192)).toBe(first)
    expect(heap.f32.subarray(first / 4, first / 4 + 48).every((value) => value === 0)).toBe(true)
  })

  it('grows to what is asked for, and its kernels work at the far end', () => {
    const { heap, kernels } = openMachine(set)
    const bytes = 5_000_000
    heap.reserve(bytes)
    heap.allocate(bytes - 64)
    const address = heap.allocate(64)
    heap.f32[address / 4] = 3
    kernels.scale(address, address, 0.5, 8)
    expect(heap.f32[address / 4]).toBe(1.5)
    expect(heap.size).toBeGreaterThanOrEqual(bytes)
  })

  it('refuses what no address could reach, and works on', () => {
    const { heap } = openMachine(set)
    expect(() => heap.reserve(HEAP_LIMIT)).toThrow(RangeError)
    heap.reserve(64)
    expect(heap.allocate(64) % 64).toBe(0)
  })

  it('is replaced between trials when its memory has grown large', () => {
    const machine = openMachine(set)
    machine.heap.reserve(1_000_000)
    expect(refreshMachine(machine)).toBe(machine)
    machine.heap.reserve(80_000_000)
    const fresh = refreshMachine(machine)
    expect(fresh.set).toBe(set)
    expect(fresh.heap.size).toBeLessThan(1_000_000)
    fresh.heap.reserve(64)
    const address = fresh.heap.allocate(64)
    fresh.heap.f32[address / 4] = 3
    fresh.kernels.scale(address, address, 0.5, 8)
    expect(fresh.heap.f32[address / 4]).toBe(1.5)
  })

  it('has no address 0 to give', () => {
    const { heap } = openMachine(set)
    heap.reserve(64)
    expect(heap.allocate(64)).toBeGreaterThan(0)
  })
})
