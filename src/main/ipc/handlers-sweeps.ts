import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import type { LaboratoryHost } from '../laboratory-host'
import type { Handlers } from './dispatch'
import { specOf } from './spec-of-text'

type SweepChannel =
  | 'sweep:forecast'
  | 'probe:run'
  | 'probe:data-facts'
  | 'sweep:start'
  | 'sweep:pause'
  | 'sweep:resume'
  | 'sweep:cancel'
  | 'sweep:cancel-configuration'

/** Whatever may compile the kernels waits for the revectorizer first: its switches are for code that comes after them. */
export function sweepHandlers(
  host: LaboratoryHost,
  revectorizer: Pick<Revectorizer, 'settle'>,
): Pick<Handlers, SweepChannel> {
  const work: LaboratoryHost['use'] = async (action) => {
    await revectorizer.settle()
    return host.use(action)
  }
  return {
    'sweep:forecast': ({ document }) => {
      const spec = specOf(document)
      return spec.ok ? work((laboratory) => laboratory.forecast(spec.value)) : spec
    },
    'probe:run': ({ document, configuration }) => {
      const spec = specOf(document)
      return spec.ok ? work((laboratory) => laboratory.probe(spec.value, configuration)) : spec
    },
    'probe:data-facts': ({ document, configuration }) => {
      const spec = specOf(document)
      return spec.ok ? host.use((laboratory) => laboratory.dataFacts(spec.value, configuration)) : spec
    },
    'sweep:start': ({ document }) => {
      const spec = specOf(document)
      return spec.ok ? work((laboratory) => laboratory.start(spec.value)) : spec
    },
    'sweep:pause': ({ sweepId }) => host.use((laboratory) => laboratory.pause(sweepId)),
    'sweep:resume': ({ sweepId }) => work((laboratory) => laboratory.resume(sweepId)),
    'sweep:cancel': ({ sweepId }) => host.use((laboratory) => laboratory.cancel(sweepId)),
    'sweep:cancel-configuration': ({ sweepId, configuration }) =>
      host.use((laboratory) => laboratory.cancelConfiguration(sweepId, configuration)),
  }
}
