import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import { parseSweepDocument, parseSweepText, type SweepSpec } from '@shared/sweep-spec'
import { median } from '@shared/statistics/quantiles'
import type { ComparedSweep, SweepMedian } from './comparison'
import type { Torch } from './torch'

const PRESET = 'he-vs-xavier-depth'
const WORKERS = 2

export interface SweepPeers {
  readonly repository: string
  /** Null when PyTorch is not compared. */
  readonly torch: Torch | null
  readonly torchScript: string
  /** The program and its switches that run a script in Electron; null without one. */
  readonly electron: readonly string[] | null
}

const torchSchema = z.object({
  seconds: z.number().positive(),
  trials: z.number(),
  medians: z.array(z.object({ scheme: z.string(), depth: z.number(), trainLoss: z.number() })),
})

const trialsSchema = z.object({
  trials: z.array(
    z.object({
      configuration: z.object({ 'model.init': z.string(), 'model.depth': z.number() }),
      final: z.object({ trainLoss: z.union([z.number(), z.string()]) }),
    }),
  ),
})

/** Runs the preset `rounds` times with each peer in turn; least seconds of each. */
export async function compareSweep(
  peers: SweepPeers,
  rounds: number,
  say: (line: string) => void,
): Promise<ComparedSweep> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-peers-'))
  try {
    const seconds = { torch: Infinity, engine: Infinity, command: Infinity, electron: Infinity }
    let medians: readonly SweepMedian[] = []
    let torchMedians: readonly SweepMedian[] = []
    for (let round = 0; round < rounds; round++) {
      say(`the sweep, round ${String(round + 1)} of ${String(rounds)}`)
      if (peers.torch !== null) {
        const run = await runTorch(peers.torch, peers)
        seconds.torch = Math.min(seconds.torch, run.seconds)
        torchMedians = run.medians
      }
      seconds.engine = Math.min(seconds.engine, await runEngine(peers.repository, folder))
      const command = await runCommand([process.execPath], peers.repository, folder, process.env)
      seconds.command = Math.min(seconds.command, command.seconds)
      medians = command.medians
      if (peers.electron !== null) {
        const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
        const inElectron = await runCommand(peers.electron, peers.repository, folder, asNode)
        seconds.electron = Math.min(seconds.electron, inElectron.seconds)
      }
    }
    return {
      trials: 60,
      torchSeconds: finite(seconds.torch),
      engineSeconds: seconds.engine,
      commandSeconds: seconds.command,
      electronSeconds: finite(seconds.electron),
      medians,
      torchMedians,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

async function runTorch(
  { python, environment }: Torch,
  { torchScript, repository }: SweepPeers,
): Promise<z.infer<typeof torchSchema>> {
  const digits = path.join(repository, 'resources/datasets/digits8x8.json')
  const { output } = await runProgram([python, torchScript, digits], environment)
  return torchSchema.parse(JSON.parse(output))
}

/** Seconds of the sweep in a program that is running: its threads are warm, as those of the peer are. */
async function runEngine(repository: string, folder: string): Promise<number> {
  const opened = await openLaboratory({
    databasePath: path.join(await mkdtemp(path.join(folder, 'engine-')), 'library.db'),
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

async function runCommand(
  runtime: readonly string[],
  repository: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly seconds: number; readonly medians: readonly SweepMedian[] }> {
  const work = await mkdtemp(path.join(folder, 'run-'))
  const command = path.join(repository, 'out/main/init-lab.cjs')
  const parameters = ['run', PRESET, '--workers', String(WORKERS), '--json']
  const report = path.join(work, 'preset.initlab')
  const { seconds, output } = await runProgram(
    [...runtime, command, ...parameters, '-o', report],
    environment,
  )
  return { seconds, medians: mediansOf(trialsSchema.parse(JSON.parse(output)).trials) }
}

type SweepTrial = z.infer<typeof trialsSchema>['trials'][number]

/** Median training loss of each configuration; a loss that is not finite counts as the worst. */
function mediansOf(trials: readonly SweepTrial[]): readonly SweepMedian[] {
  const groups = new Map<string, SweepTrial[]>()
  for (const trial of trials) {
    const key = JSON.stringify(trial.configuration)
    groups.set(key, [...(groups.get(key) ?? []), trial])
  }
  return [...groups.values()].map((group) => ({
    scheme: group[0]!.configuration['model.init'],
    depth: group[0]!.configuration['model.depth'],
    trainLoss: median(
      group.map(({ final }) => (typeof final.trainLoss === 'number' ? final.trainLoss : Infinity)),
    ),
  }))
}

function runProgram(
  [command = '', ...parameters]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly seconds: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, parameters, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2000)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, output })
      else reject(new Error(`${command} ended with code ${String(code)}. ${errors.trim()}`))
    })
  })
}
