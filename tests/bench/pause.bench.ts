import { setTimeout as sleep } from 'node:timers/promises'
import { inject, test } from 'vitest'
import { openTestLab, specOf, unwrap } from '../engine/sweep/lab-fixture'
import { machineLine, print } from './machine'

/** What the figure is of, and the sweep. */
type Long = readonly [string, Record<string, unknown>]

/** Trials whose long part is not their steps. */
const LONG: readonly Long[] = [
  ['orthogonal start, 2 layers of width 4096', { model: { depth: 2, width: 4096, init: 'orthogonal' } }],
  ['truncated normal start, width 4096', { model: { depth: 2, width: 4096, init: 'truncated-normal' } }],
  ['lsuv start, 1000 layers of width 128', { model: { depth: 1000, width: 128, init: 'lsuv' } }],
  ['singular values, 100 layers of width 512', { model: { depth: 100, width: 512 }, train: { steps: 0 } }],
]

/** Trials each of whose updates takes seconds; zeros are not drawn, so that the updates begin soon. */
const HUGE: readonly Long[] = [
  [
    'updates of 6 layers of width 4096, batch 512',
    {
      task: { dataset: 'digits8x8' },
      model: { depth: 6, width: 4096, init: 'zeros' },
      train: { batchSize: 512, steps: 100 },
      record: { every: 1, layers: false },
    },
  ],
  [
    'the same with layer statistics at each update',
    {
      task: { dataset: 'digits8x8' },
      model: { depth: 6, width: 4096, init: 'zeros' },
      train: { batchSize: 512, steps: 100 },
      record: { every: 1 },
    },
  ],
  [
    'updates of 2 convolutions of 256 channels, batch 512',
    {
      task: { dataset: 'digits8x8' },
      model: {
        kind: 'cnn',
        depth: 2,
        convolution: { channels: 256 },
        normalization: 'batch',
        init: 'zeros',
      },
      train: { batchSize: 512, steps: 100 },
      record: { every: 1, layers: false },
    },
  ],
]

const CASES = [
  ...LONG.map(([name, document]) => ({ name, document, waits: [250, 700, 1600] })),
  ...HUGE.map(([name, document]) => ({ name, document, waits: [2000, 3100, 4300, 5700] })),
]

/** Both workers are in a trial, then some time later the sweep is paused, continued and cancelled. */
test.each(CASES)('how long a pause and a cancel take: $name', async ({ name, document, waits }) => {
  const pauses: number[] = []
  const cancels: number[] = []
  for (const [round, wait] of waits.entries()) {
    const { lab } = await openTestLab({ workerPath: inject('trialWorkerPath'), workers: 2 })
    const { id } = unwrap(await lab.start(specOf({ ...document, seeds: { first: 10 * round, count: 2 } })))
    await sleep(wait)
    const before = performance.now()
    unwrap(await lab.pause(id))
    pauses.push(performance.now() - before)
    const { state, counts } = await lab.settled(id)
    unwrap(await lab.resume(id))
    await sleep(wait)
    const again = performance.now()
    unwrap(await lab.cancel(id))
    cancels.push(performance.now() - again)
    if (state !== 'paused') print(`${name}: ${state} before the pause (${JSON.stringify(counts)})`)
    await lab.close()
  }
  const list = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(', ')
  print(`${name}: pause ${list(pauses)} ms, cancel ${list(cancels)} ms. ${machineLine()}`)
})
