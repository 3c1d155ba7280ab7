import { convergenceBand, STANDARD_BAND } from '@shared/statistics/convergence-bands'
import type { TrialRecord } from '@shared/sweep'
import type { ConvergenceData, ConvergenceLine } from '../../../src/renderer/charts/convergence-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'

/** A line whose seeds have these losses at steps 0, 10, 20, …; an array that ends in NaN diverged there. */
export function lineOf(
  configuration: number,
  seeds: readonly (readonly number[])[],
  over: Partial<ConvergenceLine> = {},
): ConvergenceLine {
  const trials: TrialRecord[] = seeds.map((losses, seed) => {
    const hasDiverged = Number.isNaN(losses.at(-1) ?? 0)
    return trialWith({
      configuration,
      seed,
      losses,
      status: hasDiverged ? 'diverged' : 'done',
      steps: (losses.length - 1) * 10,
    })
  })
  return {
    configuration,
    label: `line ${configuration}`,
    style: { colour: configuration % 8, isOrdered: false, dash: [] },
    band: convergenceBand(configuration, trials, 'trainLoss'),
    perStep: 1,
    seeds: trials.map(({ curve }) => curve),
    running: [],
    ...over,
  }
}

export function dataOf(
  lines: readonly ConvergenceLine[],
  over: Partial<ConvergenceData> = {},
): ConvergenceData {
  return {
    lines,
    metric: 'trainLoss',
    loss: 'cross-entropy',
    scale: 'log',
    choice: STANDARD_BAND,
    stepScale: 'steps',
    hidden: new Set(),
    emphasized: null,
    brushed: null,
    seedsShown: 'all',
    chanceLevel: null,
    drawn: new Set(lines.map(({ configuration }) => configuration)),
    ...over,
  }
}
