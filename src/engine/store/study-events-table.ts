import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { studyEvent } from '@shared/study/study-event'
import type { RecordedEvent, StudyEvent } from '@shared/study/study-event'
import { integer, json, selection, text } from './columns'
import { DamagedRow } from './database'
import type { Connection, Row } from './database'

export interface StudyEventsTable {
  /** All of them, in order. */
  readonly all: () => Result<readonly RecordedEvent[]>
  readonly add: (
    at: string,
    session: number,
    events: readonly StudyEvent[],
  ) => Result<readonly RecordedEvent[]>
  /** Takes events away, all or none. */
  readonly remove: (ids: readonly number[]) => Result<null>
}

const COLUMNS = { id: 'integer', at: 'text', session: 'integer', document: 'text' } as const

function eventOf(row: Row): RecordedEvent {
  const parsed = studyEvent.safeParse(json(row, 'document'))
  if (!parsed.success) throw new DamagedRow('The library is damaged: an event of the school cannot be read.')
  return { id: integer(row, 'id'), at: text(row, 'at'), session: integer(row, 'session'), event: parsed.data }
}

export function studyEventsTable(connection: Connection): StudyEventsTable {
  return {
    all: () =>
      connection.read((statements) =>
        statements.all(`SELECT ${selection(COLUMNS)} FROM study_events ORDER BY id`, []).map(eventOf),
      ),
    add: (at, session, events) => {
      const ids = connection.transaction((statements) =>
        events.map(
          (event) =>
            statements.run('INSERT INTO study_events(at, session, document) VALUES (?, ?, ?)', [
              at,
              session,
              JSON.stringify(event),
            ]).insertedId,
        ),
      )
      if (!ids.ok) return ids
      return success(events.map((event, place) => ({ id: ids.value[place] ?? 0, at, session, event })))
    },
    remove: (ids) => {
      const removed = connection.transaction((statements) => {
        for (const id of ids) {
          const { changes } = statements.run('DELETE FROM study_events WHERE id = ?', [id])
          if (changes !== 1)
            throw new DamagedRow(`The library is damaged: an event of the school is gone (${id}).`)
        }
      })
      return removed.ok ? success(null) : removed
    },
  }
}
