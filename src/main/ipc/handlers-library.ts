import { shell } from 'electron'
import { failure, success } from '@shared/errors'
import type { LaboratoryHost } from '../laboratory-host'
import type { Handlers } from './dispatch'

type LibraryChannel =
  | 'app:reveal-file'
  | 'library:list'
  | 'library:results'
  | 'library:layers'
  | 'library:trial-details'
  | 'library:rename'
  | 'library:annotate'
  | 'library:delete'
  | 'library:restore'

export function libraryHandlers(host: LaboratoryHost): Pick<Handlers, LibraryChannel> {
  return {
    'app:reveal-file': ({ sweepId }) =>
      host.use((laboratory) => {
        const sweeps = laboratory.list()
        if (!sweeps.ok) return sweeps
        const file = sweeps.value.find((sweep) => sweep.id === sweepId)?.filePath ?? null
        if (file === null) return failure('not-found', 'This sweep was never saved to a report file.')
        shell.showItemInFolder(file)
        return success(null)
      }),
    'library:list': () => host.use((laboratory) => laboratory.list()),
    'library:results': ({ sweepId }) => host.use((laboratory) => laboratory.shownResults(sweepId)),
    'library:layers': ({ sweepId, quantity, after }) =>
      host.use((laboratory) => laboratory.layerRows(sweepId, quantity, after)),
    'library:trial-details': ({ sweepId, configuration, seeds }) =>
      host.use((laboratory) => laboratory.trialDetails(sweepId, configuration, seeds)),
    'library:rename': ({ sweepId, name }) => host.use((laboratory) => laboratory.rename(sweepId, name)),
    'library:annotate': ({ sweepId, notes }) => host.use((laboratory) => laboratory.annotate(sweepId, notes)),
    'library:delete': ({ sweepId }) => host.use((laboratory) => laboratory.delete(sweepId)),
    'library:restore': ({ sweepId }) => host.use((laboratory) => laboratory.restore(sweepId)),
  }
}
