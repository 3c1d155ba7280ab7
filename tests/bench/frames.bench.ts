import type { Page } from '@playwright/test'
import { test } from 'vitest'
import { openLab } from '../e2e/harness/lab-window'
import { enter, pasteSpec, untilState } from '../e2e/harness/person'
import { machineLine, print, spread } from './machine'

/** 20 configurations x 50 seeds, 201 points each. */
const SWEEP = `format: initlab-sweep/1
name: A thousand curves
task: {dataset: xor}
model:
  depth: [1, 2, 3, 4]
  width: 4
  init: [he-normal, xavier-normal, lecun-normal, orthogonal, {scheme: normal, std: 0.5}]
train: {steps: 200, learningRate: 0.05}
record: {every: 1}
seeds: {first: 0, count: 50}
`

const VIEWS = ['Overview', 'Verdicts', 'Seeds', 'Grid', 'Facets', 'Layers', 'Compare', 'Trials']
const MOVES = 120

/** Milliseconds between the frames that the page draws until `stop` is called. */
async function watchFrames(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const gaps: number[] = []
    let last = performance.now()
    const draw = (now: number): void => {
      gaps.push(now - last)
      last = now
      if (!('framesDone' in window)) requestAnimationFrame(draw)
    }
    Reflect.deleteProperty(window, 'framesDone')
    requestAnimationFrame(draw)
    Object.assign(window, { frameGaps: gaps })
  })
  return async () => {
    const gaps = await page.evaluate((): unknown => {
      Object.assign(window, { framesDone: true })
      return Reflect.get(window, 'frameGaps')
    })
    return Array.isArray(gaps) ? gaps.filter((gap) => typeof gap === 'number') : []
  }
}

function line(name: string, gaps: readonly number[]): string {
  const { median, p95 } = spread(gaps)
  return `${name} ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`
}

/** Over the largest chart, or over the table where there is none. */
async function hover(page: Page): Promise<readonly number[]> {
  const chart = page.locator('main div[role=img] canvas, main table').first()
  const box = await chart.boundingBox()
  if (box === null) return []
  const stop = await watchFrames(page)
  for (let move = 0; move < MOVES; move += 1) {
    const share = move / MOVES
    await page.mouse.move(
      box.x + box.width * (0.1 + 0.8 * share),
      box.y + Math.min(box.height, 320) * (0.5 + 0.3 * Math.sin(share * 12)),
    )
    await page.waitForTimeout(16)
  }
  return stop()
}

async function scroll(page: Page): Promise<readonly number[]> {
  const stop = await watchFrames(page)
  for (let turn = 0; turn < MOVES; turn += 1) {
    await page.mouse.wheel(0, turn < MOVES / 2 ? 60 : -60)
    await page.waitForTimeout(16)
  }
  return stop()
}

test('frames while hovering and scrolling over 1,000 trials of 201 points', async () => {
  const lab = await openLab()
  try {
    const { page } = lab
    await enter(page, 'Lab')
    await pasteSpec(page, SWEEP)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await untilState(page, 'Done')
    await page.waitForTimeout(6000)
    print(
      `\nMilliseconds from frame to frame, 1,000 trials of 201 points (16.7 is 60 a second). ${machineLine()}`,
    )
    for (const view of VIEWS) {
      await page.getByRole('tab', { name: view, exact: true }).click()
      await page.waitForTimeout(3000)
      const hovering = await hover(page)
      const scrolling = await scroll(page)
      print(`  ${view}: ${line('hovering', hovering)}; ${line('scrolling', scrolling)}`)
    }
  } finally {
    await lab.close()
  }
})
