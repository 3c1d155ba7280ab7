import { stat } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'vitest'
import { openLab, type LabWindow } from '../e2e/harness/lab-window'
import { enter, pasteSpec, summaryNamed, valueOf } from '../e2e/harness/person'
import { answerDialogs } from '../e2e/harness/stand-ins'
import { callLab } from '../e2e/harness/lab-calls'
import { machineLine, print, spread } from './machine'
import { changeRoom, mainStallsDuring, pageTasks, tasksLine, type Stalls } from './window-measures'

const NAME = 'Quick trials'

/** 1,000 trials of some milliseconds, with 36 MB of layer statistics. */
const QUICK_SWEEP = `format: initlab-sweep/1
name: ${NAME}
task:
  dataset: digits8x8
model:
  depth: 10
  width: 32
  activation: relu
  init: [he-normal, xavier-normal]
train:
  optimizer: sgd
  learningRate: 0.03
  batchSize: 32
  steps: 100
record:
  every: 2
seeds: {first: 0, count: 500}
`

/** Asks the main process: looking for words in the page would take its time. */
async function untilDone({ page }: LabWindow): Promise<void> {
  for (let state = ''; state !== 'done';) {
    await page.waitForTimeout(500)
    state = valueOf(await callLab(page, 'library:list', {}))[0]?.state ?? ''
  }
}

/** Lab and Home in turn. */
async function roomChanges({ page }: LabWindow, rounds: number): Promise<string> {
  const changes: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const key of [1, 2]) {
      changes.push(await changeRoom(page, key))
      await page.waitForTimeout(300)
    }
  }
  const { median } = spread(changes)
  return `change of room median ${median.toFixed(0)} ms, longest ${Math.max(...changes).toFixed(0)} ms of ${String(changes.length)}`
}

/** Milliseconds from a press on the report's line to the room of the report, and to the frame with both charts. */
function openReport({ page }: LabWindow, name: string): Promise<{ room: number; charts: number }> {
  return page.evaluate(
    (wanted) =>
      new Promise<{ room: number; charts: number }>((resolve) => {
        const link = [...document.querySelectorAll('a')].find(
          (candidate) => candidate.textContent.trim() === wanted,
        )
        if (link === undefined) throw new Error(`No report named ${wanted} in the list`)
        const start = performance.now()
        let room = 0
        const look = (): void => {
          const now = performance.now() - start
          if (room === 0 && document.querySelector('a[href="#/reports"]') !== null) room = now
          const isDrawn = room > 0 && document.querySelectorAll('canvas').length >= 2
          requestAnimationFrame(isDrawn ? () => resolve({ room, charts: performance.now() - start }) : look)
        }
        link.click()
        look()
      }),
    name,
  )
}

test('the window with 1,000 quick trials', async () => {
  const lab = await openLab()
  const { page } = lab
  await page.getByRole('button', { name: 'New sweep' }).click()
  await pasteSpec(page, QUICK_SWEEP)
  let running: Stalls = { p99: 0, longest: 0 }
  const tasks = await pageTasks(lab.app, async () => {
    running = await mainStallsDuring(lab.app, async () => {
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await untilDone(lab)
      await page.waitForTimeout(1500)
    })
  })
  let rooms = ''
  const roomTasks = await pageTasks(lab.app, async () => {
    rooms = await roomChanges(lab, 5)
  })
  print(`\n1,000 quick trials with their layers. ${machineLine()}`)
  print(`While they run:`)
  print(`  page: ${tasksLine(tasks)}`)
  print(`  main process: stalls p99 ${running.p99.toFixed(1)} ms, longest ${running.longest.toFixed(1)} ms`)
  print(`The finished sweep in the Lab: ${rooms}; ${tasksLine(roomTasks)}`)

  const { id } = await summaryNamed(page, NAME)
  const file = path.join(lab.userData, 'quick.initlab')
  await answerDialogs(lab.app, { saveFile: file })
  const saving = await mainStallsDuring(lab.app, async () => {
    valueOf(await callLab(page, 'report:save-dialog', { sweepId: id }))
  })
  const megabytes = (await stat(file)).size / 2 ** 20
  print(
    `Saving its report, ${megabytes.toFixed(0)} MB: main process: stalls p99 ${saving.p99.toFixed(1)} ms, longest ${saving.longest.toFixed(1)} ms`,
  )

  // A window that has not seen the sweep: nothing of it is in the page's memory.
  await page.reload()
  await enter(page, 'Reports')
  await page.getByRole('link', { name: NAME, exact: true }).waitFor()
  await page.waitForTimeout(1000)
  let opened = { room: 0, charts: 0 }
  let reading: Stalls = { p99: 0, longest: 0 }
  const opening = await pageTasks(lab.app, async () => {
    reading = await mainStallsDuring(lab.app, async () => {
      opened = await openReport(lab, NAME)
      await page.waitForTimeout(1500)
    })
  })
  print(
    `Opening its report: room after ${opened.room.toFixed(0)} ms, charts after ${opened.charts.toFixed(0)} ms; page: ${tasksLine(opening)}`,
  )
  print(`  main process: stalls p99 ${reading.p99.toFixed(1)} ms, longest ${reading.longest.toFixed(1)} ms`)
  await lab.close()
})
