import { test } from 'vitest'
import { openLab } from '../e2e/harness/lab-window'
import { machineLine, print, spread } from './machine'

test('cold start and change of room', async () => {
  const starts: number[] = []
  const changes: number[] = []
  for (let round = 0; round < 7; round++) {
    const start = performance.now()
    const lab = await openLab()
    await lab.page.getByRole('button', { name: /^Run/ }).first().waitFor()
    starts.push(performance.now() - start)
    for (const [keys, room] of [
      ['Control+3', 'Reports'],
      ['Control+2', 'Lab'],
      ['Control+1', 'Home'],
    ] as const) {
      const pressed = performance.now()
      await lab.page.keyboard.press(keys)
      await lab.page.locator(`[aria-current="page"]`, { hasText: room }).waitFor()
      changes.push(performance.now() - pressed)
    }
    await lab.close()
  }
  const start = spread(starts)
  const change = spread(changes)
  print(`\nThe window, under automation. ${machineLine()}`)
  print(
    `From spawn to Home with its presets: median ${start.median.toFixed(0)} ms, p95 ${start.p95.toFixed(0)} ms of 7`,
  )
  print(
    `From key to another room: median ${change.median.toFixed(0)} ms, p95 ${change.p95.toFixed(0)} ms of 21`,
  )
})
