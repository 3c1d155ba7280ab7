import { test } from 'vitest'
import { convergenceBand, convergenceBands } from '@shared/statistics/convergence-bands'
import type { TrialRecord } from '@shared/sweep'
import { decimatedIndices } from '../../src/renderer/charts/decimate'
import { machineLine, print, spread } from './machine'

const TRIALS = 1000
const POINTS = 200

/** A trial that ended, with a falling curve of its own. */
function trial(index: number, configurations: number): TrialRecord {
  const curve = new Float32Array(POINTS * 3)
  for (let point = 0; point < POINTS; point++) {
    const noise = 1 + ((index * 7919 + point * 104729) % 1000) / 2000
    curve.set([point, 2.3 * Math.exp(-point / 50) * noise, 0.5], point * 3)
  }
  return {
    configuration: index % configurations,
    seed: Math.floor(index / configurations),
    status: 'done',
    final: null,
    steps: POINTS - 1,
    milliseconds: 1,
    weightsHash: null,
    firstCause: null,
    message: null,
    curve,
    layers: new Float32Array(0),
    spectrum: new Float32Array(0),
    histograms: new Float32Array(0),
    jacobian: null,
  }
}

test('bands over seeds', () => {
  print(`\nMedians and quartiles of 1,000 trials x 200 points, median of 9. ${machineLine()}`)
  for (const configurations of [1, 10, 100]) {
    const trials = Array.from({ length: TRIALS }, (_, index) => trial(index, configurations))
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now()
      convergenceBands(configurations, trials, 'trainLoss')
      return performance.now() - start
    })
    print(`${String(configurations).padStart(3)} configuration(s): ${spread(times).median.toFixed(1)} ms`)
  }
})

test('a curve of 1,000,000 points', () => {
  const count = 1_000_000
  const xs = Float64Array.from({ length: count }, (_, index) => index)
  const ys = Float64Array.from(
    { length: count },
    (_, index) => Math.sin(index / 1000) + ((index * 7919) % 1000) / 1000,
  )
  const kept = decimatedIndices(xs, ys, 2000).length
  const times = Array.from({ length: 21 }, () => {
    const start = performance.now()
    decimatedIndices(xs, ys, 2000)
    return performance.now() - start
  })
  const { median } = spread(times)
  print(
    `\nDecimated to 2,000 columns, median of 21: 1,000,000 points to ${String(kept)} in ${median.toFixed(1)} ms`,
  )
  const zoomed = Array.from({ length: 21 }, (_, turn) => {
    const start = performance.now()
    decimatedIndices(xs, ys, 2000, [turn * 10_000, turn * 10_000 + count / 2])
    return performance.now() - start
  })
  print(`Half of them, zoomed: ${spread(zoomed).median.toFixed(1)} ms`)
})

test('bootstrap bands over seeds', () => {
  const trials = Array.from({ length: TRIALS }, (_, index) => trial(index, 100))
  print('\n95 % bootstrap of 1,000 trials x 200 points in 100 configurations, one run each')
  for (const line of ['median', 'iqm', 'mean'] as const) {
    const start = performance.now()
    for (let configuration = 0; configuration < 100; configuration++) {
      const own = trials.filter((one) => one.configuration === configuration)
      convergenceBand(configuration, own, 'trainLoss', { line, spread: 'bootstrap' })
    }
    print(`${line.padEnd(6)}: ${(performance.now() - start).toFixed(0)} ms`)
  }
})
