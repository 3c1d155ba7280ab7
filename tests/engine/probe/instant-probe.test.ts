import { describe, expect, inject, test } from 'vitest'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { openTestLab, runSweep, specOf, trialsOf, unwrap } from '../sweep/lab-fixture'

const workerPath = inject('trialWorkerPath')
const UPDATE = LAYER_COLUMNS.indexOf('update')

function rowsOf(layers: Float32Array): number[] {
  return [...layers].filter((_, index) => index % LAYER_COLUMNS.length !== UPDATE)
}

describe('the instant probe', () => {
  test('shows what the trials of the sweep record at step 0', async () => {
    const { lab } = await openTestLab({ workerPath })
    const spec = specOf()
    const probed = unwrap(await lab.probe(spec, 2))
    const trials = trialsOf(lab, await runSweep(lab, spec))
    expect(probed.seeds.length).toBeGreaterThan(0)
    expect(probed.data).toEqual(unwrap(await lab.dataFacts(spec, 2)))
    expect(probed.data.meanSquare).toBeGreaterThan(probed.data.featureVariance ?? NaN)
    for (const { seed, layers, loss } of probed.seeds) {
      const trial = trials.find((other) => other.configuration === 2 && other.seed === seed)
      expect(rowsOf(layers)).toEqual(rowsOf(trial!.layers.subarray(0, layers.length)))
      expect(Math.fround(loss)).toBe(trial!.curve[1])
    }
  })

  test('answers while every worker trains', async () => {
    const { lab } = await openTestLab({ workerPath })
    const started = unwrap(await lab.start(specOf({ seeds: { first: 0, count: 200 } })))
    expect(unwrap(await lab.probe(specOf(), 0)).seeds.length).toBeGreaterThan(0)
    expect(unwrap(lab.list()).find(({ id }) => id === started.id)?.state).toBe('running')
    await lab.cancel(started.id)
  })

  test('a later question takes the place of one that waits', async () => {
    const { lab } = await openTestLab({ workerPath })
    const answers = await Promise.all([0, 1, 2, 3].map((index) => lab.probe(specOf(), index)))
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, false, true])
    expect(answers[1]).toMatchObject({ error: { code: 'busy' } })
  })

  test('an unknown configuration is said', async () => {
    const { lab } = await openTestLab({ workerPath })
    expect(await lab.probe(specOf(), 99)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
