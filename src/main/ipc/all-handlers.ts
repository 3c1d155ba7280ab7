import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import type { LaboratoryHost } from '../laboratory-host'
import type { Page } from '../page'
import type { AppPaths } from '../paths'
import type { PreferencesFile } from '../preferences'
import type { Handlers } from './dispatch'
import { fileHandlers } from './handlers-files'
import { libraryHandlers } from './handlers-library'
import { settingsHandlers } from './handlers-settings'
import { studyHandlers } from './handlers-study'
import { sweepHandlers } from './handlers-sweeps'

export interface HandlerParts {
  readonly host: LaboratoryHost
  readonly paths: AppPaths
  readonly preferences: PreferencesFile
  readonly revectorizer: Revectorizer
  readonly page: Page
}

/** Every channel of the contract with what answers it. */
export function allHandlers({ host, paths, preferences, revectorizer, page }: HandlerParts): Handlers {
  return {
    ...settingsHandlers(host, preferences, revectorizer),
    ...fileHandlers(host, page, paths.presetsDirectory),
    ...sweepHandlers(host, revectorizer),
    ...libraryHandlers(host),
    ...studyHandlers(host, page, paths, revectorizer),
  }
}
