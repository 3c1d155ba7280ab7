import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { repository } from '../../../scripts/paths.mjs'
import { expandSweep } from '@shared/expand-sweep'
import { RandomStream } from '@shared/statistics/random-stream'
import {
  compareSweep,
  firstPair,
  MOST_COMPARISONS,
  sweepQuestion,
} from '@shared/statistics/sweep-comparisons'
import type { Expansion, TrialRecord } from '@shared/sweep'
import { parseSweepText } from '@shared/sweep-spec'
import { trialWith } from './synthetic-trials'

function expansionOf(text: string): Expansion {
  const result = parseSweepText(text, 'sweep.yaml')
  if (!result.ok) throw new Error(result.error.message)
  return expandSweep(result.value)
}

function preset(name: string): Expansion {
  return expansionOf(readFileSync(path.join(repository, `resources/presets/${name}.yaml`), 'utf8'))
}

/** One trial a seed and configuration, with the loss that is given for them. */
function trialsOf(
  expansion: Expansion,
  loss: (configuration: number, seed: number) => number,
): readonly TrialRecord[] {
  return expansion.configurations.flatMap(({ index }) =>
    expansion.seeds.map((seed) => {
      const value = loss(index, seed)
      const status = Number.isFinite(value) ? 'done' : 'diverged'
      return trialWith({ configuration: index, seed, status, losses: [2.3, value] })
    }),
  )
}

describe('the question of a sweep', () => {
  test('is about the scheme when it varies, within each depth', () => {
    const expansion = preset('he-vs-xavier-depth')
    const question = sweepQuestion(expansion)
    expect(question?.factor).toBe('model.init')
    expect(question?.groups.map(({ context }) => context)).toEqual(['depth 3', 'depth 10', 'depth 20'])
    expect(question?.groups.map(({ configurations }) => configurations.length)).toEqual([2, 2, 2])
  })

  test('is else about the first factor of few values, or about the one that is asked for', () => {
    const expansion = preset('pretrained-weights')
    expect(sweepQuestion(expansion)?.factor).toBe('train.learningRate')
    const transfer = sweepQuestion(expansion, 'pretrain.transfer')
    expect(transfer?.factor).toBe('pretrain.transfer')
    // The permuted source is only fine-tuned: it has nothing beside it to compare with.
    expect(transfer?.groups).toHaveLength(3)
    expect(sweepQuestion(expansion, 'no.such.factor')?.factor).toBe('train.learningRate')
  })

  test('names the pair that is listed first, of many levels the best one too', () => {
    for (const name of ['he-vs-xavier-depth', 'relu-gain-window']) {
      const expansion = preset(name)
      const trials = trialsOf(expansion, (configuration, seed) => Math.abs(configuration - 4.2) + seed / 100)
      const [first] = compareSweep(expansion, trials, 'trainLoss', { resamples: 0 }).comparisons
      expect(firstPair(expansion, trials, 'trainLoss')).toEqual([first?.a, first?.b])
    }
  })

  test('is none when nothing varies', () => {
    const expansion = expansionOf(
      'format: initlab-sweep/1\nname: one\ntask: {dataset: digits8x8}\nmodel: {depth: 1, width: 4, activation: relu, init: he-normal}\ntrain: {optimizer: sgd, learningRate: 0.1, batchSize: 32, steps: 10}\nseeds: [1, 2]\n',
    )
    expect(sweepQuestion(expansion)).toBeNull()
    expect(firstPair(expansion, [], 'trainLoss')).toBeNull()
    expect(compareSweep(expansion, [], 'trainLoss')).toEqual({
      moment: 'end',
      question: null,
      comparisons: [],
      counted: 0,
      leftOut: 0,
    })
  })
})

describe('the comparisons of a sweep', () => {
  test('are one sentence a pair, corrected for all of them', () => {
    const expansion = preset('he-vs-xavier-depth')
    const trials = trialsOf(
      expansion,
      (configuration, seed) => 0.2 + (configuration % 2) * 0.95 + seed / 1000,
    )
    const { comparisons, counted, leftOut } = compareSweep(expansion, trials, 'trainLoss')
    expect([comparisons.length, counted, leftOut]).toEqual([3, 3, 0])
    expect(comparisons[1]).toMatchObject({
      a: 2,
      b: 3,
      aLabel: 'he-normal',
      bLabel: 'xavier-normal',
      context: 'depth 10',
    })
    expect(comparisons[1]?.sentence).toBe(
      'depth 10: he-normal ends lower than xavier-normal: median training loss 0.205 against 1.15, P(better) 1.00 [0.72, 1.00], n = 10 pairs, p = 0.006 after Holm over 3 comparisons.',
    )
  })

  test('of more than four levels are with the best, and still count every pair', () => {
    const expansion = preset('relu-gain-window')
    const levels = sweepQuestion(expansion)!.groups[0]!.configurations.length
    expect(levels).toBeGreaterThan(4)
    const groups = sweepQuestion(expansion)!.groups.length
    const trials = trialsOf(
      expansion,
      (configuration, seed) => (configuration % levels === 2 ? 0.1 : NaN) + seed / 100,
    )
    const { comparisons, counted } = compareSweep(expansion, trials, 'trainLoss')
    expect(comparisons).toHaveLength(groups * (levels - 1))
    expect(counted).toBe((groups * levels * (levels - 1)) / 2)
    const best = sweepQuestion(expansion)!.groups.map(
      ({ configurations }) => configurations.find(({ index }) => index % levels === 2)?.index,
    )
    expect(new Set(comparisons.map(({ a }) => a))).toEqual(new Set(best))
    expect(comparisons.every(({ comparison }) => comparison.comparisons === counted)).toBe(true)
    expect(comparisons[0]?.comparison.b.diverged).toBe(expansion.seeds.length)
  })

  test('are bounded in number, and the rest is told', () => {
    const depths = Array.from({ length: 25 }, (_, index) => index + 1).join(', ')
    const expansion = expansionOf(
      `format: initlab-sweep/1\nname: many\ntask: {dataset: digits8x8}\nmodel: {depth: [${depths}], width: 4, activation: relu, init: [he-normal, xavier-normal, lecun-normal]}\ntrain: {optimizer: sgd, learningRate: 0.1, batchSize: 32, steps: 10}\nseeds: [1, 2]\n`,
    )
    const { comparisons, counted, leftOut } = compareSweep(expansion, [], 'trainLoss')
    expect([comparisons.length, counted, leftOut]).toEqual([MOST_COMPARISONS, 75, 15])
    expect(comparisons[0]?.sentence).toBe(
      'depth 1: there is nothing to compare yet: he-normal and xavier-normal have no finished trial.',
    )
  })
})

test('the best of seven equal levels is rarely called better, though it was chosen by looking', () => {
  const gains = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1]
    .map((gain) => `{scheme: he-normal, gain: ${gain}}`)
    .join(', ')
  const expansion = expansionOf(
    `format: initlab-sweep/1\nname: seven\ntask: {dataset: digits8x8}\nmodel: {depth: 1, width: 4, activation: relu, init: [${gains}]}\ntrain: {optimizer: sgd, learningRate: 0.1, batchSize: 32, steps: 10}\nseeds: {first: 0, count: 12}\n`,
  )
  const stream = RandomStream.ofSeed(12)
  const sweeps = 200
  let wrong = 0
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const { comparisons, counted } = compareSweep(
      expansion,
      trialsOf(expansion, () => stream.unit()),
      'trainLoss',
      { resamples: 0 },
    )
    expect([comparisons.length, counted]).toEqual([6, 21])
    if (comparisons.some(({ comparison: { verdict } }) => verdict !== 'inconclusive')) wrong++
  }
  expect(wrong / sweeps).toBeLessThanOrEqual(0.05)
}, 60_000)
