import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Settings } from '@shared/ipc-contract'
import type { WindowState } from './window-state'

/**
 * What the window needs before it opens, and so before the engine is loaded: theme and place. A small JSON file
 * of its own; a damaged one means the defaults.
 */
export interface Preferences extends Settings {
  readonly window: WindowState | null
}

const DEFAULTS: Preferences = { theme: 'system', revectorizer: true, window: null }

const pixels = z.number().int().min(-100_000).max(100_000)
const size = z.number().int().min(1).max(100_000)
const SCHEMA = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** Files of version 0.1 lack it. */
  revectorizer: z.boolean().default(DEFAULTS.revectorizer),
  window: z
    .strictObject({ x: pixels, y: pixels, width: size, height: size, maximized: z.boolean() })
    .nullable(),
})

export interface PreferencesFile {
  read(): Preferences
  /** Replaces the given keys. @throws when the file cannot be written */
  write(change: Partial<Preferences>): void
}

function parse(text: string): Preferences {
  try {
    const parsed = SCHEMA.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : DEFAULTS
  } catch {
    return DEFAULTS
  }
}

export function openPreferences(file: string): PreferencesFile {
  let current = DEFAULTS
  try {
    current = parse(readFileSync(file, 'utf8'))
  } catch {
    // The first start: there is no file yet.
  }
  return {
    read: () => current,
    write: (change) => {
      const next = { ...current, ...change }
      writeFileSync(`${file}.new`, JSON.stringify(next))
      renameSync(`${file}.new`, file)
      current = next
    },
  }
}
