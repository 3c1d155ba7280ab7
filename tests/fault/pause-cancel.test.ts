import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import type { SweepUpdate, TrialRecord } from '@shared/sweep'
import type { Clock } from '@engine/clock'
import { systemClock } from '@engine/clock'
import { openTestControl } from '../engine/sweep/control-fixture'
import {
  bitsOf,
  openTestLab,
  runSweep,
  SMALL_SWEEP,
  specOf,
  temporaryFolder,
  trialsOf,
  unwrap,
} from '../engine/sweep/lab-fixture'

const workerPath = inject('trialWorkerPath')
/** Long enough that what a test does after its first trials comes before its last, on a fast machine too. */
const MANY_SEEDS = { seeds: { first: 0, count: 12 }, train: { ...SMALL_SWEEP.train, steps: 6000 } }
const MANY = specOf(MANY_SEEDS)
const ONE_CONFIGURATION = { model: { depth: 1, width: 4, init: 'he-normal' } }
/** 40 steps of 5 ms each. */
const SLOW = specOf({ ...ONE_CONFIGURATION, seeds: [7000, 7001, 7002, 7003] })

async function untilSomeEnded(updates: readonly SweepUpdate[]): Promise<void> {
  await expect.poll(() => updates.some(({ ended }) => ended.length > 0), { interval: 5 }).toBe(true)
}

/** Both threads are in a trial. */
async function untilBothRun(updates: readonly SweepUpdate[]): Promise<void> {
  await expect.poll(() => updates.at(-1)?.running.length, { interval: 5 }).toBe(2)
}

test('pauses change no bit', async () => {
  const { lab: straight } = await openTestLab({ workerPath })
  const { lab } = await openTestLab({ workerPath })
  const expected = trialsOf(straight, await runSweep(straight, MANY))
  const { id } = unwrap(await lab.start(MANY))
  for (let pause = 0; pause < 6; pause++) {
    await sleep(10 + pause * 13)
    unwrap(await lab.pause(id))
    if ((await lab.settled(id)).state === 'done') break
    unwrap(await lab.resume(id))
  }
  await lab.settled(id)
  expect(bitsOf(trialsOf(lab, id))).toEqual(bitsOf(expected))
})

test('after a pause no trial moves, and each goes on from its step', async () => {
  const { control, store, updates } = openTestControl()
  const { id } = unwrap(await control.start(SLOW, false))
  await untilBothRun(updates)
  unwrap(await control.pause(id))
  expect(unwrap(control.summary(id)).state).toBe('paused')
  const last = updates.at(-1)
  expect(last).toMatchObject({ state: 'paused', workersBusy: 0 })
  expect(last?.running).toHaveLength(2)
  const told = updates.length
  await sleep(120)
  expect(updates).toHaveLength(told)
  unwrap(await control.resume(id))
  await sleep(30)
  unwrap(await control.pause(id))
  for (const [index, trial] of (updates.at(-1)?.running ?? []).entries()) {
    expect(trial.step).toBeGreaterThanOrEqual(last?.running[index]?.step ?? 0)
  }
  unwrap(await control.resume(id))
  expect(await control.settled(id)).toMatchObject({ state: 'done', counts: { done: 4 } })
  expect(unwrap(store.trials.ofSweep(id)).trials.every(({ steps }) => steps === 40)).toBe(true)
})

test('a trial that waits in a thread counts as queued, also in a pause, and is cancelled without a step', async () => {
  const { control, store, updates } = openTestControl({ workers: 1 })
  const spec = specOf({ ...ONE_CONFIGURATION, seeds: [9000, 9001, 9002, 9003, 9004] })
  const { id } = unwrap(await control.start(spec, false))
  await expect.poll(() => updates.at(-1)?.running[0]?.step ?? 0).toBeGreaterThan(2)
  expect(updates.at(-1)).toMatchObject({ counts: { running: 1, queued: 4 }, running: [{ seed: 9000 }] })
  unwrap(await control.pause(id))
  expect(updates.at(-1)).toMatchObject({ counts: { running: 1, queued: 4 }, running: [{ seed: 9000 }] })
  unwrap(await control.resume(id))
  unwrap(await control.cancel(id))
  const { trials } = unwrap(store.trials.ofSweep(id))
  expect(trials.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'cancelled'))
  expect(trials[0]?.steps).toBeGreaterThan(2)
  expect(trials.slice(1).map(({ steps }) => steps)).toEqual([0, 0, 0, 0])
})

test('a thread without a trial takes over what waits in another', async () => {
  const { control, updates } = openTestControl({ workers: 2 })
  // Given out in turn: both slow ones to one thread, both quick ones to the other.
  const { id } = unwrap(
    await control.start(specOf({ ...ONE_CONFIGURATION, seeds: [7000, 1, 7001, 2] }), false),
  )
  expect((await control.settled(id)).counts).toMatchObject({ done: 4 })
  const together = updates.map(({ running }) => running.map(({ seed }) => seed).toSorted())
  expect(together).toContainEqual([7000, 7001])
})

test('a pause does not use up the time limit of a trial', async () => {
  const { control, updates } = openTestControl({ limits: { trialMilliseconds: 900, secondsPerFlop: 0 } })
  const { id } = unwrap(await control.start(SLOW, false))
  await untilBothRun(updates)
  unwrap(await control.pause(id))
  await sleep(1000)
  unwrap(await control.resume(id))
  expect((await control.settled(id)).counts).toMatchObject({ done: 4, error: 0 })
})

test('a machine that slept, or a clock that jumped, ends no trial and shows no negative time', async () => {
  let shift = 0
  const clock: Clock = {
    timestamp: systemClock.timestamp,
    elapsed: () => systemClock.elapsed() + shift,
  }
  const { control, updates } = openTestControl({ clock, limits: { trialMilliseconds: 30_000 } })
  const { id } = unwrap(await control.start(SLOW, false))
  await sleep(60)
  shift += 365 * 86_400_000
  await sleep(60)
  shift -= 366 * 86_400_000
  expect(await control.settled(id)).toMatchObject({ state: 'done', counts: { done: 4 } })
  for (const { etaSeconds, trialsPerSecond } of updates) {
    expect(etaSeconds ?? 0).toBeGreaterThanOrEqual(0)
    expect(trialsPerSecond).toBeGreaterThanOrEqual(0)
  }
})

test('50 cancels at random moments keep what had finished', async () => {
  const { control, store, updates } = openTestControl()
  let mixed = 0
  for (let round = 0; round < 50; round++) {
    updates.length = 0
    const quick = Array.from({ length: 10 }, (_, index) => round * 10 + index)
    const slow = Array.from({ length: 6 }, (_, index) => 7000 + round * 6 + index)
    const spec = specOf({ ...ONE_CONFIGURATION, name: `Round ${round}`, seeds: [...quick, ...slow] })
    const { id } = unwrap(await control.start(spec, false))
    await sleep((round * 7) % 23)
    unwrap(await control.cancel(id))
    const settled = await control.settled(id)
    const { trials } = unwrap(store.trials.ofSweep(id))
    const shown = updates.flatMap(({ ended }) => ended)
    const bySeed = (records: readonly TrialRecord[]) =>
      records.toSorted((left, right) => left.seed - right.seed)
    expect(bySeed(shown)).toEqual(trials)
    expect(trials).toHaveLength(16)
    expect(settled).toMatchObject({ state: 'cancelled', counts: { queued: 0, running: 0, error: 0 } })
    if (settled.counts.done > 0) mixed += 1
  }
  expect(mixed).toBeGreaterThan(10)
  expect(control.threads()).toBe(2)
})

test('a cancelled configuration stops; the others go on, also after a pause', async () => {
  const { control, store, updates } = openTestControl()
  const spec = specOf({ model: { depth: 1, width: [4, 5] }, seeds: [7000, 7001, 7002] })
  const { id } = unwrap(await control.start(spec, false))
  await untilBothRun(updates)
  unwrap(await control.cancelConfiguration(id, 0))
  unwrap(await control.pause(id))
  unwrap(await control.resume(id))
  const settled = await control.settled(id)
  expect(settled).toMatchObject({ state: 'done', counts: { done: 3, cancelled: 3 } })
  const { trials } = unwrap(store.trials.ofSweep(id))
  expect(
    trials.filter(({ configuration }) => configuration === 0).every(({ status }) => status === 'cancelled'),
  ).toBe(true)
  expect(await control.cancelConfiguration(id, 7)).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('a configuration cancelled while paused is cancelled on disk at once', async () => {
  const { control, store, updates } = openTestControl()
  const spec = specOf({ model: { depth: 1, width: [4, 5] }, seeds: [7000, 7001] })
  const { id } = unwrap(await control.start(spec, false))
  await untilBothRun(updates)
  unwrap(await control.pause(id))
  unwrap(await control.cancelConfiguration(id, 1))
  await expect.poll(() => unwrap(store.trials.keys(id)).length).toBe(2)
  expect(unwrap(control.summary(id)).state).toBe('paused')
  unwrap(await control.resume(id))
  expect((await control.settled(id)).counts).toMatchObject({ done: 2, cancelled: 2 })
})

test('a cancel of many waiting trials gives each of them its row before the sweep has ended', async () => {
  const { control, store, updates } = openTestControl()
  const spec = specOf({ ...ONE_CONFIGURATION, seeds: { first: 9000, count: 900 } })
  const { id } = unwrap(await control.start(spec, false))
  await sleep(60)
  unwrap(await control.cancel(id))
  expect(unwrap(store.trials.keys(id))).toHaveLength(900)
  expect(updates.at(-1)).toMatchObject({ state: 'cancelled', counts: { queued: 0, running: 0 } })
  expect(updates.flatMap(({ ended }) => ended)).toHaveLength(900)
})

test('a paused sweep whose last configuration is cancelled has ended', async () => {
  const { control, store, updates } = openTestControl()
  const { id } = unwrap(await control.start(SLOW, false))
  await untilBothRun(updates)
  unwrap(await control.pause(id))
  unwrap(await control.cancelConfiguration(id, 0))
  await expect.poll(() => unwrap(control.summary(id)).state).toBe('done')
  expect(unwrap(store.trials.keys(id))).toHaveLength(4)
  expect(unwrap(store.sweeps.get(id)).state).toBe('done')
})

test('another sweep may start while one is paused; the paused one runs again from its rows', async () => {
  const { control, updates } = openTestControl()
  const { id } = unwrap(await control.start(SLOW, false))
  await untilBothRun(updates)
  unwrap(await control.pause(id))
  const quick = specOf({ ...ONE_CONFIGURATION, name: 'Quick', seeds: [1, 2, 3] })
  const other = unwrap(await control.start(quick, false))
  expect((await control.settled(other.id)).state).toBe('done')
  unwrap(await control.resume(id))
  expect(await control.settled(id)).toMatchObject({ state: 'done', counts: { done: 4 } })
})

test('a laboratory that closes in a sweep continues it in its next life, to the same bits', async () => {
  const { lab: straight } = await openTestLab({ workerPath })
  const expected = bitsOf(trialsOf(straight, await runSweep(straight, MANY)))
  const first = await openTestLab({ workerPath })
  const { id } = unwrap(await first.lab.start(MANY))
  await untilSomeEnded(first.updates)
  await first.lab.close()
  const second = await openTestLab({ workerPath, databasePath: first.databasePath, workers: 1 })
  expect(unwrap(second.lab.list())).toMatchObject([{ id, state: 'paused' }])
  unwrap(await second.lab.resume(id))
  expect((await second.lab.settled(id)).state).toBe('done')
  expect(bitsOf(trialsOf(second.lab, id))).toEqual(expected)
  const again = [...first.updates, ...second.updates].flatMap(({ ended }) => ended)
  expect(again).toHaveLength(72)
})

test('the same spec continues its unfinished sweep when asked to, and a changed one does not', async () => {
  const first = await openTestLab({ workerPath })
  const { id } = unwrap(await first.lab.start(MANY))
  await untilSomeEnded(first.updates)
  await first.lab.close()
  const second = await openTestLab({ workerPath, databasePath: first.databasePath })
  const same = unwrap(await second.lab.start({ ...MANY, name: 'Another name' }, { resumeEqual: true }))
  expect(same.id).toBe(id)
  await second.lab.settled(id)
  const other = unwrap(await second.lab.start(specOf({ seeds: [99] }), { resumeEqual: true }))
  expect(other.id).not.toBe(id)
  await second.lab.settled(other.id)
})

test('an unfinished sweep is not continued once its CSV file has changed', async () => {
  const file = path.join(temporaryFolder(), 'points.csv')
  const rows = (shift: number) =>
    Array.from({ length: 60 }, (_, row) => `${row + shift},${row % 7},${row % 2}`).join('\n')
  writeFileSync(file, rows(0))
  const spec = specOf({ ...MANY_SEEDS, task: { dataset: `csv:${file}` } })
  const first = await openTestLab({ workerPath })
  const { id } = unwrap(await first.lab.start(spec))
  await untilSomeEnded(first.updates)
  await first.lab.close()
  writeFileSync(file, rows(1000).replaceAll('3', '8'))
  const second = await openTestLab({ workerPath, databasePath: first.databasePath })
  const anew = unwrap(await second.lab.start(spec, { resumeEqual: true }))
  expect(anew.id).not.toBe(id)
  const { lab: straight } = await openTestLab({ workerPath })
  const expected = bitsOf(trialsOf(straight, await runSweep(straight, spec)))
  await second.lab.settled(anew.id)
  expect(bitsOf(trialsOf(second.lab, anew.id))).toEqual(expected)
})
