import { describeFirstCause } from '@shared/first-cause-text'
import { mostFrequentCause } from '@shared/statistics/first-causes'
import type { TrialRecord } from '@shared/sweep'
import type { TableConfiguration } from './results-output'
import { printable } from './configuration-table'

/** Configurations that are told; a large grid would bury its table. */
const MOST_LINES = 20

/**
 * For each configuration with diverged or stalled trials what left its healthy band first in most of them, a line each:
 * `normal (std 0.01), all 10 diverged or stalled: At step 0 the mean square of h in layer 2 was ...`. Empty when every
 * trial is done.
 */
export function firstCauseLines(
  configurations: readonly TableConfiguration[],
  trials: readonly TrialRecord[],
): string {
  const byConfiguration = new Map<number, TrialRecord[]>()
  for (const trial of trials) {
    const own = byConfiguration.get(trial.configuration)
    if (own === undefined) byConfiguration.set(trial.configuration, [trial])
    else own.push(trial)
  }
  const lines = configurations.flatMap(({ label }, index) => {
    const frequent = mostFrequentCause(byConfiguration.get(index) ?? [])
    if (frequent === null) return []
    const { cause, count, total } = frequent
    const all = total === 1 ? 'the one' : `all ${total}`
    const share = count === total ? all : `${count} of the ${total}`
    return [`${printable(label)}, ${share} diverged or stalled: ${describeFirstCause(cause)}`]
  })
  if (lines.length === 0) return ''
  const rest = lines.length - MOST_LINES
  const more = rest > 0 ? [`and ${rest} configurations more with diverged or stalled trials.`] : []
  return `\nWhat left its healthy band first:\n${[...lines.slice(0, MOST_LINES), ...more].join('\n')}\n`
}
