import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '@engine/clock'

/** At this size the log starts anew; one older file is kept. */
const LOG_LIMIT_BYTES = 1_000_000

export interface FailureLog {
  /** Writes one entry; never throws. */
  readonly write: (where: string, what: unknown) => void
}

function textOf(what: unknown): string {
  return what instanceof Error ? (what.stack ?? what.message) : String(what)
}

/** The log of bugs and refusals, for the person's "details to copy". Nothing is ever sent anywhere. */
export function openFailureLog(file: string): FailureLog {
  return {
    write: (where, what) => {
      try {
        mkdirSync(path.dirname(file), { recursive: true })
        const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
        if (bytes > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
        appendFileSync(file, `${systemClock.timestamp()} ${where}: ${textOf(what)}\n`)
      } catch (error) {
        process.stderr.write(`The log ${file} cannot be written: ${textOf(error)}\n`)
      }
    },
  }
}
