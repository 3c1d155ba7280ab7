import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
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
  /** The bundle of engine-peer.ts. */
  readonly enginePeer: string
  /** The program and its switches that run a script in Electron; null without one. */
  readonly electron: readonly string[] | null
}

const torchSchema = z.object({
  seconds: z.number().positive(),
  trials: z.number(),
  medians: z.array(z.object({ scheme: z.string(), depth: z.number(), trainLoss: z.number() })),
})

const engineSchema = z.object({ seconds: z.number().positive() })

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
      const own = [process.execPath]
      seconds.engine = Math.min(seconds.engine, await runEngine(own, peers, folder, process.env))
      const command = await runCommand(own, peers.repository, folder, process.env)
      seconds.command = Math.min(seconds.command, command.seconds)
      medians = command.medians
      if (peers.electron !== null) {
        const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
        const inElectron = await runEngine(peers.electron, peers, folder, asNode)
        seconds.electron = Math.min(seconds.electron, inElectron)
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

async function runEngine(
  runtime: readonly string[],
  { enginePeer, repository }: SweepPeers,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const work = await mkdtemp(path.join(folder, 'engine-'))
  const { output } = await runProgram([...runtime, enginePeer, repository, work], environment)
  return engineSchema.parse(JSON.parse(output)).seconds
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
