import { setTimeout as sleep } from 'node:timers/promises'
import { inject, test } from 'vitest'
import { liveBytes } from '../engine/live-memory'
import { openTestLab, specOf, trialsOf, unwrap } from '../engine/sweep/lab-fixture'
import { machineLine, print } from './machine'

const MEGABYTE = 2 ** 20

interface Sample {
  /** Share of the trials that have ended. */
  readonly done: number
  /** Of the whole process, its workers included. */
  readonly rss: number
  /** What the main thread holds on to: garbage is collected before each look. */
  readonly live: number
}

/** 1,000 trials: width 32, depth 10, 100 steps. */
const SWEEP = {
  name: 'Memory',
  task: { dataset: 'digits8x8' },
  model: { depth: 10, width: 32, activation: 'relu', init: ['he-normal', 'xavier-normal'] },
  train: { optimizer: 'sgd', learningRate: 0.03, batchSize: 32, steps: 100 },
  record: { every: 10 },
  seeds: { first: 0, count: 500 },
}

/** Least-squares slope of the second half, in megabytes a thousand trials. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number, trials: number): number {
  const late = samples.filter(({ done }) => done >= 0.5)
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
  const x = late.map(({ done }) => done)
  const y = late.map(of)
  const [middleX, middleY] = [mean(x), mean(y)]
  const products = x.reduce((sum, value, place) => sum + (value - middleX) * (y[place]! - middleY), 0)
  const squares = x.reduce((sum, value) => sum + (value - middleX) ** 2, 0)
  return (products / squares / MEGABYTE) * (1000 / trials)
}

test('memory of the process while 1,000 trials run', async () => {
  const { lab } = await openTestLab({
    workerPath: inject('trialWorkerPath'),
    workers: 2,
    // The fixture would keep every update, and with it every curve.
    onUpdate: () => undefined,
  })
  const spec = specOf(SWEEP)
  const before = { live: await liveBytes(), rss: process.memoryUsage().rss }
  const start = performance.now()
  const { id, trialCount } = unwrap(await lab.start(spec))
  const samples: Sample[] = []
  const settled = { isTrue: false }
  const end = lab.settled(id).then(() => {
    settled.isTrue = true
  })
  while (!settled.isTrue) {
    const live = await liveBytes()
    const { rss } = process.memoryUsage()
    const counts = unwrap(lab.list()).find((sweep) => sweep.id === id)!.counts
    samples.push({ done: 1 - (counts.queued + counts.running) / trialCount, rss, live })
    await sleep(200)
  }
  await end
  const seconds = (performance.now() - start) / 1000
  const failed = trialsOf(lab, id).find(({ status }) => status === 'error')
  if (failed !== undefined) throw new Error(failed.message ?? 'A trial failed')
  print(`\n${String(trialCount)} trials, depth 10, width 32, 100 steps, 2 workers. ${machineLine()}`)
  print(`${seconds.toFixed(1)} s, ${(trialCount / seconds).toFixed(0)} trials/s\n`)
  print('| trials ended | process (RSS) | live in the main thread |')
  print('| --: | --: | --: |')
  const row = (name: string, { rss, live }: Omit<Sample, 'done'>): void =>
    print(`| ${name} | ${(rss / MEGABYTE).toFixed(0)} MB | ${(live / MEGABYTE).toFixed(1)} MB |`)
  row('before', before)
  for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
    const sample = samples.find(({ done }) => done >= share) ?? samples.at(-1)
    if (sample !== undefined) row(`${String(100 * share)} %`, sample)
  }
  print('')
  print(
    `Slope of the second half: process ${slope(samples, ({ rss }) => rss, trialCount).toFixed(1)} MB, ` +
      `live ${slope(samples, ({ live }) => live, trialCount).toFixed(1)} MB a 1,000 trials`,
  )
})
