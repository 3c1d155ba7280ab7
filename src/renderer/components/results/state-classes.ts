import type { TrialState } from '@shared/sweep'

/** Classes of each state's colour; written out, so that Tailwind finds them. */
export const STATE_CLASSES: Readonly<
  Record<TrialState, { readonly background: string; readonly fill: string }>
> = {
  queued: { background: 'bg-state-queued', fill: 'fill-state-queued' },
  running: { background: 'bg-state-running', fill: 'fill-state-running' },
  done: { background: 'bg-state-done', fill: 'fill-state-done' },
  stalled: { background: 'bg-state-stalled', fill: 'fill-state-stalled' },
  diverged: { background: 'bg-state-diverged', fill: 'fill-state-diverged' },
  cancelled: { background: 'bg-state-cancelled', fill: 'fill-state-cancelled' },
  error: { background: 'bg-state-error', fill: 'fill-state-error' },
}

/** The colour of diverged as text: a little nearer to the ink, so that small letters read. */
export const DIVERGED_TEXT = 'text-[color-mix(in_oklab,var(--state-diverged)_82%,var(--ui-text-highlighted))]'
