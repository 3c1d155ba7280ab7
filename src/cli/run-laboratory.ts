import type { Result } from '@shared/errors'
import { datasetsDirectory, programVersion } from './program-files'
import type { ProgressDisplay } from './progress'
import type { CommandSystem, RunLaboratory } from './system'

/** The engine of a command that runs sweeps, on as many threads as asked for, else on all cores. */
export function openRunLaboratory(
  databasePath: string,
  workers: number | null,
  system: CommandSystem,
  progress: ProgressDisplay,
): Promise<Result<RunLaboratory>> {
  return system.openLaboratory({
    databasePath,
    backups: false,
    workerPath: system.workerPath,
    datasetsDirectory: datasetsDirectory(system.programDirectory),
    workers: workers ?? system.cores,
    clock: system.clock,
    appVersion: programVersion(system.programDirectory),
    onUpdate: (update) => progress.show(update),
    onLibraryChanged: () => undefined,
  })
}
