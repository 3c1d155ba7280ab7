import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Clock } from '../../src/engine/clock'
import { emptyOutcome } from '../../src/engine/sweep/trial-runner'
import type { Page } from '../../src/main/page'
import { createSweepWatch, endedShare } from '../../src/main/sweep-watch'
import type { SweepUpdate, TrialCounts } from '../../src/shared/sweep'

const desktop = vi.hoisted(() => ({
  shown: [] as { title: string; body: string }[],
  awake: new Set<number>(),
}))

vi.mock('electron', () => ({
  Notification: class {
    readonly #text: { title: string; body: string }
    static isSupported() {
      return true
    }
    constructor(text: { title: string; body: string }) {
      this.#text = text
    }
    on() {
      return this
    }
    show() {
      desktop.shown.push(this.#text)
    }
  },
  powerSaveBlocker: {
    start: () => {
      desktop.awake.add(desktop.awake.size)
      return desktop.awake.size - 1
    },
    stop: (id: number) => desktop.awake.delete(id),
  },
}))

const NONE: TrialCounts = { queued: 0, running: 0, done: 0, stalled: 0, diverged: 0, cancelled: 0, error: 0 }

function update(change: Partial<SweepUpdate>): SweepUpdate {
  return {
    ...{ sweepId: 1, state: 'running', counts: { ...NONE, queued: 8, running: 2 }, trialsPerSecond: 1 },
    ...{ etaSeconds: 1, workers: 2, workersBusy: 2, ended: [], notice: null },
    running: [{ configuration: 0, seed: 0, step: 5, steps: 10, curve: new Float32Array(6) }],
    ...change,
  }
}

let now = 0
let focused = false
let hidden = false
const sent = vi.fn()
const clock: Clock = { timestamp: () => '', elapsed: () => now }
const page: Page = { send: sent, hidden: () => hidden, focused: () => focused, window: () => null }

beforeEach(() => {
  now = 0
  focused = false
  hidden = false
  sent.mockClear()
  desktop.shown.length = 0
  desktop.awake.clear()
})

describe('the end of a sweep', () => {
  const done = update({ state: 'done', counts: { ...NONE, done: 8, stalled: 1, diverged: 1 }, running: [] })

  it('is told to a person who looks elsewhere, after half a minute', () => {
    const watch = createSweepWatch(page, clock)
    watch.onUpdate(update({}))
    now = 30_000
    watch.onUpdate(done)
    expect(desktop.shown).toEqual([{ title: 'Sweep finished', body: '8 done, 1 stalled, 1 diverged' }])
  })

  it('is not told when the sweep was short, or the window is in view', () => {
    const watch = createSweepWatch(page, clock)
    watch.onUpdate(update({}))
    now = 29_999
    watch.onUpdate(done)
    watch.onUpdate(update({}))
    now = 90_000
    focused = true
    watch.onUpdate(done)
    expect(desktop.shown).toEqual([])
  })

  it('is told with its reason when the sweep paused by itself', () => {
    const watch = createSweepWatch(page, clock)
    watch.onUpdate(update({}))
    watch.onUpdate(update({ state: 'paused', notice: 'The disk is full.' }))
    expect(desktop.shown).toEqual([{ title: 'Sweep paused', body: 'The disk is full.' }])
  })
})

it('keeps the machine awake exactly while a sweep runs', () => {
  const watch = createSweepWatch(page, clock)
  watch.onUpdate(update({}))
  watch.onUpdate(update({ sweepId: 2 }))
  watch.onUpdate(update({}))
  expect(desktop.awake.size).toBe(1)
  watch.onUpdate(update({ state: 'paused' }))
  expect(desktop.awake.size).toBe(1)
  watch.onUpdate(update({ sweepId: 2, state: 'cancelled' }))
  expect(desktop.awake.size).toBe(0)
})

it('sends a hidden window everything but the unfinished curves', () => {
  const watch = createSweepWatch(page, clock)
  watch.onUpdate(update({}))
  hidden = true
  watch.onUpdate(update({}))
  expect(sent.mock.calls).toEqual([
    ['sweep:update', update({})],
    [
      'sweep:update',
      update({ running: [{ configuration: 0, seed: 0, step: 5, steps: 10, curve: new Float32Array(0) }] }),
    ],
  ])
})

it('sends a window the curve of a trial, and none of the arrays that it asks for by themselves', () => {
  const trial = { ...emptyOutcome(5), configuration: 1, seed: 2, curve: Float32Array.of(0, 1, 1) }
  const kept = {
    layers: new Float32Array(16),
    spectrum: Float32Array.of(1, 2),
    histograms: new Float32Array(201),
  }
  hidden = false
  createSweepWatch(page, clock).onUpdate(update({ ended: [{ ...trial, ...kept }] }))
  expect(sent).toHaveBeenCalledExactlyOnceWith('sweep:update', update({ ended: [trial] }))
})

it('counts every way a trial ends', () => {
  expect(endedShare(NONE)).toBe(0)
  expect(
    endedShare({ ...NONE, queued: 4, running: 1, done: 1, stalled: 1, diverged: 1, cancelled: 1, error: 1 }),
  ).toBe(0.5)
})
