import type { ScheduleSettings } from '@shared/trial-settings'
import { cos } from '../math/sine-cosine'

/**
 * Learning rate of update t of `steps`, as a multiple of train.learningRate: (t + 1) / warmup while t < warmup, then
 * constant 1; step factor^floor((t - warmup) / every); cosine floor + (1 - floor) (1 + cos(pi (t - warmup) / (T - warmup))) / 2.
 * @throws when the settings lack a number of their schedule.
 */
export function scheduleFactor(settings: ScheduleSettings, update: number, steps: number): number {
  const { name, warmup } = settings
  if (update < warmup) return (update + 1) / warmup
  const since = update - warmup
  switch (name) {
    case 'constant':
      return 1
    case 'step':
      return wholePower(needed(settings, 'factor'), Math.floor(since / needed(settings, 'every')))
    case 'cosine': {
      const floor = needed(settings, 'floor')
      return floor + ((1 - floor) * (1 + cos((Math.PI * since) / (steps - warmup)))) / 2
    }
  }
}

/** factor^exponent by repeated squaring: Math.pow differs between engines in its last bit. */
function wholePower(factor: number, exponent: number): number {
  let power = 1
  let square = factor
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= square
    square *= square
  }
  return power
}

function needed(settings: ScheduleSettings, name: 'every' | 'factor' | 'floor'): number {
  const value = settings[name]
  if (value === null)
    throw new Error(`Schedule ${settings.name} needs ${name}, which is null in its settings`)
  return value
}
