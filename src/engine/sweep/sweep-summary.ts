import type { SweepSummary, TrialCounts } from '@shared/sweep'
import type { StoredSweep } from '../store/sweeps-table'

/** The line of the library for a stored sweep. */
export function sweepSummary(sweep: StoredSweep, counts: TrialCounts): SweepSummary {
  return {
    id: sweep.id,
    name: sweep.name,
    origin: sweep.origin,
    state: sweep.state,
    createdAt: sweep.createdAt,
    counts,
    configurationCount: sweep.configurationCount,
    trialCount: sweep.trialCount,
    filePath: sweep.filePath,
    readOnly: sweep.readOnly,
  }
}
