import { expect, it } from 'vitest'
import { interruptListener } from '../../src/cli/interrupts'

it('takes the signals of one Ctrl+C as one', () => {
  let now = 0
  const calls: string[] = []
  const clock = { timestamp: () => '', elapsed: () => now }
  const listen = interruptListener(
    clock,
    () => calls.push('first'),
    () => calls.push('again'),
  )
  for (now of [100, 105, 599]) listen()
  expect(calls).toEqual(['first'])
  for (now of [600, 601]) listen()
  expect(calls).toEqual(['first', 'again', 'again'])
})
