import { createBandCache } from '../../../src/renderer/charts/band-cache'
import { lineStyles } from '../../../src/renderer/charts/line-styles'
import type { ShownSweep } from '../../../src/renderer/charts/shown-sweep'
import type { TrialRecord } from '@shared/sweep'
import { expansionOf, trialsOf } from '../results/result-fixtures'

/** The fixtures' sweep as the views see it, or another one of its trials. */
export function shownSweep(trials?: readonly TrialRecord[], expansion = expansionOf()): ShownSweep {
  const ended = trials ?? trialsOf(expansion)
  return {
    id: 1,
    name: 'He or Xavier',
    expansion,
    trials: ended,
    byConfiguration: createBandCache()(expansion.configurations.length, ended, 'trainLoss'),
    styles: lineStyles(expansion),
    isLive: false,
  }
}
