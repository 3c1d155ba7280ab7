import type { SeedValue } from '@shared/statistics/comparison'
import { compareAll } from '@shared/statistics/comparison'
import { normalQuantile } from '@shared/statistics/normal-distribution'
import { RandomStream } from '@shared/statistics/random-stream'

/** How the losses of a configuration spread over its seeds; `common` is what a seed does to every configuration alike. */
const SHAPES = {
  lognormal: (own: number, common: number) => Math.exp(0.5 * (own + common)),
  ties: (own: number, common: number) => Math.round(own + common),
  diverged: (own: number, common: number) => (own > 0.8416212335729143 ? NaN : Math.exp(own + common)),
  'two groups': (own: number, common: number) => (own > 0 ? 2.3 + 1e-3 * own : Math.exp(own + common)),
} as const satisfies Readonly<Record<string, (own: number, common: number) => number>>
export type Shape = keyof typeof SHAPES

export interface EqualSweeps {
  readonly shape: Shape
  readonly n: number
  /** Configurations, all of one distribution: every pair is compared. */
  readonly configurations: number
  /** Deviation of what a seed does to all configurations; 0: the seeds of two configurations have nothing in common. */
  readonly common: number
}

export const EQUAL_SWEEPS: readonly EqualSweeps[] = (
  ['lognormal', 'ties', 'diverged', 'two groups'] as const
).flatMap((shape) =>
  [5, 10, 20].flatMap((n) =>
    [2, 4].flatMap((configurations) => [0, 1].map((common) => ({ shape, n, configurations, common }))),
  ),
)

function draw(stream: RandomStream): number {
  return normalQuantile(stream.unit() || 0.5)
}

/**
 * Share of simulated sweeps in which at least one pair is called better or worse, though all configurations are one.
 * @param correction `holm` over all pairs of a sweep, or `none`: each pair as if it were the only one
 */
export function falseVerdicts(
  { shape, n, configurations, common }: EqualSweeps,
  sweeps: number,
  correction: 'holm' | 'none' = 'holm',
): number {
  const stream = RandomStream.ofSeed(n * 1000 + configurations * 10 + common)
  let wrong = 0
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const shared = Array.from({ length: n }, () => common * draw(stream))
    const samples = Array.from({ length: configurations }, () =>
      shared.map((effect, seed): SeedValue => ({ seed, value: SHAPES[shape](draw(stream), effect) })),
    )
    const pairs = samples.flatMap((a, index) => samples.slice(index + 1).map((b) => ({ a, b })))
    const families = correction === 'holm' ? [pairs] : pairs.map((pair) => [pair])
    const verdicts = families.flatMap((family) => compareAll(family, 'trainLoss', { resamples: 0 }))
    if (verdicts.some(({ verdict }) => verdict === 'better' || verdict === 'worse')) wrong++
  }
  return wrong / sweeps
}
