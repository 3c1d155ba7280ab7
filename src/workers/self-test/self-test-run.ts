import { openMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import { workerElapsed } from '../worker-clock'
import type { SelfTestReading } from './self-test-port'
import { SELF_TEST_TRAININGS, TIMED_TRAINING } from './self-test-trainings'
import { createTrainingDigest } from './training-digest'

const WARM_UP_MILLISECONDS = 50
/** Of one timing; the two processes of a self-test take turns with it. */
const TIMED_MILLISECONDS = 12

const HOOKS = { proceed: () => true }

/** A self-test that is warm: each reading times the kernels for some milliseconds more. */
export function openSelfTest(): () => SelfTestReading {
  const machine = openMachine('simd')
  const digest = createTrainingDigest()
  for (const { settings, data } of [...SELF_TEST_TRAININGS, TIMED_TRAINING]) {
    digest.add(train(settings, { target: data, source: null }, 0, HOOKS, machine))
  }
  const bits = digest.text()
  const timeFor = (limit: number): number => {
    const { settings, data } = TIMED_TRAINING
    let milliseconds = Infinity
    for (const start = workerElapsed(); workerElapsed() - start < limit;) {
      const before = workerElapsed()
      train(settings, { target: data, source: null }, 0, HOOKS, machine)
      milliseconds = Math.min(milliseconds, workerElapsed() - before)
    }
    return milliseconds
  }
  timeFor(WARM_UP_MILLISECONDS)
  return () => ({ bits, milliseconds: timeFor(TIMED_MILLISECONDS) })
}
