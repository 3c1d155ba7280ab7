import { describe, expect, it } from 'vitest'
import { UNHURRIED } from '@core/pace'
import { probe } from '@core/probe'
import { train } from '@core/train'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { KERNEL_SETS, machineOf } from './machines'
import { TO_THE_END, trialSettings } from './settings'
import { SHORT_TRAININGS } from './short-trainings'

const UPDATE = LAYER_COLUMNS.indexOf('update')

const FROM_SCRATCH = Object.entries(SHORT_TRAININGS).flatMap(([kind, trainings]) =>
  Object.entries(trainings)
    .map(([name, { choices, data }]) => ({
      name: `${kind}: ${name}`,
      settings: trialSettings(choices),
      data,
    }))
    .filter(({ settings }) => settings.pretrain === null),
)

function withoutUpdates(rows: Float32Array): number[] {
  return [...rows].filter((_, index) => index % LAYER_COLUMNS.length !== UPDATE)
}

describe('a probe', () => {
  it.each(FROM_SCRATCH)('shows the bits of step 0: $name', ({ settings, data }) => {
    const recorded = { ...settings, record: { ...settings.record, layers: true } }
    const { layers, curve } = train(recorded, data, 7, TO_THE_END, machineOf('simd'))
    const probed = probe(settings, data.target, 7, machineOf('simd'), UNHURRIED)
    expect(withoutUpdates(probed.layers)).toEqual(withoutUpdates(layers.subarray(0, probed.layers.length)))
    expect(Math.fround(probed.loss)).toBe(curve[1])
    expect([...probed.layers].filter((_, index) => index % LAYER_COLUMNS.length === UPDATE)).toEqual(
      Array.from({ length: probed.layers.length / LAYER_COLUMNS.length }, () => NaN),
    )
  })

  it('is the same from both kernel sets', () => {
    for (const { settings, data } of FROM_SCRATCH.slice(0, 4)) {
      const [simd, scalar] = KERNEL_SETS.map((set) =>
        probe(settings, data.target, 3, machineOf(set), UNHURRIED),
      )
      expect(scalar).toEqual(simd)
    }
  })
})
