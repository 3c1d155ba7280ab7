import type { Clock } from '@engine/clock'
import type { SweepUpdate, TrialCounts } from '@shared/sweep'
import type { TextOutput } from './system'

const BAR_COLUMNS = 24
const LINE_SECONDS = 5
const TENTHS = 10

/** `1:02:05`, `2:05`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

export function endedCount({ done, stalled, diverged, cancelled, error }: TrialCounts): number {
  return done + stalled + diverged + cancelled + error
}

/** Two significant digits below ten, else whole: `0.45`, `5.1`, `130`. */
function rateText(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toPrecision(2) : perSecond.toFixed(0)
}

/** `42/60 trials  38 done  2 stalled  2 diverged  5.1/s  ETA 0:04`: only the statuses that occur. */
export function progressText({ counts, trialsPerSecond, etaSeconds }: SweepUpdate): string {
  const ended = endedCount(counts)
  const total = ended + counts.queued + counts.running
  const statuses = (['done', 'stalled', 'diverged', 'cancelled', 'error'] as const)
    .filter((status) => status === 'done' || counts[status] > 0)
    .map((status) => `${counts[status]} ${status === 'error' ? 'failed' : status}`)
  const rate = trialsPerSecond > 0 ? [`${rateText(trialsPerSecond)}/s`] : []
  const eta = etaSeconds === null || ended === total ? [] : [`ETA ${durationText(etaSeconds)}`]
  return [`${ended}/${total} trials`, ...statuses, ...rate, ...eta].join('  ')
}

/** `[######..................]` */
export function progressBar({ counts }: SweepUpdate): string {
  const ended = endedCount(counts)
  const total = ended + counts.queued + counts.running
  const filled = total === 0 ? BAR_COLUMNS : Math.floor((ended / total) * BAR_COLUMNS)
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_COLUMNS - filled)}]`
}

/** Shows how far a run is: on a terminal one line, redrawn; elsewhere a line every 5 seconds or tenth of the trials. */
export class ProgressDisplay {
  private readonly errors: TextOutput
  private readonly clock: Clock
  private lastTime: number
  private lastTenth = 0
  private lastNotice: string | null = null
  private lineIsOpen = false

  constructor(errors: TextOutput, clock: Clock) {
    this.errors = errors
    this.clock = clock
    this.lastTime = clock.elapsed()
  }

  show(update: SweepUpdate): void {
    if (update.notice !== null && update.notice !== this.lastNotice) this.line(update.notice)
    this.lastNotice = update.notice
    const columns = this.errors.columns()
    if (columns !== null) {
      const line = `${progressBar(update)} ${progressText(update)}`.slice(0, Math.max(20, columns - 1))
      this.errors.write(`\r\u001b[2K${line}`)
      this.lineIsOpen = true
      return
    }
    const total = endedCount(update.counts) + update.counts.queued + update.counts.running
    const tenth = total === 0 ? TENTHS : Math.floor((endedCount(update.counts) * TENTHS) / total)
    const now = this.clock.elapsed()
    if (tenth === this.lastTenth && now - this.lastTime < LINE_SECONDS * 1000) return
    this.lastTenth = tenth
    this.lastTime = now
    this.errors.write(`${progressText(update)}\n`)
  }

  /** A line of its own; the bar is drawn again below it by the next update. */
  line(text: string): void {
    this.end()
    this.errors.write(`${text}\n`)
  }

  /** Leaves the cursor at the start of a new line. */
  end(): void {
    if (this.lineIsOpen) this.errors.write('\n')
    this.lineIsOpen = false
  }
}
