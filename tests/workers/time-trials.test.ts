import { expect, test } from 'vitest'
import type { TrialData } from '@core/training'
import type { TrialSettings } from '@shared/trial-settings'
import { timeTrials, type TimedTrial, type TimingClock } from '@workers/time-trials'
import { machineOf } from './core/machines'
import { ramps, trialSettings, type Choices } from './core/settings'

const DATA: TrialData = { target: ramps(40, 20), source: null }

/** Every question takes a millisecond, and nothing else any time. */
function countingClock(): TimingClock {
  let now = 0
  return { elapsed: () => (now += 1), processor: () => now }
}

function trialOf(choices: Choices, data = DATA): TimedTrial {
  return { settings: trialSettings(choices), seed: 3, data }
}

function secondsOf(trials: readonly TimedTrial[], milliseconds = 10_000): readonly (number | null)[] {
  return timeTrials(machineOf('simd'), { trials, milliseconds }, countingClock(), false).seconds
}

test('a longer trial takes its further steps more, and all of the rest once', () => {
  const [short, long, none] = secondsOf([
    trialOf({ steps: 100 }),
    trialOf({ steps: 1100 }),
    trialOf({ steps: 0 }),
  ])
  expect(long! - short!).toBeCloseTo(1, 9)
  expect(none!).toBeGreaterThan(0)
  expect(short! - none!).toBeCloseTo(0.1, 9)
})

test('a trial that diverges at once takes its steps until then', () => {
  const [diverging, healthy] = secondsOf([
    trialOf({ steps: 500, learningRate: 1e25 }),
    trialOf({ steps: 500 }),
  ])
  expect(healthy! - diverging!).toBeGreaterThan(0.49)
})

test('the source is trained once, not again for the further steps', () => {
  const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
  const source = trialSettings({ steps: 200 }).train
  const pretrain = { task, pixels: 'original', train: source, transfer: 'frozen' } as const
  const data = { target: DATA.target, source: ramps(30, 0) }
  const [with200, without] = secondsOf([trialOf({ steps: 60, pretrain }, data), trialOf({ steps: 60 })])
  expect(with200! - without!).toBeCloseTo(0.2, 9)
})

test('a source that is too long is told by what of it was done', () => {
  const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
  const source = trialSettings({ steps: 50_000 }).train
  const pretrain = { task, pixels: 'original', train: source, transfer: 'finetune' } as const
  const data = { target: DATA.target, source: ramps(30, 0) }
  const [seconds] = secondsOf([trialOf({ steps: 1, pretrain }, data)], 100)
  expect(seconds).toBeGreaterThan(45)
  expect(seconds).toBeLessThan(55)
})

test('what the time does not suffice for is left out', () => {
  const trials = Array.from({ length: 4 }, () => trialOf({ steps: 0 }))
  const seconds = secondsOf(trials, 5)
  expect(seconds[0]).not.toBeNull()
  expect(seconds.slice(2)).toEqual([null, null])
})

test('a thread that has run nothing says what warming up took', () => {
  const trials = [trialOf({ steps: 60 })]
  const settings: TrialSettings = trials[0]!.settings
  expect(settings.record.every).toBe(10)
  const cold = timeTrials(machineOf('simd'), { trials, milliseconds: 10 }, countingClock(), true)
  expect(cold.warmUpSeconds).toBeGreaterThanOrEqual(0)
  expect(cold.busySeconds).toBeGreaterThan(0.1)
  const warm = timeTrials(machineOf('simd'), { trials, milliseconds: 10 }, countingClock(), false)
  expect(warm.warmUpSeconds).toBeNull()
})
