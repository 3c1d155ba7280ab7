import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import { parseSweepDocument } from '@shared/sweep-spec'

/**
 * Runs a sweep, or continues it, and prints `ended CONFIGURATION SEED` for each trial as the lab reports it.
 * Arguments: database, worker, data sets, workers, sweep as JSON.
 */
async function main(): Promise<void> {
  const [databasePath = '', workerPath = '', datasetsDirectory = '', workers = '1', text = ''] =
    process.argv.slice(2)
  const spec = parseSweepDocument(JSON.parse(text))
  if (!spec.ok) throw new Error(spec.error.message)
  const opened = await openLaboratory({
    databasePath,
    workerPath,
    datasetsDirectory,
    workers: Number(workers),
    clock: systemClock,
    onUpdate: ({ ended }) => {
      for (const { configuration, seed } of ended) process.stdout.write(`ended ${configuration} ${seed}\n`)
    },
    onLibraryChanged: () => undefined,
  })
  if (!opened.ok) {
    process.stdout.write(`failed ${opened.error.code}\n`)
    return
  }
  const lab = opened.value
  for (const notice of lab.notices) process.stdout.write(`notice ${notice}\n`)
  const started = await lab.start(spec.value, { resumeEqual: true })
  if (!started.ok) throw new Error(started.error.message)
  process.stdout.write(`started ${started.value.id}\n`)
  const settled = await lab.settled(started.value.id)
  process.stdout.write(`settled ${settled.state}\n`)
  await lab.close()
}

void main()
