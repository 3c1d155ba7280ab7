import { test } from 'vitest'
import { bootstrapInterval } from '@shared/statistics/bootstrap'
import type { SeedValue } from '@shared/statistics/comparison'
import { compareAll } from '@shared/statistics/comparison'
import { normalCdf, normalQuantile } from '@shared/statistics/normal-distribution'
import { median } from '@shared/statistics/quantiles'
import { RandomStream } from '@shared/statistics/random-stream'
import { detectable, smallestP } from '@shared/statistics/sample-size'
import { pairedSuperiority, superiority } from '@shared/statistics/superiority'
import { EQUAL_SWEEPS, falseVerdicts } from '../shared/statistics/equal-sweeps'
import { machineLine, print, spread } from './machine'

// The tables of docs/statistics.md, in its order. All but the last are the same on every machine.

function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  print(`| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`)
  for (const row of rows) print(`| ${row.join(' | ')} |`)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function drawing(seed: number): (count: number, shift?: number) => number[] {
  const stream = RandomStream.ofSeed(seed)
  return (count, shift = 0) =>
    Array.from({ length: count }, () => normalQuantile(stream.unit() || 0.5) + shift)
}

test('sweeps of equal configurations that get a verdict', () => {
  print('\nSweeps of equal configurations with at least one verdict, of 1,000')
  const rows = EQUAL_SWEEPS.map((sweeps) => {
    const { shape, n, configurations, common } = sweeps
    const pairs = (configurations * (configurations - 1)) / 2
    const [corrected, alone] = [falseVerdicts(sweeps, 1000), falseVerdicts(sweeps, 1000, 'none')]
    return [shape, n, pairs, common === 0 ? 'no' : 'yes', percent(corrected), percent(alone)]
  })
  table(['losses', 'seeds', 'comparisons', 'seeds in common', 'verdicts', 'without Holm'], rows)
})

test('what so many seeds can show', () => {
  print(
    '\nSmallest p, smallest P(better) shown with power 0.8, and the power measured there (normal losses, 2,000 draws)',
  )
  const rows = [3, 4, 5, 6, 8, 10, 15, 20, 30].map((n) => {
    const [independent, paired] = [detectable(n, 'independent'), detectable(n, 'paired')]
    const p = [smallestP(n, 'independent'), smallestP(n, 'paired')].map((value) => value.toPrecision(2))
    const found = [independent, paired].map(({ superiority: least }) => least?.toFixed(2) ?? '-')
    const power = [powerAt(n, independent.superiority, false), powerAt(n, paired.superiority, true)]
    return [n, p[0] ?? '', found[0] ?? '', power[0] ?? '', p[1] ?? '', found[1] ?? '', power[1] ?? '']
  })
  table(['seeds', 'p, independent', 'P', 'power', 'p, pairs', 'P', 'power'], rows)
})

/** Share of verdicts of single comparisons whose true P(better) is the given one. */
function powerAt(n: number, least: number | null, paired: boolean): string {
  if (least === null) return '-'
  const draw = drawing(n)
  const shift = Math.SQRT2 * normalQuantile(Math.min(least, 1 - 1e-9))
  const sweeps = 2000
  const seeded = (values: readonly number[]): readonly SeedValue[] =>
    values.map((value, seed) => ({ seed, value }))
  let shown = 0
  for (let i = 0; i < sweeps; i++) {
    const pair = { a: seeded(draw(n)), b: seeded(draw(n, shift)) }
    const design = paired ? ('paired' as const) : ('independent' as const)
    const [comparison] = compareAll([pair], 'trainLoss', { resamples: 0, design })
    if (comparison?.verdict === 'better') shown++
  }
  return percent(shown / sweeps)
}

test('intervals that hold the true value', () => {
  print('\nIntervals at 95 % that hold the true median, of 2,000; 1,000 resamples')
  const truths = { normal: (z: number) => z, lognormal: Math.exp } as const
  const rows = [5, 10, 20].flatMap((n) =>
    (['normal', 'lognormal'] as const).map((shape) => {
      const held = (method: 'percentile' | 'bca'): string => {
        const draw = drawing(n)
        let count = 0
        for (let i = 0; i < 2000; i++) {
          const interval = bootstrapInterval(draw(n).map(truths[shape]), median, {
            method,
            resamples: 1000,
            seed: i,
          })
          const truth = truths[shape](0)
          if (interval !== null && interval.low <= truth && truth <= interval.high) count++
        }
        return percent(count / 2000)
      }
      return [shape, n, held('percentile'), held('bca')]
    }),
  )
  table(['values', 'seeds', 'percentile', 'BCa'], rows)
  print('\nIntervals at 95 % that hold the true P(better), of 4,000; normal losses')
  const shares = [5, 10, 20].flatMap((n) => [0.5, 0.8, 0.95].map((p) => [n, p, ...superiorityCoverage(n, p)]))
  table(['seeds', 'P', 'Newcombe, independent', 'Wilson, pairs'], shares)
})

function superiorityCoverage(n: number, p: number): readonly [string, string] {
  const draw = drawing(n)
  const shift = Math.SQRT2 * normalQuantile(p)
  const truth = normalCdf(shift / Math.SQRT2)
  const held = [0, 0]
  for (let i = 0; i < 4000; i++) {
    const [a, b] = [draw(n), draw(n, shift)]
    for (const [index, { low, high }] of [superiority(a, b), pairedSuperiority(a, b)].entries()) {
      if (low <= truth && truth <= high) held[index] = (held[index] ?? 0) + 1
    }
  }
  return [percent((held[0] ?? 0) / 4000), percent((held[1] ?? 0) / 4000)]
}

test('time of the comparisons of a sweep', () => {
  print(`\n60 comparisons with intervals of 2,000 resamples; ${machineLine()}`)
  const rows = [5, 10, 30].map((n) => {
    const draw = drawing(n)
    const side = (): readonly SeedValue[] => draw(n).map((value, seed) => ({ seed, value }))
    const pairs = Array.from({ length: 60 }, () => ({ a: side(), b: side() }))
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage()
      compareAll(pairs, 'trainLoss')
      return process.cpuUsage(start).user / 1000
    })
    return [n, `${spread(times).median.toFixed(0)} ms`]
  })
  table(['seeds', 'processor time'], rows)
})
