import { success } from '@shared/errors'
import { layerColumn } from '@shared/layer-rows'
import type { LayerColumn } from '@shared/trial-result'
import { describe, expect, test, vi } from 'vitest'
import { useLayerColumns } from '../../../src/renderer/stores/layer-columns'
import type { FakeLab } from '../fake-lab'
import { cannedResults, HE_OR_XAVIER, ZEROS } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'

/** Where each call for layers began. */
function beginnings(lab: FakeLab): unknown[] {
  return lab.calls.flatMap(({ channel, input }) =>
    channel === 'library:layers' && typeof input === 'object' && input !== null && 'after' in input
      ? [input.after]
      : [],
  )
}

describe('the columns of layer statistics', () => {
  test('are read to the end in pieces, then only what is new', async () => {
    const half = cannedResults(1, HE_OR_XAVIER, { share: 0.5 })
    const whole = cannedResults(1, HE_OR_XAVIER)
    const lab = useFakeLab({ library: [half] })
    const columns = useLayerColumns()
    expect(columns.column(1, 'z2')).toMatchObject({ status: 'loading', count: 0 })
    await columns.refresh(1, 'z2')
    expect(beginnings(lab)).toEqual([0, 40])
    expect(columns.column(1, 'z2')).toMatchObject({ status: 'ready', count: 45, problem: null })
    const trial = half.trials[7]!
    expect(columns.column(1, 'z2').rows.get(trial.configuration)?.get(trial.seed)?.values).toEqual(
      layerColumn(trial.layers, 'z2'),
    )

    lab.results.set(1, whole)
    await columns.refresh(1, 'z2')
    expect(beginnings(lab).slice(2)).toEqual([45, 85])
    expect(columns.column(1, 'z2').count).toBe(90)
  })

  test('change only for configurations that got a row', async () => {
    const { trials, ...rest } = cannedResults(1, HE_OR_XAVIER)
    const lab = useFakeLab({ library: [{ ...rest, trials: trials.slice(0, 12) }] })
    const columns = useLayerColumns()
    await columns.refresh(1, 'h2')
    const before = columns.column(1, 'h2')
    await columns.refresh(1, 'h2')
    expect(columns.column(1, 'h2')).toBe(before)
    lab.results.set(1, { ...rest, trials: trials.slice(0, 13) })
    await columns.refresh(1, 'h2')
    const after = columns.column(1, 'h2')
    const touched = trials[12]!.configuration
    for (const [configuration, rows] of before.rows)
      expect(after.rows.get(configuration) === rows).toBe(configuration !== touched)
  })

  test('are read once when two ask at the same time', async () => {
    const lab = useFakeLab({ library: [cannedResults(1, ZEROS, { share: 0.5 })] })
    const columns = useLayerColumns()
    await Promise.all([columns.refresh(1, 'z2'), columns.refresh(1, 'z2')])
    expect(beginnings(lab)).toEqual([0])
  })

  test('tell why they were not read, and go on from there', async () => {
    const lab = useFakeLab({ library: [cannedResults(1, HE_OR_XAVIER, { share: 0.4 })] })
    const columns = useLayerColumns()
    await columns.refresh(1, 'z2')
    vi.spyOn(lab, 'invoke').mockRejectedValueOnce(new Error('the bridge is gone'))
    await columns.refresh(1, 'z2')
    expect(columns.column(1, 'z2')).toMatchObject({
      status: 'failed',
      count: 36,
      problem: 'the bridge is gone',
    })
    await columns.refresh(1, 'z2')
    expect(columns.column(1, 'z2')).toMatchObject({ status: 'ready', count: 36, problem: null })
  })

  test('keep what is shown and the last four besides', async () => {
    const lab = useFakeLab({ library: [cannedResults(1, ZEROS, { share: 0.1 })] })
    const columns = useLayerColumns()
    const release = columns.keep(1, 'z2')
    const names: LayerColumn[] = ['z2', 'h2', 'delta2', 'dead', 'update', 'zMax']
    for (const name of names) await columns.refresh(1, name)
    expect(names.filter((name) => columns.column(1, name).count === 0)).toEqual(['h2'])
    expect(lab.calls).toHaveLength(6)
    release()
    expect(names.filter((name) => columns.column(1, name).count === 0)).toEqual(['z2', 'h2'])
  })

  test('forget a sweep whose rows are others now, and what was on its way', async () => {
    const lab = useFakeLab({ library: [cannedResults(1, ZEROS), cannedResults(2, ZEROS)] })
    const columns = useLayerColumns()
    await Promise.all([columns.refresh(1, 'z2'), columns.refresh(2, 'z2')])
    columns.forget(1)
    expect(columns.column(1, 'z2')).toMatchObject({ status: 'loading', count: 0 })
    expect(columns.column(2, 'z2').count).toBe(60)

    const row = {
      configuration: 0,
      seed: 0,
      steps: Float32Array.of(0),
      layers: 1,
      values: Float32Array.of(9),
    }
    const late = success({ rows: [row], damaged: [], next: 1, more: false })
    vi.spyOn(lab, 'invoke').mockResolvedValueOnce(late)
    const reading = columns.refresh(1, 'z2')
    columns.forget(1)
    await reading
    expect(columns.column(1, 'z2').count).toBe(0)
    await columns.refresh(1, 'z2')
    expect(columns.column(1, 'z2').count).toBe(60)
  })
})
