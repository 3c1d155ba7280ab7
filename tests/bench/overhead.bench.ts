import { inject, test } from 'vitest'
import { loadDataset } from '@engine/datasets/dataset-catalogue'
import { expandSweep } from '@shared/expand-sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import type { RecordSettings, TrialSettings } from '@shared/trial-settings'
import { DATASETS, openTestLab, runSweep, specOf, trialsOf, unwrap } from '../engine/sweep/lab-fixture'
import { openBareThreads } from './overhead/bare-threads'
import type { BareTask } from './overhead/bare-thread'
import { machineLine, print } from './machine'

const ROUNDS = 5

/** The first preset's networks, 200 trials: 2 schemes, 2 depths, 50 seeds, 400 steps. */
const SWEEP = {
  name: 'Overhead',
  task: { dataset: 'digits8x8' },
  model: { depth: [3, 20], width: 32, activation: 'relu', init: ['he-normal', 'xavier-normal'] },
  train: { optimizer: 'sgd', learningRate: 0.03, batchSize: 32, steps: 400 },
  record: { every: 10 },
  seeds: { first: 0, count: 50 },
}

const NOTHING: RecordSettings = { every: Number.MAX_SAFE_INTEGER, layers: false, histograms: [] }

/** Seconds from start to the last row on disk, in a program whose threads are warm. */
async function sweepSeconds(spec: SweepSpec, workers: number): Promise<number> {
  const { lab } = await openTestLab({ workerPath: inject('trialWorkerPath'), workers })
  await runSweep(lab, specOf({ ...SWEEP, seeds: { first: 1000, count: 2 } }))
  const start = performance.now()
  const id = await runSweep(lab, spec)
  const seconds = (performance.now() - start) / 1000
  const failed = trialsOf(lab, id).find(({ status }) => status === 'error')
  if (failed !== undefined) throw new Error(failed.message ?? 'A trial failed')
  await lab.close()
  return seconds
}

test('what a sweep costs besides its steps', async () => {
  const spec = specOf(SWEEP)
  const { configurations, seeds } = expandSweep(spec)
  const { data } = unwrap(
    await loadDataset({ dataset: 'digits8x8', trainSize: 'all', labels: 'all' }, DATASETS),
  )
  const trialsWith = (record: (settings: TrialSettings) => RecordSettings): BareTask['trials'] =>
    seeds.flatMap((seed) =>
      configurations.map(({ settings }) => ({ settings: { ...settings, record: record(settings) }, seed })),
    )
  const bare = { trials: trialsWith(() => NOTHING), data }
  const curves = trialsWith(({ record }) => ({ ...record, layers: false }))
  const layers = trialsWith(({ record }) => record)
  const threads = await openBareThreads(2)
  const least = new Map<string, number>()
  const keep = (name: string, seconds: number): void => {
    least.set(name, Math.min(least.get(name) ?? Infinity, seconds))
  }
  for (let round = 0; round < ROUNDS; round++) {
    const one = await threads.run({ ...bare, kind: 'stages' }, 1)
    keep('open', one.open / 1000)
    keep('steps', one.steps / 1000)
    keep('evaluation', one.evaluation / 1000)
    keep('sweep on 1', await sweepSeconds(spec, 1))
    keep('no record', (await threads.run({ ...bare, kind: 'train' }, 1)).all / 1000)
    keep('curves', (await threads.run({ trials: curves, data, kind: 'train' }, 1)).all / 1000)
    keep('layers', (await threads.run({ trials: layers, data, kind: 'train' }, 1)).all / 1000)
    const two = await threads.run({ ...bare, kind: 'stages' }, 2)
    keep('steps on 2', two.steps / 2000)
    keep('sweep on 2', await sweepSeconds(spec, 2))
  }
  await threads.close()
  report(least, bare.trials.length)
})

function report(least: ReadonlyMap<string, number>, trials: number): void {
  const of = (name: string): number => least.get(name) ?? NaN
  const steps = of('steps')
  const share = (seconds: number): string => `${((100 * seconds) / steps).toFixed(1)} %`
  const line = (what: string, seconds: number): void =>
    print(`| ${what} | ${seconds.toFixed(3)} s | ${share(seconds)} |`)
  const trial = of('open') + steps + of('evaluation')
  print(`\nA sweep of ${String(trials)} trials, least of ${String(ROUNDS)} rounds. ${machineLine()}\n`)
  print('| | time | of the bare steps |')
  print('| --- | --: | --: |')
  line('bare steps, 1 thread', steps)
  line('memory, data and weights of the trials', of('open'))
  line('final metrics over both splits', of('evaluation'))
  line('checks and calls of the loop', of('no record') - trial)
  line('points of the curve, every 10 steps', of('curves') - of('no record'))
  line('layer statistics, every 10 steps', of('layers') - of('curves'))
  line('hash, messages, store, progress (1 worker)', of('sweep on 1') - of('layers'))
  line('whole sweep, 1 worker', of('sweep on 1'))
  print('')
  const over = (sweep: number, base: number): string => `${(100 * (sweep / base - 1)).toFixed(1)} %`
  print(`Over the bare steps: ${over(of('sweep on 1'), steps)} with 1 worker,`)
  print(`${over(of('sweep on 2'), of('steps on 2'))} with 2 workers (against the bare steps on 2 threads)`)
  const recorded = of('sweep on 1') - of('no record')
  print(
    `Statistics, store and progress alone, over the bare trials: ${((100 * recorded) / of('no record')).toFixed(1)} %`,
  )
  const faster = of('sweep on 1') / of('sweep on 2')
  print(`2 workers against 1: ${faster.toFixed(2)} times the trials a second`)
}
