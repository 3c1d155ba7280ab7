import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { openTestLab, specOf, unwrap } from '../engine/sweep/lab-fixture'

/** A measurement, not a test: it depends on the machine. INITLAB_BENCH=1 runs it. */
test.runIf(process.env['INITLAB_BENCH'] !== undefined)(
  'a pause is idle within 500 ms (p95 of 20)',
  async () => {
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
    times.sort((left, right) => left - right)
    process.stdout.write(`pause: median ${times[10]?.toFixed(0)} ms, p95 ${times[18]?.toFixed(0)} ms\n`)
    const start = performance.now()
    unwrap(await lab.cancel(id))
    process.stdout.write(`cancel: ${(performance.now() - start).toFixed(0)} ms\n`)
    expect(times[18]).toBeLessThan(500)
  },
)
