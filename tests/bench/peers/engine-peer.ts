import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import { parseSweepDocument, parseSweepText, type SweepSpec } from '@shared/sweep-spec'

// The engine as a peer: runs the preset once in this program and prints its seconds. Arguments: the repository, with the
// built app in it, and an empty folder. Runs in Node and, with ELECTRON_RUN_AS_NODE, in Electron.
const PRESET = 'he-vs-xavier-depth'
const WORKERS = 2

/** Seconds of the sweep in a program that is running: its threads are warm, as those of the peer are. */
async function sweepSeconds(repository: string, folder: string): Promise<number> {
  const opened = await openLaboratory({
    databasePath: path.join(folder, 'library.db'),
    backups: false,
    workerPath: path.join(repository, 'out/main/trial-worker.cjs'),
    datasetsDirectory: path.join(repository, 'resources/datasets'),
    workers: WORKERS,
    clock: systemClock,
    onUpdate: () => undefined,
    onLibraryChanged: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.error.message)
  const laboratory = opened.value
  const run = async (spec: SweepSpec): Promise<number> => {
    const start = performance.now()
    const started = await laboratory.start(spec)
    if (!started.ok) throw new Error(started.error.message)
    const { counts } = await laboratory.settled(started.value.id)
    if (counts.error > 0) throw new Error(`${String(counts.error)} trials failed`)
    return (performance.now() - start) / 1000
  }
  try {
    await run(warmUp())
    return await run(await preset(repository))
  } finally {
    await laboratory.close()
  }
}

async function preset(repository: string): Promise<SweepSpec> {
  const file = path.join(repository, `resources/presets/${PRESET}.yaml`)
  const parsed = parseSweepText(await readFile(file, 'utf8'), file)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

/** Other trials than those of the preset, which the store would take over instead of running them. */
function warmUp(): SweepSpec {
  const parsed = parseSweepDocument({
    format: 'initlab-sweep/1',
    name: 'Warm-up',
    task: { dataset: 'digits8x8' },
    model: { depth: 1, width: 32, activation: 'relu', init: 'he-normal' },
    train: { optimizer: 'sgd', learningRate: 0.03, batchSize: 32, steps: 200 },
    seeds: { first: 100, count: 8 },
  })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

const [repository = '', folder = ''] = process.argv.slice(2)
void sweepSeconds(repository, folder).then((seconds) => {
  process.stdout.write(`${JSON.stringify({ seconds })}\n`)
})
