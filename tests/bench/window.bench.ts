import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { test } from 'vitest'
import { findElectron } from '../../scripts/electron-runtime.mjs'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from '../e2e/harness/lab-calls'
import { openLab } from '../e2e/harness/lab-window'
import { pasteSpec } from '../e2e/harness/person'
import { machineLine, print, spread } from './machine'
import { changeRoom, frames, mainStalls, pageTasks, tasksLine, type Stalls } from './window-measures'

const SECONDS = 20

/** The first preset with so many seeds that it outlasts the measurement. */
const LONG_SWEEP = `format: initlab-sweep/1
name: A long sweep
task:
  dataset: digits8x8
model:
  depth: [3, 10, 20]
  width: 32
  activation: relu
  init: [he-normal, xavier-normal]
train:
  optimizer: sgd
  learningRate: 0.03
  batchSize: 32
  steps: 400
record:
  every: 10
seeds: {first: 0, count: 600}
`

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

test('cold start', async () => {
  const times: number[] = []
  for (let round = 0; round < 7; round++) times.push(await coldStart())
  const { median, p95 } = spread(times)
  print(`\nThe window. ${machineLine()}`)
  print(`From spawn to first contentful paint: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of 7`)
})

test('change of room', async () => {
  const lab = await openLab()
  await lab.page.getByRole('button', { name: /^Run/ }).first().waitFor()
  const changes: number[] = []
  for (let round = 0; round < 5; round++) {
    for (const key of [2, 3, 4, 5, 6, 1]) changes.push(await changeRoom(lab.page, key))
  }
  const { median, p95 } = spread(changes)
  print(
    `From key to another room: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${String(changes.length)}`,
  )
  const first = changes.slice(0, 6).map((time) => time.toFixed(0))
  print(`The first visit of each right after the start, Lab to Quiz, then Home again: ${first.join(', ')} ms`)
  await lab.close()
})

test('the first visit of the Lab, once the window has read all rooms', async () => {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const lab = await openLab()
    await lab.page.getByRole('button', { name: /^Run/ }).first().waitFor()
    await new Promise((resolve) => setTimeout(resolve, 4000))
    times.push(await changeRoom(lab.page, 2))
    await lab.close()
  }
  print(
    `The first visit of the Lab 4 s after the start: ${times.map((time) => time.toFixed(0)).join(', ')} ms`,
  )
})

test('the window while a sweep runs on every core', async () => {
  const lab = await openLab()
  await lab.page.getByRole('button', { name: 'New sweep' }).click()
  await pasteSpec(lab.page, LONG_SWEEP)
  await lab.page.getByRole('button', { name: 'Start', exact: true }).click()
  await lab.page.getByRole('progressbar', { name: 'Trials by state' }).waitFor()
  let drawn = { perSecond: 0, longest: 0 }
  let stalls: Stalls = { p99: 0, longest: 0 }
  const tasks = await pageTasks(lab.app, async () => {
    ;[drawn, stalls] = await Promise.all([frames(lab.page, SECONDS), mainStalls(lab.app, SECONDS)])
  })
  const list = await callLab(lab.page, 'library:list', {})
  const summary = list.ok ? list.value[0] : undefined
  const ended = summary === undefined ? 0 : summary.counts.done + summary.counts.stalled
  print(`While a sweep runs on every core, ${String(SECONDS)} s, ${String(ended)} trials ended:`)
  print(`  page: ${tasksLine(tasks)}`)
  print(`  page: ${drawn.perSecond.toFixed(0)} frames/s, longest gap ${drawn.longest.toFixed(0)} ms`)
  print(`  main process: stalls p99 ${stalls.p99.toFixed(1)} ms, longest ${stalls.longest.toFixed(1)} ms`)
  if (summary !== undefined) await callLab(lab.page, 'sweep:pause', { sweepId: summary.id })
  await lab.close()
})
