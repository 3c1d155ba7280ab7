import { describe, expect, it } from 'vitest'
import { compareKernels } from '@engine/revectorizer/compare'
import type { SelfTestChild } from '@engine/revectorizer/compare'
import { ENGINE_BITS } from '@shared/engine-version'
import { REVECTORIZER_SWITCHES } from '@shared/revectorizer'

/** A process whose trainings take the given times, one a reading. */
function child(times: readonly number[], bits = ENGINE_BITS, ended: string[] = [], name = ''): SelfTestChild {
  let turn = 0
  return {
    warm: Promise.resolve(),
    read: () => {
      const milliseconds = times[Math.min(turn, times.length - 1)] ?? NaN
      turn += 1
      return Promise.resolve({ bits, milliseconds })
    },
    unknownSwitches: () => [],
    end: () => ended.push(name),
  }
}

describe('the self-test of the revectorizer', () => {
  it('compares the fastest training of each, not what a busy machine did to one', async () => {
    const plain = child([9, 4, 8])
    const revectorized = child([30, 2, 30])
    expect(await compareKernels((mode) => (mode === 'plain' ? plain : revectorized))).toEqual({
      outcome: 'gain',
      gain: 2,
      switches: [...REVECTORIZER_SWITCHES],
    })
  })

  it('sees no gain where there is hardly one, or a loss', async () => {
    const [plain, slower] = [child([4]), child([5])]
    expect(await compareKernels((mode) => (mode === 'plain' ? plain : slower))).toMatchObject({
      outcome: 'no-gain',
      gain: 0.8,
    })
    const [again, hardly] = [child([4]), child([3.9])]
    expect(await compareKernels((mode) => (mode === 'plain' ? again : hardly))).toMatchObject({
      outcome: 'no-gain',
    })
  })

  it('refuses other bits, of either process, however fast they came', async () => {
    const other = 'ffffffffffffffff'
    for (const [plain, revectorized] of [
      [child([4]), child([1], other)],
      [child([4], other), child([1], other)],
    ] as const) {
      expect(await compareKernels((mode) => (mode === 'plain' ? plain : revectorized))).toMatchObject({
        outcome: 'other-bits',
        gain: null,
      })
    }
  })

  it('names the switches that the V8 knows, and is missing where it does not know the one that is wanted', async () => {
    const [wanted, ...others] = REVECTORIZER_SWITCHES
    const newer = { ...child([2]), unknownSwitches: () => others.slice(1) }
    const plain = child([4])
    expect(await compareKernels((mode) => (mode === 'plain' ? plain : newer))).toMatchObject({
      outcome: 'gain',
      switches: [wanted, others[0]],
    })
    const none = { ...child([2]), unknownSwitches: () => [wanted] }
    expect(await compareKernels((mode) => (mode === 'plain' ? plain : none))).toMatchObject({
      outcome: 'missing',
    })
  })

  it('fails when a process ends, and ends the other', async () => {
    const ended: string[] = []
    const crashing = {
      ...child([1], ENGINE_BITS, ended, 'revectorized'),
      read: () => Promise.reject(new Error('gone')),
    }
    const plain = child([1], ENGINE_BITS, ended, 'plain')
    expect(await compareKernels((mode) => (mode === 'plain' ? plain : crashing))).toMatchObject({
      outcome: 'failed',
      gain: null,
    })
    expect(ended).toEqual(['plain', 'revectorized'])
  })
})
