import type { LaboratoryHost } from '../laboratory-host'
import type { Handlers } from './dispatch'
import { specOf } from './spec-of-text'

type SweepChannel =
  | 'sweep:forecast'
  | 'sweep:start'
  | 'sweep:pause'
  | 'sweep:resume'
  | 'sweep:cancel'
  | 'sweep:cancel-configuration'

export function sweepHandlers(host: LaboratoryHost): Pick<Handlers, SweepChannel> {
  return {
    'sweep:forecast': ({ document }) => {
      const spec = specOf(document)
      return spec.ok ? host.use((laboratory) => laboratory.forecast(spec.value)) : spec
    },
    'sweep:start': ({ document }) => {
      const spec = specOf(document)
      return spec.ok ? host.use((laboratory) => laboratory.start(spec.value)) : spec
    },
    'sweep:pause': ({ sweepId }) => host.use((laboratory) => laboratory.pause(sweepId)),
    'sweep:resume': ({ sweepId }) => host.use((laboratory) => laboratory.resume(sweepId)),
    'sweep:cancel': ({ sweepId }) => host.use((laboratory) => laboratory.cancel(sweepId)),
    'sweep:cancel-configuration': ({ sweepId, configuration }) =>
      host.use((laboratory) => laboratory.cancelConfiguration(sweepId, configuration)),
  }
}
