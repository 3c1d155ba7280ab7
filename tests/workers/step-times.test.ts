import { expect, test } from 'vitest'
import { StepTimes } from '@workers/step-times'

/** When each step of a run began: a plain step takes 2, a recorded one 5 and, past step 40, 3. */
function began(last: number, every: number, slower = 1): [number, number][] {
  const times: [number, number][] = []
  let at = 100
  for (let step = 0; step <= last; step += 1) {
    times.push([step, at])
    at += (step % every !== 0 ? 2 : step <= 40 ? 5 : 3) * slower
  }
  return times
}

test('the rest of a trial is its plain and its recorded steps, with the looks at dead units', () => {
  const times = new StepTimes(1000)
  times.take(began(52, 5), null, 5)
  // Steps 1 to 999: 99 recorded, of which 4 up to step 40 and 23 after it look at the units.
  expect(times.rest(10)).toBe(900 * 2 + 27 * 5 + 72 * 3)
  expect(times.rest(Infinity)).toBe(999 * 2)
})

test('the least of several runs counts', () => {
  const times = new StepTimes(31)
  times.take(began(30, 5, 3), null, 5)
  times.take(began(30, 5), null, 5)
  times.take(began(30, 5, 2), null, 5)
  expect(times.rest(10)).toBe(27 * 2 + 3 * 5)
})

test('a trial that diverged on the way ends there, and one without further steps takes none', () => {
  const times = new StepTimes(1000)
  times.take(began(9, 5), 9, 5)
  expect(times.rest(10)).toBe(8 * 2)
  expect(new StepTimes(0).rest(1)).toBe(0)
  expect(new StepTimes(1).rest(1)).toBe(0)
})

test('a trial that was stopped early takes what its steps took so far', () => {
  const times = new StepTimes(101)
  times.take(began(3, 10), null, 10)
  expect(times.rest(10)).toBe(100 * 2)
})
