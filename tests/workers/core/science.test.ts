import { describe, expect, it } from 'vitest'
import type { TrainingHooks } from '@core/training'
import { loadDigits } from './golden'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { trainOn } from './machines'
import { trialSettings, type Choices } from './settings'

const DIGITS = loadDigits()
const HOOKS: TrainingHooks = { proceed: () => true }

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function finalLoss(choices: Choices, seed: number): number {
  return trainOn(trialSettings(choices), DIGITS, seed, HOOKS).final!.trainLoss
}

describe('what the study found', () => {
  it('holds for He against Xavier at depth 10: less than 0.35 of the loss (preset P05)', () => {
    const deep = {
      widths: Array<number>(10).fill(32),
      batchSize: 32,
      steps: 400,
      learningRate: 0.03,
      layers: false,
    }
    const seeds = [500, 501, 502]
    const he = median(seeds.map((seed) => finalLoss({ ...deep, scheme: 'he-normal' }, seed)))
    const xavier = median(seeds.map((seed) => finalLoss({ ...deep, scheme: 'xavier-normal' }, seed)))
    expect(he).toBeLessThan(0.35 * xavier)
    expect(xavier).toBeGreaterThan(0.5)
  }, 30_000)

  it('holds for all-zero weights: the loss stays at ln 10', () => {
    const loss = finalLoss(
      { scheme: 'zeros', widths: [32, 32, 32], batchSize: 32, steps: 100, learningRate: 0.03 },
      1,
    )
    expect(loss).toBeCloseTo(Math.LN10, 2)
  })
})

const FEW = {
  ...DIGITS,
  trainX: DIGITS.trainX.subarray(0, 64 * 16),
  trainY: DIGITS.trainY.subarray(0, 16),
  testX: new Float32Array(0),
  testY: new Int32Array(0),
}
const DEPTH = 12
const SEEDS = [0, 1, 2, 3, 4, 5]

/** Geometric mean over seeds and layers 2..12 of the ratio from one layer to the next, forward and backward. */
function ratiosPerLayer(choices: Choices): { forward: number; backward: number } {
  const settings = trialSettings({ ...choices, widths: Array<number>(DEPTH).fill(128), steps: 0 })
  let forward = 0
  let backward = 0
  for (const seed of SEEDS) {
    const { layers } = trainOn(settings, FEW, seed, HOOKS)
    const at = (layer: number, column: (typeof LAYER_COLUMNS)[number]): number =>
      layers[LAYER_COLUMNS.length * (layer - 1) + LAYER_COLUMNS.indexOf(column)]!
    forward += Math.log(at(DEPTH, 'z2') / at(2, 'z2'))
    backward += Math.log(at(2, 'delta2') / at(DEPTH, 'delta2'))
  }
  const ratios = SEEDS.length * (DEPTH - 2)
  return { forward: Math.exp(forward / ratios), backward: Math.exp(backward / ratios) }
}

describe('the signal at the start', () => {
  /** sigma_w^2 / 2 in both directions for relu; science, section 3. */
  it.each<{ name: string; choices: Choices; ratio: number }>([
    { name: 'He', choices: { scheme: 'he-normal' }, ratio: 1 },
    { name: 'Xavier', choices: { scheme: 'xavier-uniform' }, ratio: 0.5 },
    { name: 'the misprinted Xavier', choices: { scheme: 'seed-004-xavier' }, ratio: 0.25 },
    {
      name: 'He cut at two standard deviations',
      choices: { scheme: 'truncated-normal', init: { std: Math.sqrt(2 / 128) } },
      ratio: 0.7737,
    },
  ])('of a relu net with $name changes by $ratio a layer, forward and backward', ({ choices, ratio }) => {
    const { forward, backward } = ratiosPerLayer(choices)
    expect(Math.abs(forward / ratio - 1)).toBeLessThan(0.05)
    expect(Math.abs(backward / ratio - 1)).toBeLessThan(0.05)
  })
})
