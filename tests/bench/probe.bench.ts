import type { Page } from '@playwright/test'
import { test } from 'vitest'
import { openLab } from '../e2e/harness/lab-window'
import { pasteSpec } from '../e2e/harness/person'
import { machineLine, print, spread } from './machine'

const EDITS = 20

function sweep(width: number, depth: number, scheme: 'he-normal' | 'xavier-normal'): string {
  return `format: initlab-sweep/1
name: Probed
task:
  dataset: digits8x8
model:
  depth: ${String(depth)}
  width: ${String(width)}
  activation: relu
  init: ${scheme}
train:
  steps: 100
seeds: {first: 0, count: 10}
`
}

/** In the page: notes the time from each press of a button to the frame after the chart's text changed. */
async function watchChart(page: Page): Promise<void> {
  await page.evaluate(() => {
    const chart = document.querySelector('section[aria-label="Before training"] div[role=img]')
    if (chart === null) throw new Error('the probe has no chart')
    const times: number[] = []
    let begun = 0
    window.addEventListener('pointerdown', () => (begun = performance.now()), true)
    new MutationObserver(() => {
      requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - begun)))
    }).observe(chart, { attributes: true, attributeFilter: ['aria-label'] })
    Object.assign(window, { probeTimes: times })
  })
}

async function timesOf(page: Page): Promise<readonly number[]> {
  const times = await page.evaluate((): unknown => Reflect.get(window, 'probeTimes'))
  return Array.isArray(times) ? times.filter((time) => typeof time === 'number') : []
}

async function measure(page: Page, width: number, depth: number): Promise<void> {
  await pasteSpec(page, sweep(width, depth, 'he-normal'))
  await page.waitForTimeout(1500)
  // Something to undo, which changes what the chart says.
  await pasteSpec(page, sweep(width, depth, 'xavier-normal'))
  await page.waitForTimeout(1500)
  await page.getByRole('tab', { name: /trials?$/ }).click()
  await watchChart(page)
  for (let edit = 0; edit < EDITS; edit += 1) {
    await page.getByRole('button', { name: edit % 2 === 0 ? /^Undo/ : /^Redo/ }).click()
    await page.waitForTimeout(400)
  }
  const times = await timesOf(page)
  const { median, p95, least } = spread(times)
  const [middle, most, fewest] = [median, p95, least].map((time) => time.toFixed(0))
  print(
    `  width ${String(width)}, depth ${String(depth)}: ${String(times.length)} edits, median ${middle ?? ''} ms, p95 ${most ?? ''} ms, least ${fewest ?? ''} ms`,
  )
}

test('the instant probe, from an edit to its chart', async () => {
  const lab = await openLab()
  try {
    const { page } = lab
    await page.keyboard.press('Control+2')
    await page.waitForTimeout(1000)
    print(`From an edit to the drawn chart. ${machineLine()}`)
    for (const [width, depth] of [
      [32, 10],
      [64, 20],
      [256, 20],
    ] as const)
      await measure(page, width, depth)
  } finally {
    await lab.close()
  }
})
