import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { benchMachine } from '@engine/bench/measure-core'
import {
  BENCH_LEARNING_RATE,
  BENCH_OPTIMIZERS,
  BENCH_SHAPES,
  benchWidths,
  type BenchOptimizer,
  type BenchShape,
} from '@shared/bench'
import type { ComparedStep, Comparison, Peer } from './comparison'
import { startPeer, type LinePeer } from './line-peer'
import { comparisonText } from './markdown'
import { compareSweep } from './sweep'
import { tfjsFolder } from './tfjs'
import { findTorch, type FoundTorch } from './torch'

/** Where things are, and how long to measure. */
export interface CompareOptions {
  readonly repository: string
  /** The user's cache folder of this app. */
  readonly cache: string
  /** The bundle of core-peer.ts. */
  readonly corePeer: string
  /** The bundle of engine-peer.ts. */
  readonly enginePeer: string
  /** Null without an Electron. */
  readonly electron: string | null
  readonly rounds: number
  readonly sweepRounds: number
  readonly say: (line: string) => void
}

/** Each measurement of a step in a round, in ms. */
const MEASUREMENT = 200
const REVECTORIZER = ['--experimental-wasm-revectorize', '--turboshaft-wasm']

const limitSchema = z.object({ gigaflops: z.number().positive() })
const timeSchema = z.object({ milliseconds: z.number().positive() })
const coreSchema = z.object({ node: z.string(), v8: z.string(), electron: z.string().nullable() })
const tfjsSchema = z.object({
  name: z.string(),
  backend: z.literal('wasm'),
  simd: z.literal(true),
  threads: z.literal(1),
})

interface Contestant {
  readonly peer: Peer
  readonly line: LinePeer
}

/** The comparison as Markdown or as one JSON object; `refused`: PyTorch is there, but comparing with it would be unfair. */
export async function runComparison(
  options: CompareOptions,
  json: boolean,
): Promise<{ readonly text: string; readonly refused: boolean }> {
  const { comparison, refused } = await comparePeers(options)
  return { text: json ? JSON.stringify(comparison) : comparisonText(comparison), refused }
}

/** Measures steps and sweep with every peer that is there, in turn. */
async function comparePeers(options: CompareOptions): Promise<{
  readonly comparison: Comparison
  readonly refused: boolean
}> {
  const { repository, corePeer, electron, say } = options
  const pinned = pinning()
  const folder = path.join(repository, 'tests/bench/peers')
  const node = await startPeer([...pinned, process.execPath, corePeer])
  const limit = { best: await measureLimit(node) }
  const lines: Contestant[] = [{ peer: 'node', line: node }]
  const descriptions = { electron: 'not here', tfjs: 'not here', torch: '' }
  if (electron !== null) {
    const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
    const line = await startPeer([...pinned, electron, ...REVECTORIZER, corePeer], asNode)
    const hello = coreSchema.parse(line.hello)
    descriptions.electron = `Electron ${hello.electron ?? ''}, V8 ${hello.v8} with its revectorizer`
    lines.push({ peer: 'electron', line })
  }
  const tfjs = await tfjsFolder(options.cache, say)
  if (tfjs !== null) {
    const line = await startPeer([...pinned, process.execPath, path.join(folder, 'tfjs-peer.cjs'), tfjs])
    descriptions.tfjs = `${tfjsSchema.parse(line.hello).name}, wasm backend, SIMD, one thread`
    lines.push({ peer: 'tfjs', line })
  }
  const found = await findTorch(path.join(folder, 'torch_peer.py'), limit.best, pinned)
  descriptions.torch = torchText(found)
  say(`PyTorch: ${descriptions.torch}`)
  if (found.kind === 'torch') lines.push({ peer: 'torch', line: found.torch.peer })
  const steps = await compareSteps(lines, options, async () => {
    limit.best = Math.max(limit.best, await measureLimit(node))
  })
  for (const { line } of lines) await line.end()
  const sweep = await compareSweep(
    {
      repository,
      torch: found.kind === 'torch' ? found.torch : null,
      enginePeer: options.enginePeer,
      torchScript: path.join(folder, 'torch_sweep.py'),
      electron: electron === null ? null : [electron, ...REVECTORIZER],
    },
    options.sweepRounds,
    say,
  )
  const own = coreSchema.parse(node.hello)
  const peers = { node: `Node ${own.node}, V8 ${own.v8}`, ...descriptions }
  const measuredAt = new Date().toISOString()
  const machine = benchMachine()
  const comparison = { machine, measuredAt, peers, limit: limit.best, rounds: options.rounds, steps, sweep }
  return { comparison, refused: found.kind === 'refused' }
}

function torchText(found: FoundTorch): string {
  if (found.kind === 'torch') return `${found.torch.name} eager on ${found.torch.blas}, one thread`
  return found.kind === 'absent' ? `not here: ${found.reason}` : `not compared: ${found.reason}`
}

/** `taskset -c N`, N the last core, where there is one: all peers share one core, one after another. */
function pinning(): readonly string[] {
  const words = ['taskset', '-c', String(os.availableParallelism() - 1)]
  return spawnSync('taskset', [...words.slice(1), 'true']).status === 0 ? words : []
}

async function measureLimit(line: LinePeer): Promise<number> {
  return limitSchema.parse(await line.ask({ kind: 'limit', milliseconds: MEASUREMENT })).gigaflops
}

async function compareSteps(
  contestants: readonly Contestant[],
  { rounds, say }: CompareOptions,
  beforeRound: () => Promise<void>,
): Promise<readonly ComparedStep[]> {
  const least = new Map<string, number>()
  const kinds = BENCH_SHAPES.flatMap((shape) =>
    BENCH_OPTIMIZERS.map((optimizer) => ({ shape, optimizer, name: `${shape.name} ${optimizer}` })),
  )
  for (let round = 0; round < rounds; round++) {
    say(`steps, round ${String(round + 1)} of ${String(rounds)}`)
    await beforeRound()
    for (const { shape, optimizer, name } of kinds) {
      for (const { peer, line } of contestants) {
        const key = `${name} ${peer}`
        const { milliseconds } = timeSchema.parse(await line.ask(stepRequest(shape, optimizer)))
        least.set(key, Math.min(least.get(key) ?? Infinity, milliseconds))
      }
    }
  }
  return kinds.map(({ shape, optimizer, name }) => {
    const of = (peer: Peer): number | null => least.get(`${name} ${peer}`) ?? null
    const milliseconds = { node: of('node'), electron: of('electron'), tfjs: of('tfjs'), torch: of('torch') }
    return { shape: shape.name, optimizer, milliseconds }
  })
}

function stepRequest(shape: BenchShape, optimizer: BenchOptimizer): object {
  return {
    kind: 'step',
    shape: shape.name,
    widths: benchWidths(shape),
    batch: shape.batch,
    optimizer,
    learningRate: BENCH_LEARNING_RATE,
    milliseconds: MEASUREMENT,
  }
}
