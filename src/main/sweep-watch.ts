import { Notification, powerSaveBlocker } from 'electron'
import type { Clock } from '@engine/clock'
import type { SweepUpdate, TrialCounts } from '@shared/sweep'
import type { Page } from './page'
import { shownTrials } from './shown-trials'

/** A sweep shorter than this ends without a notification. In milliseconds. */
const LONG_SWEEP = 30_000

const NO_CURVE = new Float32Array(0)

export interface SweepWatch {
  readonly onUpdate: (update: SweepUpdate) => void
}

/** Trials that ended, in any way, as a share of all. */
export function endedShare(counts: TrialCounts): number {
  const open = counts.queued + counts.running
  const ended = counts.done + counts.stalled + counts.diverged + counts.cancelled + counts.error
  return open + ended === 0 ? 0 : ended / (open + ended)
}

/** What a hidden window needs of an update: all but the unfinished curves. */
function withoutRunningCurves(update: SweepUpdate): SweepUpdate {
  return { ...update, running: update.running.map((trial) => ({ ...trial, curve: NO_CURVE })) }
}

function endText(update: SweepUpdate): string {
  if (update.notice !== null) return update.notice
  const { done, stalled, diverged, error } = update.counts
  return `${done} done, ${stalled} stalled, ${diverged} diverged${error > 0 ? `, ${error} failed` : ''}`
}

const END_TITLES = { paused: 'Sweep paused', done: 'Sweep finished', cancelled: 'Sweep cancelled' } as const

/**
 * Follows the running sweeps for the desktop: forwards their updates to the page, shows the taskbar's progress,
 * keeps the machine awake, and tells the person who looks elsewhere when a long sweep ends.
 */
export function createSweepWatch(page: Page, clock: Clock): SweepWatch {
  const running = new Map<number, { readonly startedAt: number; share: number }>()
  let blocker: number | null = null

  const showProgress = () => {
    const shares = [...running.values()].map((sweep) => sweep.share)
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    page.window()?.setProgressBar(shares.length === 0 ? -1 : mean)
  }
  const keepAwake = () => {
    if (running.size > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  const notify = (title: string, body: string) => {
    if (page.focused() || !Notification.isSupported()) return
    const notification = new Notification({ title, body })
    notification.on('click', () => {
      page.window()?.show()
      page.window()?.focus()
    })
    notification.show()
  }

  return {
    onUpdate: (update) => {
      const shown = { ...update, ended: shownTrials(update.ended) }
      page.send('sweep:update', page.hidden() ? withoutRunningCurves(shown) : shown)
      const known = running.get(update.sweepId)
      if (update.state === 'running') {
        const startedAt = known?.startedAt ?? clock.elapsed()
        running.set(update.sweepId, { startedAt, share: endedShare(update.counts) })
      } else {
        running.delete(update.sweepId)
        const long = known !== undefined && clock.elapsed() - known.startedAt >= LONG_SWEEP
        if (long || update.notice !== null) notify(END_TITLES[update.state], endText(update))
      }
      showProgress()
      keepAwake()
    },
  }
}
