import { expect, test } from 'vitest'
import { inTurns } from '../../../src/renderer/common/in-turns'

function* counted(steps: number[]): Generator<undefined, string> {
  for (let step = 0; step < 3; step++) {
    steps.push(step)
    yield
  }
  return 'done'
}

test('runs to the end, and lets others run at every break', async () => {
  const steps: number[] = []
  const between: number[] = []
  const timer = setInterval(() => between.push(steps.length))
  try {
    expect(await inTurns(counted(steps), () => true)).toBe('done')
  } finally {
    clearInterval(timer)
  }
  expect(steps).toEqual([0, 1, 2])
  expect(between.length).toBeGreaterThan(0)
})

test('is dropped when nobody waits for it any more', async () => {
  const steps: number[] = []
  expect(await inTurns(counted(steps), () => steps.length < 2)).toBeNull()
  expect(steps).toEqual([0, 1])
})
