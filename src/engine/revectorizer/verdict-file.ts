import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { REVECTORIZER_OUTCOMES, REVECTORIZER_SWITCHES } from '@shared/revectorizer'
import type { Verdict } from './compare'

const SCHEMA = z.strictObject({
  /** What the verdict holds for: V8, processor and engine. */
  key: z.string().max(1000),
  /** `testing` is written before the test and replaced after it: whoever finds it knows that the test ended the program. */
  outcome: z.enum([...REVECTORIZER_OUTCOMES, 'testing']),
  gain: z.number().nullable(),
  switches: z.array(z.enum(REVECTORIZER_SWITCHES)),
})

export interface VerdictFile {
  /** The verdict for the key; null when there is none. A test that did not end has failed. */
  readonly read: (key: string) => Verdict | null
  readonly write: (key: string, verdict: Verdict) => void
  readonly markTesting: (key: string) => void
  readonly forget: () => void
}

/** A file that cannot be read or written means that the test runs again. */
export function verdictFile(file: string): VerdictFile {
  const write = (content: object): void => {
    try {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(`${file}.new`, JSON.stringify(content))
      renameSync(`${file}.new`, file)
    } catch {
      // The verdict holds for this session at least.
    }
  }
  return {
    read: (key) => {
      let held
      try {
        held = SCHEMA.safeParse(JSON.parse(readFileSync(file, 'utf8')))
      } catch {
        return null
      }
      if (!held.success || held.data.key !== key) return null
      const { outcome, gain, switches } = held.data
      return outcome === 'testing' ? { outcome: 'failed', gain, switches } : { outcome, gain, switches }
    },
    write: (key, verdict) => {
      write({ key, ...verdict })
    },
    markTesting: (key) => {
      write({ key, outcome: 'testing', gain: null, switches: [] })
    },
    forget: () => {
      rmSync(file, { force: true })
    },
  }
}
