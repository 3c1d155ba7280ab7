import { inject, test } from 'vitest'
import { loadDataset } from '@engine/datasets/dataset-catalogue'
import type { Laboratory } from '@engine/laboratory-contract'
import { expandSweep } from '@shared/expand-sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import type { RecordSettings, TrialSettings } from '@shared/trial-settings'
import { DATASETS, openTestLab, runSweep, specOf, trialsOf, unwrap } from '../engine/sweep/lab-fixture'
import { openBareThreads } from './overhead/bare-threads'
import type { BareTask } from './overhead/bare-thread'
import { machineLine, print } from './machine'

const ROUNDS = 4
const TRIALS = 200

/** Width, batch and depths of the networks: the first preset's, whose steps are short, and wider ones, whose steps take longer. */
interface Networks {
  readonly width: number
  readonly batchSize: number
  readonly depth: readonly number[]
}
const NETWORKS: readonly Networks[] = [
  { width: 32, batchSize: 32, depth: [3, 20] },
  { width: 64, batchSize: 64, depth: [2, 4] },
]

/** 200 trials: 2 schemes, 2 depths, 50 seeds of this round alone: a trial that the library knows would not run again. */
function seeded({ width, batchSize, depth }: Networks, round: number): Record<string, unknown> {
  return {
    name: 'Overhead',
    task: { dataset: 'digits8x8' },
    model: { depth, width, activation: 'relu', init: ['he-normal', 'xavier-normal'] },
    train: { optimizer: 'sgd', learningRate: 0.03, batchSize, steps: 400 },
    record: { every: 10 },
    seeds: { first: 1000 * round, count: TRIALS / 4 },
  }
}

const NOTHING: RecordSettings = { every: Number.MAX_SAFE_INTEGER, layers: false, histograms: [] }

interface SweepTime {
  readonly wall: number
  /** Of the whole process, all threads. */
  readonly processor: number
}

/** A laboratory whose threads have run a whole sweep already, as the threads without an engine have. */
async function warmLab(networks: Networks, workers: number): Promise<Laboratory> {
  const { lab } = await openTestLab({
    workerPath: inject('trialWorkerPath'),
    workers,
    onUpdate: () => undefined,
  })
  await runSweep(lab, specOf(seeded(networks, ROUNDS)))
  return lab
}

/** Milliseconds from start to the last row on disk. */
async function sweepTime(lab: Laboratory, spec: SweepSpec): Promise<SweepTime> {
  const before = process.cpuUsage()
  const start = performance.now()
  const id = await runSweep(lab, spec)
  const wall = performance.now() - start
  const processor = processorSince(before)
  const failed = trialsOf(lab, id).find(({ status }) => status === 'error')
  if (failed !== undefined) throw new Error(failed.message ?? 'A trial failed')
  return { wall, processor }
}

/** The least of each value over the rounds. */
class Minima {
  readonly #least = new Map<string, number[]>()

  keep(name: string, values: readonly number[]): void {
    const before = this.#least.get(name)
    this.#least.set(
      name,
      values.map((value, place) => Math.min(value, before?.[place] ?? Infinity)),
    )
  }

  /** Sum of the least values. */
  sum(name: string): number {
    return (this.#least.get(name) ?? [NaN]).reduce((sum, value) => sum + value, 0)
  }
}

test.each(NETWORKS)('what a sweep costs besides its steps: width $width', async (networks) => {
  const { data } = unwrap(
    await loadDataset({ dataset: 'digits8x8', trainSize: 'all', labels: 'all' }, DATASETS),
  )
  const threads = await openBareThreads()
  const labs = [await warmLab(networks, 1), await warmLab(networks, 2)] as const
  const least = new Minima()
  const train = async (name: string, trials: BareTask['trials']): Promise<void> => {
    const before = process.cpuUsage()
    const start = performance.now()
    await threads.run({ trials, data, kind: 'train' })
    least.keep(`${name} by the clock`, [performance.now() - start])
    least.keep(name, [processorSince(before)])
  }
  for (let round = 0; round < ROUNDS; round++) {
    const spec = specOf(seeded(networks, round))
    const { configurations, seeds } = expandSweep(spec)
    const trialsWith = (record: (settings: TrialSettings) => RecordSettings): BareTask['trials'] =>
      seeds.flatMap((seed) =>
        configurations.map(({ settings }) => ({ settings: { ...settings, record: record(settings) }, seed })),
      )
    const bare = trialsWith(() => NOTHING)
    const before = process.cpuUsage()
    const stages = await threads.run({ trials: bare, data, kind: 'stages' })
    least.keep('bare', [processorSince(before)])
    for (const stage of ['open', 'steps', 'evaluation', 'all'] as const) least.keep(stage, stages[stage])
    const onOne = await sweepTime(labs[0], spec)
    least.keep('sweep on 1', [onOne.wall])
    least.keep('sweep', [onOne.processor])
    await train('train', bare)
    await train(
      'curves',
      trialsWith(({ record }) => ({ ...record, layers: false })),
    )
    await train(
      'layers',
      trialsWith(({ record }) => record),
    )
    least.keep('steps on 2', [await threads.runOnTwo({ trials: bare, data, kind: 'stages' })])
    least.keep('sweep on 2', [(await sweepTime(labs[1], spec)).wall])
  }
  await threads.close()
  for (const lab of labs) await lab.close()
  report(least, networks)
})

/** Trials with a record and without, one after the other: what else the machine does meets both alike. */
const TURNS = 40
/** A whole sweep of the widest would take minutes. */
const RECORDED: readonly Networks[] = [...NETWORKS, { width: 128, batchSize: 64, depth: [2, 4] }]

test.each(RECORDED)('what a record costs one thread: width $width', async (networks) => {
  const { data } = unwrap(
    await loadDataset({ dataset: 'digits8x8', trainSize: 'all', labels: 'all' }, DATASETS),
  )
  const threads = await openBareThreads()
  const { configurations, seeds } = expandSweep(specOf(seeded(networks, 0)))
  const seed = seeds[0] ?? 0
  print(
    `\nOne thread, ${networksText(networks)}, least of ${String(TURNS)} trials each in turn. ${machineLine()}\n`,
  )
  print('| | nothing recorded | curve and layers, every 10 steps | more |')
  print('| --- | --: | --: | --: |')
  const line = (what: string, without: number, recorded: number): void => {
    print(
      `| ${what} | ${without.toFixed(2)} ms | ${recorded.toFixed(2)} ms | ${percent(recorded / without - 1)} |`,
    )
  }
  let bare = 0
  let whole = 0
  for (const { settings, label } of configurations) {
    const pair = [NOTHING, settings.record].map((record) => ({ settings: { ...settings, record }, seed }))
    const trials = Array.from({ length: TURNS }, () => pair).flat()
    const { all } = await threads.run({ trials, data, kind: 'train' })
    const leastOf = (half: number): number => Math.min(...all.filter((_, place) => place % 2 === half))
    line(label, leastOf(0), leastOf(1))
    bare += leastOf(0)
    whole += leastOf(1)
  }
  line('all', bare, whole)
  await threads.close()
})

/** Milliseconds of all threads of this process. */
function processorSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function networksText({ width, batchSize, depth }: Networks): string {
  return `width ${String(width)}, batch ${String(batchSize)}, depth ${depth.join(' and ')}`
}

/** Processor times, which other programs do not lengthen much; the stages of bare trials share theirs as their clock says. */
function report(least: Minima, networks: Networks): void {
  const of = (name: string): number => least.sum(name) / 1000
  const bare = (stage: string): number => (of('bare') * of(stage)) / of('all')
  const steps = bare('steps')
  const line = (what: string, seconds: number): void =>
    print(`| ${what} | ${seconds.toFixed(3)} s | ${percent(seconds / steps)} |`)
  print(
    `\nA sweep of ${String(TRIALS)} trials (${networksText(networks)}), least of ${String(ROUNDS)} rounds. ${machineLine()}\n`,
  )
  print('| | processor time | of the bare steps |')
  print('| --- | --: | --: |')
  line('bare steps', steps)
  line('memory, data and weights of the trials', bare('open'))
  line('final metrics over both splits', bare('evaluation'))
  line('checks of the loop, points at the ends, first cause', of('train') - of('bare'))
  line('points of the curve, every 10 steps', of('curves') - of('train'))
  line('layer statistics, every 10 steps', of('layers') - of('curves'))
  line('hash, messages, store, progress, main thread', of('sweep') - of('layers'))
  line('whole sweep, 1 worker, all threads', of('sweep'))
  print('')
  print('By the clock, over the bare steps:')
  print(`${percent(of('sweep on 1') / of('steps') - 1)} with 1 worker (${of('sweep on 1').toFixed(2)} s)`)
  const onTwo = `${of('sweep on 2').toFixed(2)} s, two threads that only step: ${of('steps on 2').toFixed(2)} s`
  print(`${percent(of('sweep on 2') / of('steps on 2') - 1)} with 2 workers (${onTwo})`)
  const byTheClock = of('sweep on 1') / of('train by the clock') - 1
  const processor = of('sweep') / of('train') - 1
  print(
    `Statistics, store and progress over whole trials that record nothing: ${percent(byTheClock)} by the clock with 1 worker, ${percent(processor)} processor time of all threads`,
  )
  const faster = of('sweep on 1') / of('sweep on 2')
  print(`2 workers against 1: ${faster.toFixed(2)} times the trials a second`)
}
