import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { test } from 'vitest'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from '../e2e/harness/lab-calls'
import { openLab } from '../e2e/harness/lab-window'
import { machineLine, print, spread } from './machine'

const ROOMS = ['Home', 'Lab', 'Reports', 'Learn', 'Cards', 'Quiz']

/** Milliseconds from the start of the process to the page's first contentful paint, on a fresh user folder. */
async function coldStart(): Promise<number> {
  const userData = await mkdtemp(path.join(os.tmpdir(), 'init-lab-cold-'))
  const { executable } = await findElectron(() => undefined)
  const options = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const spawned = Date.now()
  const child = spawn(executable, [...options, '--remote-debugging-port=0', repository], {
    env: { ...process.env, INITLAB_USER_DATA: userData },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let heard = ''
  const address = await new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(heard)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  // Looking at the page while it starts would slow it.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  const browser = await chromium.connectOverCDP(address)
  const painted = await browser
    .contexts()[0]
    ?.pages()[0]
    ?.evaluate(() => {
      const entry = performance.getEntriesByName('first-contentful-paint')[0]
      return entry === undefined ? Infinity : performance.timeOrigin + entry.startTime
    })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  return (painted ?? Infinity) - spawned
}

/** Milliseconds from the key of a room to its rail entry being the present one and the frame after. */
function changeRoom(page: Page, key: number): Promise<number> {
  return page.evaluate(
    ({ digit, name }) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        const look = (): void => {
          const here = document.querySelector('[aria-current="page"]')?.textContent.includes(name) === true
          requestAnimationFrame(here ? () => resolve(performance.now() - start) : look)
        }
        window.dispatchEvent(new KeyboardEvent('keydown', { key: digit, ctrlKey: true, cancelable: true }))
        look()
      }),
    { digit: String(key), name: ROOMS[key - 1]! },
  )
}

/** The renderer's tasks over 50 ms while `seconds` pass. */
function longTasks(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<number[]>((resolve) => {
        const tasks: number[] = []
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration)
        })
        observer.observe({ entryTypes: ['longtask'] })
        setTimeout(() => resolve(tasks), milliseconds)
      }),
    seconds * 1000,
  )
}

test('cold start', async () => {
  const times: number[] = []
  for (let round = 0; round < 7; round++) times.push(await coldStart())
  const { median, p95 } = spread(times)
  print(`\nThe window. ${machineLine()}`)
  print(`From spawn to first contentful paint: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of 7`)
})

test('change of room, and the renderer while a sweep runs', async () => {
  const lab = await openLab()
  const run = lab.page.getByRole('button', { name: /^Run/ }).first()
  await run.waitFor()
  const changes: number[] = []
  for (let round = 0; round < 5; round++) {
    for (const key of [2, 3, 4, 5, 6, 1]) changes.push(await changeRoom(lab.page, key))
  }
  const { median, p95 } = spread(changes)
  print(
    `From key to another room: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${String(changes.length)}`,
  )
  await run.click()
  const tasks = await longTasks(lab.page, 15)
  const longest = Math.max(0, ...tasks)
  print(
    `While he-vs-xavier-depth runs, 15 s: ${String(tasks.length)} tasks over 50 ms, longest ${longest.toFixed(0)} ms`,
  )
  const list = await callLab(lab.page, 'library:list', {})
  if (list.ok && list.value[0] !== undefined) {
    await callLab(lab.page, 'sweep:pause', { sweepId: list.value[0].id })
  }
  await lab.close()
})
