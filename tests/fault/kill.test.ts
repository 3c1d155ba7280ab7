import { spawn } from 'node:child_process'
import path from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { systemClock } from '@engine/clock'
import { openStore } from '@engine/store/store'
import { bundleChild } from './bundle-child'
import {
  bitsOf,
  DATASETS,
  openTestLab,
  runSweep,
  SMALL_SWEEP,
  specOf,
  temporaryFolder,
  trialsOf,
  unwrap,
} from '../engine/sweep/lab-fixture'

/** Twelve in the ordinary run; INITLAB_KILLS=100 for the long one. */
const KILLS = Number(process.env['INITLAB_KILLS'] ?? 12)
const SWEEP = {
  ...SMALL_SWEEP,
  model: { depth: [1, 3], width: 24, init: ['he-normal', 'zeros', { scheme: 'normal', std: 30 }] },
  train: { learningRate: 0.05, batchSize: 20, steps: 600 },
  seeds: { first: 0, count: 25 },
}
const TRIALS = 150
/** Milliseconds: far less than the whole sweep takes on any machine. */
const LONGEST_LIFE = 400

const workerPath = inject('trialWorkerPath')
let child = ''

beforeAll(async () => {
  child = await bundleChild('sweep')
})

interface Life {
  readonly lines: readonly string[]
  readonly code: number | null
}

/** Starts the program; `killAfter` milliseconds after its sweep began it is killed. */
function live(databasePath: string, killAfter: number | null): Promise<Life> {
  const arguments_ = [child, databasePath, workerPath, DATASETS, '2', JSON.stringify(SWEEP)]
  const program = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  let armed = false
  program.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (killAfter === null || armed || !text.includes('started')) return
    armed = true
    setTimeout(() => program.kill('SIGKILL'), killAfter)
  })
  return new Promise((resolve) => {
    program.on('close', (code) => resolve({ lines: text.split('\n').filter((line) => line !== ''), code }))
  })
}

interface Stored {
  readonly state: string | undefined
  readonly lines: ReadonlySet<string>
}

function stored(databasePath: string): Stored {
  const store = unwrap(openStore(databasePath, systemClock))
  const [sweep] = unwrap(store.sweeps.list())
  const keys = unwrap(store.trials.keys(sweep?.sweep.id ?? 0))
  store.close()
  const lines = keys.map(({ configuration, seed }) => `ended ${configuration} ${seed}`)
  return { state: sweep?.sweep.state, lines: new Set(lines) }
}

/** Moments spread over the sweep by the golden ratio: no two alike, the same in every run. */
function killMoment(index: number): number {
  return Math.round(((index * 0.618) % 1) * LONGEST_LIFE)
}

interface LibraryLife {
  readonly lives: number
  readonly kills: number
  readonly bits: readonly unknown[]
}

/** Kills the program again and again on one library, at most `kills` times, then lets it end. */
async function killUntilDone(kills: number, firstMoment: number): Promise<LibraryLife> {
  const databasePath = path.join(temporaryFolder(), 'library.db')
  const shown: string[] = []
  let [lives, done] = [0, 0]
  for (;;) {
    const life = await live(databasePath, done < kills ? killMoment(firstMoment + lives) : null)
    lives += 1
    shown.push(...life.lines.filter((line) => line.startsWith('ended')))
    const { state, lines } = stored(databasePath)
    const lost = shown.filter((line) => !lines.has(line))
    expect(lost, 'shown, but not on disk').toEqual([])
    if (life.code === null) done += 1
    // Some are killed after their last row and before they could say so.
    if (state === 'done') break
  }
  expect(new Set(shown).size, 'shown twice').toBe(shown.length)
  const { lab } = await openTestLab({ workerPath, databasePath })
  const [kept] = unwrap(lab.list())
  return { lives, kills: done, bits: bitsOf(trialsOf(lab, kept?.id ?? 0)) }
}

test(`${KILLS} kills: every trial shown is on disk, none twice, the end is that of an undisturbed run`, async () => {
  const { lab: undisturbed } = await openTestLab({ workerPath })
  const expected = bitsOf(trialsOf(undisturbed, await runSweep(undisturbed, specOf(SWEEP))))
  expect(expected).toHaveLength(TRIALS)
  let [lives, kills] = [0, 0]
  while (kills < KILLS) {
    const life = await killUntilDone(KILLS - kills, lives)
    expect(life.bits).toEqual(expected)
    // A life that ended before its kill moves the moment too: else a faster machine would wait for it for ever.
    lives += life.lives
    kills += life.kills
  }
  expect(kills).toBe(KILLS)
}, 600_000)

test('a second program finds the library busy and changes nothing', async () => {
  const databasePath = path.join(temporaryFolder(), 'library.db')
  const { lab } = await openTestLab({ workerPath, databasePath })
  const { id } = unwrap(await lab.start(specOf(SWEEP)))
  const second = await live(databasePath, null)
  expect(second.lines).toEqual(['failed store-busy'])
  expect((await lab.settled(id)).state).toBe('done')
  expect(trialsOf(lab, id)).toHaveLength(TRIALS)
})
