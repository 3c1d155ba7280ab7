import { fork } from 'node:child_process'
import { z } from 'zod'
import type { SelfTestReading } from '@workers/self-test/self-test-port'
import type { SelfTestChild, SelfTestMode } from './compare'

/** A process as Node or Electron gives it. */
export interface ChildProcess {
  readonly onMessage: (listener: (message: unknown) => void) => void
  readonly onEnd: (listener: () => void) => void
  /** Its standard error; null when there is none. */
  readonly errors: NodeJS.ReadableStream | null
  readonly ask: () => void
  readonly end: () => void
}

const READING = z.strictObject({ bits: z.string().length(16), milliseconds: z.number().positive() })

/** How V8 says that it does not know a switch. */
const UNKNOWN_SWITCH = /unrecognized flag (\S+)/g
const MOST_ERRORS = 100_000

/** Questions and answers over the messages of a process; one question at a time. */
export function selfTestChild(child: ChildProcess): SelfTestChild {
  let settleWarm: (failure: Error | null) => void = () => undefined
  const warm = new Promise<void>((resolve, reject) => {
    settleWarm = (failure) => {
      if (failure === null) resolve()
      else reject(failure)
    }
  })
  // Nobody may wait for it any more when the other process ended first.
  warm.catch(() => undefined)
  let errors = ''
  child.errors?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-MOST_ERRORS)
  })
  let waiting: { resolve: (reading: SelfTestReading) => void; reject: (reason: Error) => void } | null = null
  child.onMessage((message) => {
    if (message === 'warm') {
      settleWarm(null)
      return
    }
    const reading = READING.safeParse(message)
    if (reading.success) waiting?.resolve(reading.data)
    else waiting?.reject(new Error('The self-test answered something else'))
  })
  child.onEnd(() => {
    const ended = new Error('The self-test ended')
    settleWarm(ended)
    waiting?.reject(ended)
  })
  return {
    warm,
    unknownSwitches: () => Array.from(errors.matchAll(UNKNOWN_SWITCH), ([, name = '']) => name),
    read: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        child.ask()
      }),
    end: child.end,
  }
}

/** The self-test in a Node of its own. @param entry the bundled `kernel-self-test.cjs` */
export function startNodeChild(entry: string, mode: SelfTestMode): SelfTestChild {
  const child = fork(entry, [mode], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  return selfTestChild({
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => child.on('error', listener).on('exit', listener),
    errors: child.stderr,
    ask: () => child.send('read'),
    end: () => child.kill('SIGKILL'),
  })
}
