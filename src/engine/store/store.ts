import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Clock } from '../clock'
import type { Connection } from './database'
import { keepDailyBackup, openDatabase } from './open-database'
import { settingsTable } from './settings-table'
import type { SettingsTable } from './settings-table'
import { studyEventsTable } from './study-events-table'
import type { StudyEventsTable } from './study-events-table'
import { sweepsTable } from './sweeps-table'
import type { SweepsTable } from './sweeps-table'
import { trialsTable } from './trials-table'
import type { TrialsTable } from './trials-table'

/** The library on disk: one SQLite file, one connection. */
export interface Store {
  readonly sweeps: SweepsTable
  readonly trials: TrialsTable
  readonly settings: SettingsTable
  readonly studyEvents: StudyEventsTable
  /** Counts the starts of the program on this library. */
  readonly session: number
  readonly notices: readonly string[]
  readonly close: () => void
}

/** Notes that the program started, and that nothing runs any more. */
function beginSession(settings: SettingsTable, sweeps: SweepsTable, session: number): Result<unknown> {
  const written = settings.set('session', String(session))
  return written.ok ? sweeps.interruptRunning() : written
}

/** The store over an open connection: tests pass one with a fault of their own. */
export function storeOn(
  connection: Connection,
  backUp: () => void,
  notices: readonly string[],
): Result<Store> {
  const settings = settingsTable(connection)
  const sweeps = sweepsTable(connection)
  const before = settings.get('session')
  if (!before.ok) return before
  const session = (Number(before.value ?? '0') || 0) + 1
  const begun = beginSession(settings, sweeps, session)
  // With a full disk everything can still be read.
  if (!begun.ok && begun.error.code !== 'store-full') return begun
  return success({
    sweeps,
    trials: trialsTable(connection),
    settings,
    studyEvents: studyEventsTable(connection),
    session,
    notices: begun.ok ? notices : [...notices, begun.error.message],
    close: () => {
      try {
        backUp()
      } catch {
        // A folder that is gone, or cannot be read any more, must not keep the program from ending.
      } finally {
        connection.close()
      }
    },
  })
}

/** `backups`: whether the end of a session leaves a copy beside the library. */
export function openStore(path: string, clock: Clock, backups = true): Result<Store> {
  const opened = openDatabase(path, clock)
  if (!opened.ok) return opened
  const backUp = (): void => {
    if (backups) keepDailyBackup(opened.value.connection, path, clock)
  }
  const store = storeOn(opened.value.connection, backUp, opened.value.notices)
  if (!store.ok) opened.value.connection.close()
  return store
}
