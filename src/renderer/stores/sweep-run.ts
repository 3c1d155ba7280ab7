import type { SweepResults, SweepSummary, SweepUpdate, TrialCounts, TrialRecord } from '@shared/sweep'
import type { SweepDocument } from '@shared/sweep-spec'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { countEnded, isUnfinished } from '../lab/sweep-progress'
import { callLab, onLabEvent } from '../lab-client'
import { useLayerColumns } from './layer-columns'
import { useNotices } from './notices'

/** The sweep on the bench: the one that runs, or was run or resumed last in this window. */
export const useSweepRun = defineStore('sweep-run', () => {
  const notices = useNotices()
  const layerColumns = useLayerColumns()
  const results = shallowRef<SweepResults | null>(null)
  const update = shallowRef<SweepUpdate | null>(null)
  /** The Lab shows the bench instead of the builder. */
  const onBench = ref(false)
  const starting = ref(false)
  /** Somebody looks at the bench: its end needs no notice. */
  const watched = ref(false)
  /** Rows that arrived before the sweep's results were read. */
  let early: TrialRecord[] = []
  let attachedId: number | null = null
  let known = new Set<string>()

  const sweepId = computed(() => results.value?.summary.id ?? null)
  const state = computed(() => update.value?.state ?? results.value?.summary.state ?? null)
  const counts = computed<TrialCounts | null>(
    () => update.value?.counts ?? results.value?.summary.counts ?? null,
  )
  const isRunning = computed(() => state.value === 'running')
  const isPaused = computed(() => state.value === 'paused')
  const endedShare = computed(() => {
    const total = results.value?.summary.trialCount ?? 0
    return counts.value === null || total === 0 ? 0 : countEnded(counts.value) / total
  })

  async function start(document: SweepDocument): Promise<boolean> {
    starting.value = true
    const started = await callLab('sweep:start', { document: JSON.stringify(document) })
    starting.value = false
    if (!started.ok) {
      notices.fail('The sweep was not started', started.error)
      return false
    }
    return attach(started.value.id)
  }

  /** Puts a sweep on the bench and reads what it has so far. */
  async function attach(id: number): Promise<boolean> {
    if (attachedId !== id) {
      attachedId = id
      results.value = null
      update.value = null
      early = []
    }
    onBench.value = true
    // What is resumed runs its failed trials again: their rows are others then.
    layerColumns.forget(id)
    const read = await callLab('library:results', { sweepId: id })
    if (!read.ok) {
      notices.fail('The results were not read', read.error)
      return false
    }
    if (attachedId !== id) return false
    known = new Set(read.value.trials.map(trialKey))
    results.value = { ...read.value, trials: [...read.value.trials, ...fresh(early)] }
    early = []
    return true
  }

  /** Rows not held yet; remembers them. */
  function fresh(rows: readonly TrialRecord[]): TrialRecord[] {
    return rows.filter((row) => {
      const key = trialKey(row)
      if (known.has(key)) return false
      known.add(key)
      return true
    })
  }

  function receive(next: SweepUpdate): void {
    if (attachedId === null) {
      early = [...next.ended]
      void attach(next.sweepId)
      return
    }
    if (next.sweepId !== attachedId) return
    const before = state.value
    update.value = next
    const held = results.value
    if (held === null) {
      early.push(...next.ended)
      return
    }
    const rows = fresh(next.ended)
    if (rows.length > 0 || before !== next.state) {
      const summary = { ...held.summary, state: next.state, counts: next.counts }
      results.value = { ...held, summary, trials: rows.length > 0 ? [...held.trials, ...rows] : held.trials }
    }
    if (before === 'running' && next.state !== 'running') tellEnd(next, held.summary)
  }

  function tellEnd(next: SweepUpdate, summary: SweepSummary): void {
    if (next.state === 'done' && !watched.value)
      notices.tell(`“${summary.name}” is done`, { description: 'Its report is in the library.' })
    if (next.state === 'paused' && next.notice !== null) {
      notices.tell(`“${summary.name}” is paused`, { kind: 'info', description: next.notice })
    }
  }

  async function pause(): Promise<void> {
    if (attachedId === null) return
    const paused = await callLab('sweep:pause', { sweepId: attachedId })
    if (!paused.ok) notices.fail('The sweep was not paused', paused.error)
  }

  /** Continues a paused sweep and puts it on the bench. */
  async function resume(id: number): Promise<boolean> {
    const resumed = await callLab('sweep:resume', { sweepId: id })
    if (!resumed.ok) {
      notices.fail('The sweep was not resumed', resumed.error)
      return false
    }
    return attach(id)
  }

  async function cancel(): Promise<void> {
    if (attachedId === null) return
    const cancelled = await callLab('sweep:cancel', { sweepId: attachedId })
    if (!cancelled.ok) notices.fail('The sweep was not cancelled', cancelled.error)
  }

  async function cancelConfiguration(configuration: number): Promise<void> {
    if (attachedId === null) return
    const cancelled = await callLab('sweep:cancel-configuration', { sweepId: attachedId, configuration })
    if (!cancelled.ok) notices.fail('The configuration was not cancelled', cancelled.error)
  }

  function setName(name: string): void {
    if (results.value !== null)
      results.value = { ...results.value, summary: { ...results.value.summary, name } }
  }

  function setNotes(notes: string): void {
    if (results.value !== null) results.value = { ...results.value, notes }
  }

  /** Back to the builder; the sweep goes on. */
  function showBuilder(): void {
    onBench.value = false
  }

  function showBench(): void {
    onBench.value = results.value !== null
  }

  /** Clears the bench when its sweep was deleted. */
  function forget(id: number): void {
    if (attachedId !== id) return
    attachedId = null
    results.value = null
    update.value = null
    onBench.value = false
  }

  /** Finds a sweep that already runs, for a window opened later. */
  async function findRunning(summaries: readonly SweepSummary[]): Promise<void> {
    const running = summaries.find((summary) => summary.state === 'running')
    if (running !== undefined && attachedId === null) await attach(running.id)
  }

  /** @returns a function that ends the subscription. */
  function follow(): () => void {
    return onLabEvent('sweep:update', receive)
  }

  const hasUnfinished = computed(() => counts.value !== null && isUnfinished(counts.value))

  return {
    results, update, onBench, starting, watched, sweepId, state, counts, isRunning, isPaused, endedShare, hasUnfinished,
    start, attach, receive, pause, resume, cancel, cancelConfiguration, setName, setNotes, showBuilder, showBench, forget, findRunning, follow,
  } // prettier-ignore
})

function trialKey({ configuration, seed }: TrialRecord): string {
  return `${configuration}:${seed}`
}
