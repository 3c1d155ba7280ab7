import { test } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import { estimateTrialFlops } from '@core/trial-cost'
import { sizesOf } from '@core/trial-sizes'
import { expandSweep } from '@shared/expand-sweep'
import { loadDigits } from '../workers/core/golden'
import { firstPreset } from './preset'
import { machineLine, print, spread } from './machine'

test('the core alone, on one thread', () => {
  const data = loadDigits()
  const sizes = sizesOf(data)
  const machine = openMachine('simd')
  print(`\nThe core: one trial of he-vs-xavier-depth, least of 5. ${machineLine()}`)
  for (const { settings, label } of expandSweep(firstPreset()).configurations) {
    const times = Array.from({ length: 5 }, (_, seed) => {
      const start = performance.now()
      train(settings, { target: data, source: null }, seed, { proceed: () => true }, machine)
      return performance.now() - start
    })
    const { least } = spread(times)
    const speed = estimateTrialFlops(settings, sizes, null) / least / 1e6
    print(`${label.padEnd(28)} ${least.toFixed(0).padStart(5)} ms a trial, ${speed.toFixed(2)} GFLOP/s`)
  }
})
