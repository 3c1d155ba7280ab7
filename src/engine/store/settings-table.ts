import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { selection, text } from './columns'
import type { Connection } from './database'

export interface SettingsTable {
  readonly get: (key: string) => Result<string | null>
  readonly set: (key: string, value: string) => Result<null>
}

export function settingsTable(connection: Connection): SettingsTable {
  return {
    get: (key) =>
      connection.read((statements) => {
        const [row] = statements.all(`SELECT ${selection({ value: 'text' })} FROM settings WHERE key = ?`, [
          key,
        ])
        return row === undefined ? null : text(row, 'value')
      }),
    set: (key, value) => {
      const written = connection.transaction((statements) =>
        statements.run(
          'INSERT INTO settings(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value',
          [key, value.replaceAll('\0', '')],
        ),
      )
      return written.ok ? success(null) : written
    },
  }
}
