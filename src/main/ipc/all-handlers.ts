import { failure } from '@shared/errors'
import type { LaboratoryHost } from '../laboratory-host'
import type { Page } from '../page'
import type { AppPaths } from '../paths'
import type { PreferencesFile } from '../preferences'
import type { Handlers } from './dispatch'
import { libraryHandlers } from './handlers-library'
import { settingsHandlers } from './handlers-settings'

export interface HandlerParts {
  readonly host: LaboratoryHost
  readonly paths: AppPaths
  readonly preferences: PreferencesFile
  readonly page: Page
}

const notYet = () => failure('not-found', 'This build of the lab does not serve this action yet.')

/** Every channel of the contract with what answers it. */
export function allHandlers(parts: HandlerParts): Handlers {
  return {
    ...settingsHandlers(parts.preferences),
    ...libraryHandlers(parts.host),
    'app:info': notYet,
    'draft:read': notYet,
    'draft:write': notYet,
    'presets:list': notYet,
    'datasets:list': notYet,
    'datasets:choose-csv': notYet,
    'datasets:inspect': notYet,
    'spec:open-dialog': notYet,
    'spec:save-dialog': notYet,
    'report:save-dialog': notYet,
    'report:open-dialog': notYet,
    'sweep:forecast': notYet,
    'sweep:start': notYet,
    'sweep:pause': notYet,
    'sweep:resume': notYet,
    'sweep:cancel': notYet,
    'sweep:cancel-configuration': notYet,
  }
}
