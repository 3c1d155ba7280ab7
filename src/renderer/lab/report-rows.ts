import type { SweepSummary } from '@shared/sweep'
import { fileName } from '../common/format'

export const REPORT_SORTS = ['name', 'state', 'trialCount', 'createdAt'] as const
export type ReportSort = (typeof REPORT_SORTS)[number]

export interface ReportOrder {
  readonly by: ReportSort
  readonly ascending: boolean
}

/** The rows whose name, state or file holds every word of the search, in the order asked for. */
export function reportRows(
  summaries: readonly SweepSummary[],
  search: string,
  order: ReportOrder,
): readonly SweepSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const kept = summaries.filter((summary) => {
    const text =
      `${summary.name} ${summary.state} ${summary.filePath === null ? '' : fileName(summary.filePath)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const sign = order.ascending ? 1 : -1
  return kept.toSorted((one, other) => sign * compare(one, other, order.by))
}

function compare(one: SweepSummary, other: SweepSummary, by: ReportSort): number {
  if (by === 'trialCount') return one.trialCount - other.trialCount
  return one[by].localeCompare(other[by], 'en', { numeric: true, sensitivity: 'base' })
}
