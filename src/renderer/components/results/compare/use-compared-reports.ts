import { expandSweep } from '@shared/expand-sweep'
import type { CurveMetric } from '@shared/statistics/convergence-bands'
import type { Expansion, TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'
import { createBandCache } from '../../../charts/band-cache'
import { lineStyles } from '../../../charts/line-styles'
import type { ShownSweep } from '../../../charts/shown-sweep'
import { callLab } from '../../../lab-client'
import { useLibrary } from '../../../stores/library'
import { useNotices } from '../../../stores/notices'

/** A report of the library that can be opened beside the sweep in view. */
export interface OfferedReport {
  readonly id: number
  readonly label: string
}

interface OpenedReport {
  readonly id: number
  readonly name: string
  readonly expansion: Expansion
  readonly trials: readonly TrialRecord[]
  readonly bands: ReturnType<typeof createBandCache>
}

/** Other sweeps of the library, whole, read once each. */
export function useComparedReports(
  ownId: () => number,
  metric: () => CurveMetric,
): {
  readonly offered: ComputedRef<readonly OfferedReport[]>
  readonly sweeps: ComputedRef<readonly ShownSweep[]>
  readonly opening: Readonly<Ref<boolean>>
  readonly open: (sweepId: number) => Promise<ShownSweep | null>
} {
  const library = useLibrary()
  const notices = useNotices()
  const opened = shallowRef<readonly OpenedReport[]>([])
  const opening = shallowRef(false)
  if (!library.loaded) void library.load()

  const offered = computed(() =>
    library.summaries
      .filter(({ id }) => id !== ownId() && !opened.value.some((report) => report.id === id))
      .map(({ id, name }) => ({ id, label: `${name} #${id}` })),
  )
  const sweeps = computed<readonly ShownSweep[]>(() =>
    opened.value.map(({ id, name, expansion, trials, bands }) => ({
      id,
      name,
      expansion,
      trials,
      byConfiguration: bands(expansion.configurations.length, trials, metric()),
      styles: lineStyles(expansion),
      isLive: false,
    })),
  )

  async function open(sweepId: number): Promise<ShownSweep | null> {
    opening.value = true
    const read = await callLab('library:results', { sweepId })
    opening.value = false
    if (!read.ok) {
      notices.fail('The report was not opened', read.error)
      return null
    }
    const { summary, document, trials } = read.value
    const parsed = parseSweepDocument(document)
    if (!parsed.ok) {
      notices.fail('The report was not opened', parsed.error)
      return null
    }
    const report: OpenedReport = {
      id: summary.id,
      name: summary.name,
      expansion: expandSweep(parsed.value),
      trials,
      bands: createBandCache(),
    }
    opened.value = [...opened.value.filter(({ id }) => id !== summary.id), report]
    return sweeps.value.find(({ id }) => id === summary.id) ?? null
  }

  return { offered, sweeps, opening, open }
}
