import os from 'node:os'
import { app, nativeTheme } from 'electron'
import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import { ENGINE_VERSION } from '@shared/engine-version'
import { success } from '@shared/errors'
import { workerCount } from '../laboratory-host'
import type { LaboratoryHost } from '../laboratory-host'
import type { PreferencesFile } from '../preferences'
import type { Handlers } from './dispatch'

type SettingsChannel = 'app:info' | 'settings:read' | 'settings:write' | 'draft:read' | 'draft:write'

/** Key of the unfinished sweep spec in the store's settings. */
const DRAFT = 'draft'

export function settingsHandlers(
  host: LaboratoryHost,
  preferences: PreferencesFile,
  revectorizer: Revectorizer,
): Pick<Handlers, SettingsChannel> {
  return {
    'app:info': () =>
      success({
        version: app.getVersion(),
        engineVersion: ENGINE_VERSION,
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
        cores: os.availableParallelism(),
        workers: workerCount(),
        revectorizer: revectorizer.state(),
      }),
    'settings:read': () => {
      const { theme, revectorizer: wanted } = preferences.read()
      return success({ theme, revectorizer: wanted })
    },
    'settings:write': (change) => {
      preferences.write(change)
      if ('theme' in change) nativeTheme.themeSource = change.theme
      else revectorizer.want(change.revectorizer)
      return success(null)
    },
    'draft:read': () => host.use((laboratory) => success(laboratory.readSetting(DRAFT))),
    'draft:write': ({ document }) => host.use((laboratory) => laboratory.writeSetting(DRAFT, document)),
  }
}
