import { expect, test } from 'vitest'
import { trialTimer } from '@engine/sweep/forecast'
import type { SweepPlan } from '@engine/sweep/sweep-plan'
import type { WorkerPool } from '@engine/sweep/worker-pool'
import type { WorkerTask } from '@workers/trial-task'
import { openTestControl } from './control-fixture'
import { specOf, unwrap } from './lab-fixture'

const CLOCK = { timestamp: () => '', elapsed: () => 0 }

/** A plan of configurations with these operations; what a timer reads of it and nothing else. */
function planOf(flops: readonly number[], updateFlops = 1e6): SweepPlan {
  const configurations = flops.map((count, index) => ({
    configuration: { settings: {}, label: '', point: {} },
    data: {},
    cost: { bytes: 1, flops: count, updateFlops, steps: 1, sourceSteps: 0, points: 1 },
    limitMilliseconds: 1,
    identityText: `configuration ${String(index)}`,
  }))
  const plan: unknown = { configurations, expansion: { seeds: [7] } }
  if (!isPlan(plan)) throw new Error('no plan')
  return plan
}

function isPlan(plan: unknown): plan is SweepPlan {
  return typeof plan === 'object' && plan !== null && 'configurations' in plan
}

interface FakePool {
  readonly pool: WorkerPool
  readonly tasks: WorkerTask[]
}

/** Trials take `seconds`, and a calibration gives 1e-9 seconds an operation. */
function fakePool(seconds: (trials: number) => readonly (number | null)[]): FakePool {
  const tasks: WorkerTask[] = []
  const run = (task: WorkerTask): Promise<unknown> => {
    tasks.push(task)
    if (task.kind === 'calibrate') return Promise.resolve({ kind: 'calibration', secondsPerFlop: 1e-9 })
    if (task.kind !== 'timings') return Promise.reject(new Error('unasked'))
    const timings = { seconds: seconds(task.trials.length), warmUpSeconds: 0.25, busySeconds: 0 }
    return Promise.resolve({ kind: 'timings', timings })
  }
  return { pool: { size: 1, threads: () => 1, run, close: () => Promise.resolve() }, tasks }
}

test('trials are timed once, and remembered', async () => {
  const { pool, tasks } = fakePool((trials) => Array.from({ length: trials }, (_, index) => index + 1))
  const timer = trialTimer(pool, CLOCK)
  const plan = planOf([10, 20, 30])
  expect(unwrap(await timer.measure(plan))).toEqual({ seconds: [1, 2, 3], startSeconds: 0.25 })
  expect(unwrap(await timer.measure(plan)).seconds).toEqual([1, 2, 3])
  expect(tasks).toHaveLength(1)
})

test('what was not timed takes as much as the nearest, by their operations', async () => {
  const { pool } = fakePool(() => [2, null, null, 40])
  const { seconds } = unwrap(await trialTimer(pool, CLOCK).measure(planOf([1e6, 2e6, 0.5e9, 1e9])))
  expect(seconds[1]).toBeCloseTo(4, 4)
  expect(seconds[2]).toBeCloseTo(20, 4)
})

test('of many configurations some are timed', async () => {
  const { pool, tasks } = fakePool((trials) => Array<number>(trials).fill(0.5))
  const { seconds } = unwrap(await trialTimer(pool, CLOCK).measure(planOf(Array<number>(1000).fill(1e6))))
  const [task] = tasks
  expect(task?.kind === 'timings' && task.trials.length).toBeLessThan(30)
  expect(new Set(seconds)).toEqual(new Set([0.5]))
})

test('a trial whose single update is too large to be tried goes by the rate of wide layers', async () => {
  const { pool, tasks } = fakePool(() => [])
  const { seconds } = unwrap(await trialTimer(pool, CLOCK).measure(planOf([5e12], 1e11)))
  expect(seconds).toEqual([5000])
  expect(tasks.map(({ kind }) => kind)).toEqual(['calibrate'])
})

test('a thread that fails is told, and asked again the next time', async () => {
  let fails = true
  const { pool } = fakePool(() => [1])
  const failing: WorkerPool = {
    ...pool,
    run: (task) => (fails ? Promise.reject(new Error('ended')) : pool.run(task)),
  }
  const timer = trialTimer(failing, CLOCK)
  expect(await timer.measure(planOf([1]))).toMatchObject({ ok: false, error: { code: 'worker-fault' } })
  fails = false
  expect(unwrap(await timer.measure(planOf([1]))).seconds).toEqual([1])
})

test('the wall time is that of all trials on all workers, or of the longest', async () => {
  // The worker of these tests says 0.2 s for each trial.
  const { control } = openTestControl({ workers: 2 })
  const many = specOf({ model: { depth: 1, width: 4, init: 'he-normal' }, seeds: { first: 9100, count: 20 } })
  const one = specOf({ model: { depth: 1, width: 4, init: 'he-normal' }, seeds: [9200] })
  const forecast = unwrap(await control.forecast(many))
  const single = unwrap(await control.forecast(one))
  expect(forecast.trials).toBe(20)
  expect(forecast.seconds - single.seconds).toBeGreaterThan(1.7)
  expect(forecast.seconds - single.seconds).toBeLessThan(1.9)
})
