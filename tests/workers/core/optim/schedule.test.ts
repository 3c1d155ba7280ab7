import { describe, expect, it } from 'vitest'
import { scheduleFactor } from '@core/optim/schedule'
import type { ScheduleSettings } from '@shared/trial-settings'

const STEPS = 100

function factors(settings: Partial<ScheduleSettings>, updates: readonly number[]): number[] {
  const whole = { name: 'constant', warmup: 0, every: null, factor: null, floor: null, ...settings } as const
  return updates.map((update) => scheduleFactor(whole, update, STEPS))
}

describe('a schedule', () => {
  it('keeps the rate constant', () => {
    expect(factors({}, [0, 1, 99])).toEqual([1, 1, 1])
  })

  it('warms up linearly and reaches 1 with the last update of the warm-up', () => {
    expect(factors({ warmup: 4 }, [0, 1, 2, 3, 4, 50])).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
  })

  it('multiplies by the factor at every step', () => {
    const step = { name: 'step', every: 30, factor: 0.5 } as const
    expect(factors(step, [0, 29, 30, 59, 60, 90])).toEqual([1, 1, 0.5, 0.5, 0.25, 0.125])
    expect(factors({ ...step, warmup: 10 }, [9, 10, 39, 40])).toEqual([1, 1, 1, 0.5])
    expect(factors({ ...step, every: 1, factor: 0.1 }, [3])[0]).toBeCloseTo(1e-3, 15)
  })

  it('falls along a half cosine from 1 to its floor', () => {
    const cosine = { name: 'cosine', floor: 0.1 } as const
    const [start, quarter, half, end] = factors(cosine, [0, 25, 50, 99])
    expect(start).toBe(1)
    expect(quarter).toBeCloseTo(0.1 + (0.9 * (1 + Math.SQRT1_2)) / 2, 14)
    expect(half).toBeCloseTo(0.55, 14)
    expect(end).toBeCloseTo(0.1 + (0.9 * (1 + Math.cos(0.99 * Math.PI))) / 2, 14)
    expect(factors({ ...cosine, warmup: 50 }, [49, 50, 75])).toEqual([1, 1, expect.closeTo(0.55, 14)])
  })

  it('says which number it lacks', () => {
    expect(() => factors({ name: 'step', every: 3 }, [9])).toThrow('Schedule step needs factor')
    expect(() => factors({ name: 'cosine' }, [0])).toThrow('Schedule cosine needs floor')
  })
})
