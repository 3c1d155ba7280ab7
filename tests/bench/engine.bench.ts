import { setTimeout as sleep } from 'node:timers/promises'
import { inject, test } from 'vitest'
import { openTestLab, runSweep, specOf, unwrap } from '../engine/sweep/lab-fixture'
import { machineLine, print, spread } from './machine'
import { firstPreset } from './preset'

test('a whole sweep, with statistics and store', async () => {
  const seconds: number[] = []
  print(`\nThe engine: he-vs-xavier-depth, 60 trials. ${machineLine()}`)
  for (const workers of [1, 2]) {
    const { lab } = await openTestLab({ workerPath: inject('trialWorkerPath'), workers })
    const start = performance.now()
    await runSweep(lab, firstPreset())
    seconds.push((performance.now() - start) / 1000)
    print(
      `${String(workers)} worker(s): ${seconds.at(-1)!.toFixed(1)} s, ${(60 / seconds.at(-1)!).toFixed(2)} trials/s`,
    )
    await lab.close()
  }
  print(`2 workers against 1: ${(seconds[0]! / seconds[1]!).toFixed(2)} times the trials a second`)
})

test('pause and cancel', async () => {
  const { lab } = await openTestLab({ workerPath: inject('trialWorkerPath') })
  const spec = specOf({
    task: { dataset: 'digits8x8' },
    model: { depth: 10, width: 64 },
    train: { steps: 20_000, batchSize: 64 },
    seeds: { first: 0, count: 4 },
  })
  const { id } = unwrap(await lab.start(spec))
  await sleep(500)
  const times: number[] = []
  for (let pause = 0; pause < 20; pause++) {
    const start = performance.now()
    unwrap(await lab.pause(id))
    times.push(performance.now() - start)
    unwrap(await lab.resume(id))
    await sleep(40)
  }
  const { median, p95 } = spread(times)
  print(
    `\nFrom pause to idle, depth 10, width 64, batch 64: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of 20`,
  )
  const start = performance.now()
  unwrap(await lab.cancel(id))
  print(`From cancel to idle: ${(performance.now() - start).toFixed(0)} ms`)
})
