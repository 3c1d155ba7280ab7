import type { SweepUpdate } from '@shared/sweep'
import { describe, expect, test } from 'vitest'
import { useNotices } from '../../../src/renderer/stores/notices'
import { useSweepRun } from '../../../src/renderer/stores/sweep-run'
import { cannedResults, HE_OR_XAVIER, ZEROS } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'

describe('a running sweep', () => {
  test('gathers its rows, each once, and ends with a notice', async () => {
    const lab = useFakeLab({ trialsPerTick: 25 })
    const run = useSweepRun()
    run.follow()
    expect(await run.start(ZEROS)).toBe(true)
    lab.tick()
    expect(run.results?.trials).toHaveLength(25)
    expect(run.isRunning).toBe(true)
    lab.tick()
    lab.tick()
    expect(run.results?.trials).toHaveLength(60)
    expect(run.state).toBe('done')
    expect(run.endedShare).toBe(1)
    expect(run.results?.summary.state).toBe('done')
    expect(useNotices().latest?.title).toBe('“Why zeros fail” is done')
  })

  test('a row that the results hold already does not count twice', async () => {
    const held = cannedResults(4, ZEROS, { state: 'running', share: 0.5 })
    useFakeLab({ library: [held] })
    const run = useSweepRun()
    await run.attach(4)
    run.receive(update(4, held.trials.slice(0, 3)))
    expect(run.results?.trials).toHaveLength(30)
  })

  test('rows that come before the results are not lost', async () => {
    const held = cannedResults(4, ZEROS, { state: 'running', share: 0.5 })
    const whole = cannedResults(4, ZEROS)
    useFakeLab({ library: [held] })
    const run = useSweepRun()
    const reading = run.attach(4)
    run.receive(update(4, whole.trials.slice(30, 32)))
    await reading
    expect(run.results?.trials).toHaveLength(32)
  })

  test('pauses, resumes and cancels', async () => {
    const lab = useFakeLab()
    const run = useSweepRun()
    run.follow()
    await run.start(ZEROS)
    lab.tick()
    await run.pause()
    expect(run.isPaused).toBe(true)
    await run.resume(1)
    lab.tick()
    expect(run.isRunning).toBe(true)
    await run.cancel()
    expect(run.state).toBe('cancelled')
    expect(run.results?.trials).toHaveLength(6)
  })

  test('a sweep that runs already is found, and another one is left alone', async () => {
    const held = cannedResults(7, HE_OR_XAVIER, { state: 'running', share: 0.1 })
    useFakeLab({ library: [held] })
    const run = useSweepRun()
    await run.findRunning([held.summary])
    expect(run.sweepId).toBe(7)
    run.receive(update(8, []))
    expect(run.sweepId).toBe(7)
    run.forget(7)
    expect(run.results).toBeNull()
  })

  test('a refused start says why and leaves the builder in place', async () => {
    useFakeLab({ failing: { 'sweep:start': 'Another sweep is running.' } })
    const run = useSweepRun()
    expect(await run.start(ZEROS)).toBe(false)
    expect(run.onBench).toBe(false)
    expect(useNotices().latest?.description).toBe('Another sweep is running.')
  })
})

function update(sweepId: number, ended: SweepUpdate['ended']): SweepUpdate {
  const counts = { queued: 28, running: 2, done: 30, stalled: 0, diverged: 0, cancelled: 0, error: 0 }
  return {
    sweepId, state: 'running', counts, trialsPerSecond: 1, etaSeconds: 30, workers: 2, workersBusy: 2, running: [], ended, notice: null,
  } // prettier-ignore
}
