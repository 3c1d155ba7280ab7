import { describe, expect, test } from 'vitest'
import { layerColumn } from '@shared/layer-rows'
import { layerBand as bandOf, layerBands, type LayerQuantity } from '@shared/statistics/layer-bands'
import type { TrialRecord } from '@shared/sweep'
import { layerRows, trialWith } from './synthetic-trials'

/** Two points of two layers; z2, h2, delta2 count up from `start`, 6 a point; what a layer has no value for is NaN. */
function layers(start: number, points = 2): Float32Array {
  return layerRows(
    Array.from({ length: points * 2 }, (_, row) => ({
      z2: start + 3 * row,
      h2: start + 3 * row + 1,
      delta2: start + 3 * row + 2,
      dead: row % 2 === 0 ? 0.5 : NaN,
      update: row < 2 ? 0.01 : NaN,
    })),
  )
}

function layerBand(
  configuration: number,
  trials: readonly TrialRecord[],
  layerCount: number,
  quantity: LayerQuantity,
  step: number,
) {
  const measured = trials.map((trial) => ({ trial, values: layerColumn(trial.layers, quantity) }))
  return bandOf(configuration, measured, layerCount, quantity, step)
}

describe('layerBand', () => {
  const trials = [0, 100, 200].map((start, seed) =>
    trialWith({ seed, losses: [2, 1], layers: layers(start) }),
  )

  test('reads the quantity of each layer at the step', () => {
    expect([...(layerBand(0, trials, 2, 'z2', 0)?.median ?? [])]).toEqual([100, 103])
    expect([...(layerBand(0, trials, 2, 'delta2', 10)?.median ?? [])]).toEqual([108, 111])
    expect([...(layerBand(0, trials, 2, 'h2', 10)?.q25 ?? [])]).toEqual([57, 60])
  })

  test('shows the last recorded step at or before the one asked for', () => {
    expect(layerBand(0, trials, 2, 'z2', 9)?.step).toBe(0)
    expect(layerBand(0, trials, 2, 'z2', 500)?.step).toBe(10)
  })

  test('counts a trial that diverged before as infinite', () => {
    const diverged = trialWith({ seed: 9, status: 'diverged', losses: [2], layers: layers(0, 1) })
    const band = layerBand(0, [...trials, diverged], 2, 'z2', 10)
    expect(band).toMatchObject({ n: 4, diverged: 1 })
    expect(band?.q75[0]).toBe(Infinity)
    expect(band?.median[0]).toBe(156)
  })

  test('leaves a layer without a value empty, whatever diverged', () => {
    const diverged = trialWith({ seed: 9, status: 'diverged', losses: [2], layers: layers(0, 1) })
    const dead = layerBand(0, [...trials, diverged], 2, 'dead', 10)
    expect([...(dead?.median ?? [])]).toEqual([0.5, NaN])
    expect(dead?.q75[0]).toBe(0.5)
    expect([...(layerBand(0, trials, 2, 'update', 10)?.median ?? [])]).toEqual([NaN, NaN])
    expect(layerBand(0, trials, 2, 'update', 0)?.median[0]).toBeCloseTo(0.01)
  })

  test('counts a magnitude that is no number as infinite', () => {
    const broken = trialWith({ seed: 9, status: 'diverged', losses: [2, NaN], layers: layers(NaN) })
    expect(layerBand(0, [broken], 2, 'z2', 10)?.median[0]).toBe(Infinity)
  })

  test('is null without recorded layers', () => {
    expect(layerBand(0, [trialWith({ losses: [2, 1] })], 2, 'z2', 0)).toBeNull()
    expect(layerBand(0, [], 2, 'z2', 0)).toBeNull()
  })
})

describe('layerBands', () => {
  const trials = [0, 100, 200].map((start, seed) =>
    trialWith({ seed, losses: [2, 1], layers: layers(start) }),
  )
  const measured = (all: readonly TrialRecord[]) =>
    all.map((trial) => ({ trial, values: layerColumn(trial.layers, 'z2') }))

  test('are the band of every recorded step', () => {
    const diverged = trialWith({ seed: 9, status: 'diverged', losses: [2], layers: layers(0, 1) })
    const all = [...trials, diverged]
    expect(layerBands(0, measured(all), 2, 'z2')).toEqual([
      layerBand(0, all, 2, 'z2', 0),
      layerBand(0, all, 2, 'z2', 10),
    ])
  })

  test('are none where nothing was recorded', () => {
    const bare = trials.map((trial) => ({ trial, values: new Float32Array(0) }))
    expect(layerBands(0, bare, 2, 'z2')).toEqual([])
    expect(layerBands(0, [], 2, 'z2')).toEqual([])
  })
})
