import { nativeTheme } from 'electron'
import { success } from '@shared/errors'
import type { PreferencesFile } from '../preferences'
import type { Handlers } from './dispatch'

export function settingsHandlers(
  preferences: PreferencesFile,
): Pick<Handlers, 'settings:read' | 'settings:write'> {
  return {
    'settings:read': () => success({ theme: preferences.read().theme }),
    'settings:write': ({ theme }) => {
      preferences.write({ theme })
      nativeTheme.themeSource = theme
      return success(null)
    },
  }
}
