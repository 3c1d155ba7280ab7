import { readFile, rm } from 'node:fs/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import { z } from 'zod'

const ROOMS = ['Home', 'Lab', 'Reports', 'Learn', 'Cards', 'Quiz']

/** Milliseconds from the key of a room to its rail entry being the present one and the frame after. */
export function changeRoom(page: Page, key: number): Promise<number> {
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

/** A task of the page's main thread, in milliseconds. */
interface PageTask {
  /** By the clock: also what other threads took of the processor meanwhile. */
  readonly wall: number
  readonly processor: number
}

const traceEvent = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  dur: z.number().default(0),
  tdur: z.number().default(0),
  args: z.object({ name: z.string() }).partial().catch({}),
})
const traceFile = z.object({ traceEvents: z.array(traceEvent) })

/** The tasks of the page's main thread while `work` goes on, as Chromium's own trace has them. */
export async function pageTasks(
  app: ElectronApplication,
  work: () => Promise<void>,
): Promise<readonly PageTask[]> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'] }),
  )
  await work()
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  const { traceEvents } = traceFile.parse(JSON.parse(await readFile(file, 'utf8')))
  await rm(file)
  const places = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)} ${String(tid)}`),
  )
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && places.has(`${String(pid)} ${String(tid)}`))
    .map(({ dur, tdur }) => ({ wall: dur / 1000, processor: tdur / 1000 }))
}

/** `0 tasks over 50 ms, longest 38 ms (by processor time: 0, 30 ms)` */
export function tasksLine(tasks: readonly PageTask[]): string {
  const longest = (times: readonly number[]): string =>
    `${times.reduce((a, b) => Math.max(a, b), 0).toFixed(0)} ms`
  const over = (times: readonly number[]): string => String(times.filter((time) => time > 50).length)
  const wall = tasks.map((task) => task.wall)
  const processor = tasks.map((task) => task.processor)
  return `${over(wall)} tasks over 50 ms, longest ${longest(wall)} (by processor time: ${over(processor)}, ${longest(processor)})`
}

/** Frames that the page drew while `seconds` pass: how many a second, and the longest gap between two. */
export function frames(page: Page, seconds: number): Promise<{ perSecond: number; longest: number }> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<{ perSecond: number; longest: number }>((resolve) => {
        const start = performance.now()
        let [count, last, longest] = [0, start, 0]
        const draw = (now: number): void => {
          count += 1
          longest = Math.max(longest, now - last)
          last = now
          if (now - start < milliseconds) requestAnimationFrame(draw)
          else resolve({ perSecond: (1000 * count) / (now - start), longest })
        }
        requestAnimationFrame(draw)
      }),
    seconds * 1000,
  )
}

export interface Stalls {
  readonly p99: number
  readonly longest: number
}

/** How late the timers of the main process were while `seconds` pass, in ms: asked every millisecond. */
export function mainStalls(app: ElectronApplication, seconds: number): Promise<Stalls> {
  return app.evaluate(async (_electron, milliseconds) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const resolution = 1
    const delays = monitorEventLoopDelay({ resolution })
    delays.enable()
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    delays.disable()
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution)
    return { p99: late(delays.percentile(99)), longest: late(delays.max) }
  }, seconds * 1000)
}

declare global {
  var stallWatch: { readonly stop: () => Stalls } | undefined
}

/** The same while `work` goes on. */
export async function mainStallsDuring(app: ElectronApplication, work: () => Promise<void>): Promise<Stalls> {
  await app.evaluate(() => {
    if (globalThis.stallWatch !== undefined) return
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const resolution = 1
    const delays = monitorEventLoopDelay({ resolution })
    delays.enable()
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution)
    globalThis.stallWatch = {
      stop: () => {
        delays.disable()
        return { p99: late(delays.percentile(99)), longest: late(delays.max) }
      },
    }
  })
  await work()
  return app.evaluate(() => {
    const stalls = globalThis.stallWatch?.stop() ?? { p99: 0, longest: 0 }
    globalThis.stallWatch = undefined
    return stalls
  })
}
