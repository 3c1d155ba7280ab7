import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { UNHURRIED } from '@core/pace'
import { pretrain } from '@core/pretrain'
import { openRun } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import { train } from '@core/train'
import { sizesOf, sourceSettings } from '@core/trial-sizes'
import { createUpdates } from '@core/updates'
import type { LayerParameters, Training, TrainingData } from '@core/training'
import { initSettings } from '@shared/schemes'
import type { PretrainSettings } from '@shared/trial-settings'
import type { KernelSet } from '@core/kernels/machine'
import { machineOf, trainOn } from './machines'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

const SEED = 6
const TARGET = ramps(40, 20, 5, 3)
/** Four classes: its output layer does not fit the target's. */
const SOURCE = ramps(70, 10, 5, 4)

const SOURCE_TRAINING = trialSettings({ steps: 30, learningRate: 0.1, batchSize: 8 }).train

function settingsOf(
  transfer: PretrainSettings['transfer'],
  choices: Choices = {},
): ReturnType<typeof trialSettings> {
  const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
  return trialSettings({
    steps: 12,
    ...choices,
    pretrain: { task, pixels: 'original', train: SOURCE_TRAINING, transfer },
  })
}

function run(
  transfer: PretrainSettings['transfer'],
  choices: Choices = {},
  set: KernelSet = 'simd',
  source: TrainingData | null = SOURCE,
): Training {
  const data = { target: TARGET, source }
  return train(settingsOf(transfer, choices), data, SEED, TO_THE_END, machineOf(set))
}

function hidden({ parameters }: Training): readonly LayerParameters[] {
  return parameters.slice(0, -1)
}

/** The source trained as a trial of its own. */
function sourceAlone(choices: Choices = {}, training = SOURCE_TRAINING): Training {
  const settings = trialSettings({ ...choices, layers: false })
  return trainOn({ ...settings, train: training }, SOURCE, SEED, TO_THE_END)
}

const EVERY_KIND: readonly Choices[] = [
  {},
  { normalization: 'batch', activation: 'prelu' },
  { widths: [6, 6, 6], branch: 'rezero', normalization: 'layer' },
  { dropout: 0.3, scheme: 'lsuv' },
]

describe('pretraining', () => {
  it.each(EVERY_KIND)('hands over the hidden layers of a trial on the source: %o', (choices) => {
    const start = run('finetune', { ...choices, steps: 0 })
    expect(hidden(start)).toEqual(hidden(sourceAlone(choices)))
    // The output layer is drawn as for scratch; lsuv then scales it on what the hidden layers make of the data.
    if (choices.scheme === 'lsuv') return
    expect(start.parameters.at(-1)).toEqual(run('scratch', { ...choices, steps: 0 }).parameters.at(-1))
  })

  it('hands over the running buffers of a batch normalization too', () => {
    const machine = machineOf('simd')
    const settings = settingsOf('finetune', { normalization: 'batch' })
    const handed = pretrain(machine, sourceSettings(settings)!, SOURCE, SEED, () => true, UNHURRIED)
    const target = openRun(machine, settings, sizesOf(TARGET), SEED)
    startParameters(target, createBatches(target.trainSplit, 16, SEED), handed)
    const running = target.network.layers.flatMap((layer) => {
      if (layer.running === null) return []
      const { mean, variance, features } = layer.running
      return [mean, variance].map((address) => machine.heap.f32.slice(address / 4, address / 4 + features))
    })
    expect(running).toHaveLength(4)
    expect(running).toEqual(handed.running)
    for (const moments of running) expect(new Set(moments).size).toBe(moments.length)
  })

  it('trains on from there', () => {
    const start = run('finetune', { steps: 0 })
    const end = run('finetune')
    expect(hidden(end)).not.toEqual(hidden(start))
  })

  it('back-propagates through frozen layers where they are measured only', () => {
    const settings = settingsOf('frozen', { widths: [6, 6] })
    const target = openRun(machineOf('simd'), settings, sizesOf(TARGET), SEED)
    loadData(target, TARGET)
    const batches = createBatches(target.trainSplit, settings.train.batchSize, SEED)
    startParameters({ ...target, settings: { ...settings, pretrain: null } }, batches, null)
    const updates = createUpdates(target, batches, 12)
    const { blocks } = target.network
    const gradients = (): Float32Array[] =>
      blocks.map(({ gradient, count }) => target.machine.heap.f32.slice(gradient / 4, gradient / 4 + count))
    const isZero = (values: Float32Array): boolean => values.every((value) => value === 0)
    updates.measure(0)
    updates.propagate(false)
    const [hidden, output] = gradients()
    expect(isZero(hidden!)).toBe(true)
    expect(isZero(output!)).toBe(false)
    updates.propagate(true)
    const [measured, again] = gradients()
    expect(isZero(measured!)).toBe(false)
    expect(again).toEqual(output)
  })

  it('updates the output layer only when frozen', () => {
    for (const choices of EVERY_KIND) {
      const start = run('frozen', { ...choices, steps: 0 })
      const end = run('frozen', choices)
      expect(hidden(end)).toEqual(hidden(start))
      expect(end.parameters.at(-1)).not.toEqual(start.parameters.at(-1))
    }
  })

  it('is ignored by scratch, which draws its hidden layers as a plain trial and needs no source', () => {
    const scratch = run('scratch', { steps: 0 })
    const plain = trainOn(trialSettings({ steps: 0 }), TARGET, SEED, TO_THE_END)
    expect(hidden(scratch)).toEqual(hidden(plain))
    expect(scratch.parameters.at(-1)).not.toEqual(plain.parameters.at(-1))
    expect(run('scratch', {}, 'simd', null)).toEqual(run('scratch'))
  })

  it('has the same bits on both kernel sets, and again', () => {
    for (const choices of EVERY_KIND) {
      const once = run('finetune', choices)
      expect(run('finetune', choices, 'scalar')).toEqual(once)
      expect(run('finetune', choices)).toEqual(once)
    }
  })

  it('is asked as before the first update, and stops as cancelled there', () => {
    const asked: number[] = []
    const data = { target: TARGET, source: SOURCE }
    const proceed = (step: number): boolean => {
      asked.push(step)
      return asked.length < 10
    }
    const training = train(settingsOf('finetune'), data, SEED, { proceed }, machineOf('simd'))
    expect(asked).toEqual(Array<number>(10).fill(0))
    expect(training).toMatchObject({ status: 'cancelled', steps: 0, final: null, firstCause: null })
    expect(training.curve).toHaveLength(0)
    expect(training.layers).toHaveLength(0)
    expect(training.parameters).toHaveLength(0)
  })

  it('that diverges makes the trial diverge before its first update', () => {
    const settings = settingsOf('finetune')
    const wild = { ...SOURCE_TRAINING, learningRate: 1e30 }
    const data = { target: TARGET, source: SOURCE }
    const training = train(
      { ...settings, pretrain: { ...settings.pretrain!, train: wild } },
      data,
      SEED,
      TO_THE_END,
      machineOf('simd'),
    )
    expect(training).toMatchObject({ status: 'diverged', steps: 0 })
    const { firstCause } = sourceAlone({}, wild)
    expect(firstCause!.step).toBeGreaterThan(0)
    expect(training.firstCause).toEqual({ ...firstCause, phase: 'pretraining' })
    expect(training.curve).toHaveLength(3)
    expect(training.final).not.toBeNull()
  })

  it('that diverges is the first cause of a trial without updates too, and of one that would diverge itself', () => {
    const wild = { ...SOURCE_TRAINING, learningRate: 1e30 }
    const settings = settingsOf('finetune', { steps: 0 })
    const data = { target: TARGET, source: SOURCE }
    const pretrained = { ...settings, pretrain: { ...settings.pretrain!, train: wild } }
    const training = train(pretrained, data, SEED, TO_THE_END, machineOf('simd'))
    expect(training).toMatchObject({ status: 'diverged', steps: 0, firstCause: { phase: 'pretraining' } })
    const overrides = [{ layer: 3, init: initSettings('constant', { value: 1e39 }) }]
    const broken = run('finetune', { overrides })
    expect(broken).toMatchObject({
      status: 'diverged',
      firstCause: { phase: 'pretraining', step: 0, layer: 3 },
    })
  })

  it('refuses to run without its source, or with one of other features', () => {
    expect(() => run('finetune', {}, 'simd', null)).toThrow('needs the data of its source')
    expect(() => run('finetune', {}, 'simd', ramps(70, 10, 9, 4))).toThrow('do not fit those of the target')
  })
})
