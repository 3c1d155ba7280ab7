import { createBatches } from '@core/batches'
import { probeRows } from '@core/measure/probe-rows'
import { openRun, type Run } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import { sizesOf } from '@core/trial-sizes'
import { createUpdates } from '@core/updates'
import { DISTINCT_TOLERANCE, HISTOGRAM_BINS, LAYER_COLUMNS } from '@shared/trial-result'
import type { LayerColumn } from '@shared/trial-result'
import { SATURATION } from '@shared/saturation'
import { describe, expect, it } from 'vitest'
import { KERNEL_SETS, machineOf, readMatrix, readSignal, trainOn } from '../machines'
import { ramps, TO_THE_END, trialSettings, type Choices } from '../settings'

const DATA = ramps()
const COLUMNS = LAYER_COLUMNS.length

/** A run after the forward and backward pass of its first batch, nothing updated. */
function measuredRun(set: (typeof KERNEL_SETS)[number], choices: Choices): Run {
  const settings = trialSettings(choices)
  const run = openRun(machineOf(set), settings, sizesOf(DATA), 3)
  loadData(run, DATA)
  const batches = createBatches(run.trainSplit, settings.train.batchSize, 3)
  startParameters(run, batches, null)
  const updates = createUpdates(run, batches, 10)
  updates.measure(0)
  updates.propagate(true)
  return run
}

function statisticsOf({ meter }: Run): NonNullable<Run['meter']['statistics']> {
  if (meter.statistics === null) throw new Error('nothing is measured')
  return meter.statistics
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
}

/** The row of a layer by plain float64 formulas. */
function expectedRow(run: Run, index: number, samples: number): Partial<Record<LayerColumn, number>> {
  const layer = run.network.layers[index]!
  const flat = (signal: typeof layer.z): number[] => readSignal(run.machine, signal, samples).flat()
  const [z, h, delta] = [flat(layer.z), flat(layer.h), flat(layer.delta)]
  const gradient = readMatrix(run.machine, layer.weightGradient, layer.fanOut, layer.fanIn).flat()
  const biasGradient = readMatrix(run.machine, layer.biasGradient, 1, layer.fanOut).flat()
  const parts = SATURATION[run.settings.model.activation.name]
  const arguments_ = layer.activation === null ? [] : flat(layer.activation.input)
  const isFlat = (x: number): boolean =>
    (parts?.low != null && x <= parts.low) || (parts?.high != null && x >= parts.high)
  return {
    zMean: mean(z),
    z2: mean(z.map((x) => x * x)),
    zMin: Math.min(...z),
    zMax: Math.max(...z),
    hMean: mean(h),
    h2: mean(h.map((x) => x * x)),
    hMin: Math.min(...h),
    hMax: Math.max(...h),
    delta2: mean(delta.map((x) => x * x)),
    weightGradient: norm(gradient),
    biasGradient: norm(biasGradient),
    saturated:
      parts === null || layer.activation === null
        ? NaN
        : arguments_.filter(isFlat).length / arguments_.length,
    distinct: layer.fanOut,
    distinctNear: layer.fanOut,
  }
}

const NETS: [string, Choices][] = [
  ['relu', { widths: [7, 9], batchSize: 16 }],
  [
    'tanh with a large spread, a batch of 19',
    { widths: [12, 5], activation: 'tanh', batchSize: 19, init: { gain: 4 } },
  ],
  ['hard-tanh, a batch of 1', { widths: [8, 8], activation: 'hard-tanh', batchSize: 1 }],
  ['batch normalization', { widths: [8, 8], normalization: 'batch', batchSize: 20 }],
  ['a residual net with dropout', { widths: [8, 8, 8], branch: 'plain', dropout: 0.3, batchSize: 16 }],
]

describe.each(KERNEL_SETS)('layer statistics on the %s kernels', (set) => {
  it.each(NETS)('are the plain formulas: %s', (_, choices) => {
    const run = measuredRun(set, choices)
    const samples = run.settings.train.batchSize
    const count = run.network.layers.length
    const rows = new Float32Array(count * COLUMNS)
    const dead = Float64Array.from({ length: count }, (__, index) => index / 10)
    statisticsOf(run).layers.writeRow(samples, dead, rows, 0)
    for (let index = 0; index < count; index += 1) {
      const expected = expectedRow(run, index, samples)
      for (const [place, column] of LAYER_COLUMNS.entries()) {
        const value = rows[index * COLUMNS + place]!
        if (column === 'update') expect(value).toBeNaN()
        else if (column === 'dead') expect(value).toBe(Math.fround(index / 10))
        else if (Number.isNaN(expected[column])) expect(value, column).toBeNaN()
        else {
          const wanted = expected[column] ?? NaN
          // Sums of 32 numbers are float32; the terms of a mean may cancel.
          const squares = column === 'zMean' ? expected.z2 : column === 'hMean' ? expected.h2 : 0
          const size = Math.sqrt(squares ?? 0)
          const allowed = 4e-7 * (Math.abs(wanted) + size) + 1e-12
          expect(Math.abs(value - wanted), column).toBeLessThanOrEqual(allowed)
        }
      }
    }
  })

  it('measure how much an update changed the weights', () => {
    const run = measuredRun(set, { widths: [7, 9] })
    const { layers } = run.network
    const weightsOf = (): number[][] =>
      layers.map(({ weights, fanIn, fanOut }) => readMatrix(run.machine, weights, fanOut, fanIn).flat())
    const before = weightsOf()
    const rows = new Float32Array(layers.length * COLUMNS)
    const { layers: meter } = statisticsOf(run)
    meter.writeRow(16, new Float64Array(layers.length), rows, 0)
    run.optimizer.update(0.3)
    meter.writeUpdate(rows, 0)
    for (const [index, after] of weightsOf().entries()) {
      const change = norm(after.map((value, place) => value - before[index]![place]!))
      const ratio = rows[index * COLUMNS + LAYER_COLUMNS.indexOf('update')]!
      expect(ratio / (change / norm(before[index]!))).toBeCloseTo(1, 5)
    }
  })

  it('count units that are equal, and nearly', () => {
    const run = measuredRun(set, { widths: [6], biasInit: { kind: 'constant', value: 0 } })
    const { weights, fanIn, fanOut } = run.network.layers[0]!
    const { f32 } = run.machine.heap
    const stride = (fanIn + 7) & ~7
    const rms = norm(readMatrix(run.machine, weights, fanOut, fanIn).flat()) / Math.sqrt(fanIn * fanOut)
    const first = weights / 4
    f32.copyWithin(first + stride, first, first + fanIn)
    f32.copyWithin(first + 2 * stride, first, first + fanIn)
    f32[first + 2 * stride + 1]! += 0.5 * DISTINCT_TOLERANCE * rms
    const rows = new Float32Array(2 * COLUMNS)
    statisticsOf(run).layers.writeRow(16, new Float64Array(2), rows, 0)
    expect(rows[LAYER_COLUMNS.indexOf('distinct')]).toBe(5)
    expect(rows[LAYER_COLUMNS.indexOf('distinctNear')]).toBe(4)
  })

  it('estimate the mean squared singular value of the Jacobian', () => {
    // A linear net: J is the product of its matrices, the same for every sample.
    const run = measuredRun(set, { widths: [9, 7], activation: 'linear', batchSize: 90 })
    const delta = run.network.output.delta.values / 4
    const deltaBefore = run.machine.heap.f32.slice(delta, delta + 6 * 8 * 16)
    const estimate = statisticsOf(run).jacobian.measure(90)
    expect(run.machine.heap.f32.slice(delta, delta + 6 * 8 * 16)).toEqual(deltaBefore)
    const [first, ...others] = run.network.layers.map(({ weights, fanIn, fanOut }) =>
      readMatrix(run.machine, weights, fanOut, fanIn),
    )
    const product = others.reduce<number[][]>(
      (below, matrix) =>
        matrix.map((row) => below[0]!.map((_, k) => row.reduce((sum, w, j) => sum + w * below[j]![k]!, 0))),
      first ?? [],
    )
    const exact = product.flat().reduce((sum, value) => sum + value * value, 0) / product.length
    // 90 cotangents of 3 numbers: the estimate lies within a third with a wide margin.
    expect(estimate / exact).toBeGreaterThan(0.67)
    expect(estimate / exact).toBeLessThan(1.5)
  })
})

describe('what a trial records', () => {
  it.each(NETS)('is the same in every bit on both kernel sets: %s', (_, choices) => {
    const settings = trialSettings({ ...choices, every: 4, steps: 10, histograms: [0, 3, 'last'] })
    const [simd, scalar] = KERNEL_SETS.map((set) => trainOn(settings, DATA, 5, TO_THE_END, set))
    expect(simd).toEqual(scalar)
  })

  it('keeps the histograms of a step that is also the last one once', () => {
    for (const steps of [0, 10]) {
      const settings = trialSettings({ widths: [6], steps, histograms: [steps, 'last'] })
      const { histograms } = trainOn(settings, DATA, 5, TO_THE_END)
      expect(histograms).toHaveLength(2 * 3 * (3 + HISTOGRAM_BINS))
      expect(histograms[0]).toBe(steps)
    }
  })

  it('has a row for each point, spectra at both ends and the histograms that were asked for', () => {
    const settings = trialSettings({ widths: [6, 6], every: 4, steps: 10, histograms: [0, 3, 'last'] })
    const { curve, layers, spectrum, histograms, jacobian } = trainOn(settings, DATA, 5, TO_THE_END)
    expect(Array.from(curve.filter((_, place) => place % 3 === 0))).toEqual([0, 4, 8, 10])
    expect(layers).toHaveLength(4 * 3 * COLUMNS)
    expect(spectrum).toHaveLength(2 * 3 * 2)
    for (let place = 0; place < spectrum.length; place += 2)
      expect(spectrum[place]).toBeGreaterThan(spectrum[place + 1]!)
    expect(jacobian).toBeGreaterThan(0)
    const numbers = 3 + HISTOGRAM_BINS
    expect(histograms).toHaveLength(3 * 3 * 3 * numbers)
    const steps = Array.from({ length: 27 }, (_, index) => histograms[index * numbers])
    expect(steps).toEqual([
      ...Array<number>(9).fill(0),
      ...Array<number>(9).fill(3),
      ...Array<number>(9).fill(10),
    ])
    for (let index = 0; index < 27; index += 1) {
      const bins = histograms.subarray(index * numbers + 3, (index + 1) * numbers)
      const units = Math.floor(index / 3) % 3 === 2 ? 3 : 6
      expect(bins.reduce((sum, count) => sum + count, 0)).toBe(16 * units)
    }
    const updates = Array.from(
      { length: 4 },
      (_, row) => layers[row * 3 * COLUMNS + LAYER_COLUMNS.indexOf('update')],
    )
    expect(updates.map((ratio) => Number.isNaN(ratio))).toEqual([false, false, false, true])
  })

  it('is nothing but the curve without record.layers and histograms, and the training does not change', () => {
    const choices: Choices = { widths: [6, 6], every: 4, steps: 10, activation: 'relu', dropout: 0.2 }
    const bare = trainOn(trialSettings({ ...choices, layers: false }), DATA, 5, TO_THE_END)
    const full = trainOn(trialSettings({ ...choices, histograms: [0, 'last'] }), DATA, 5, TO_THE_END)
    expect([bare.layers.length, bare.spectrum.length, bare.histograms.length, bare.jacobian]).toEqual([
      0,
      0,
      0,
      null,
    ])
    expect([full.curve, full.final, full.parameters]).toEqual([bare.curve, bare.final, bare.parameters])
  })

  it('gives the dead share of the whole training split at the last point', () => {
    const settings = trialSettings({ widths: [8, 8], every: 5, steps: 10, learningRate: 2 })
    const set = 'scalar'
    const { layers } = trainOn(settings, DATA, 4, TO_THE_END, set)
    // The weights are still in the heap: one more look at every sample.
    const run = openRun(machineOf('simd'), settings, sizesOf(DATA), 4)
    const last = layers.subarray(2 * 3 * COLUMNS)
    const trained = trainOn(settings, DATA, 4, TO_THE_END, set).parameters
    loadData(run, DATA)
    for (const [index, { weights, bias, fanIn, fanOut }] of run.network.layers.entries()) {
      const { f32 } = run.machine.heap
      for (let row = 0; row < fanOut; row += 1)
        f32.set(
          trained[index]!.weights.subarray(row * fanIn, (row + 1) * fanIn),
          weights / 4 + row * ((fanIn + 7) & ~7),
        )
      f32.set(trained[index]!.bias, bias / 4)
    }
    const alive = [new Set<number>(), new Set<number>()]
    for (let sample = 0; sample < 90; sample += 1) {
      run.trainSplit.loadRange(sample, 1)
      run.network.forward(1, 'evaluate', 0)
      for (const [index, units] of alive.entries())
        for (const [unit, value] of readSignal(run.machine, run.network.layers[index]!.z, 1)[0]!.entries())
          if (value > 0) units.add(unit)
    }
    const dead = LAYER_COLUMNS.indexOf('dead')
    expect([last[dead], last[COLUMNS + dead]]).toEqual(alive.map((units) => (8 - units.size) / 8))
    expect(last[2 * COLUMNS + dead]).toBeNaN()
    expect(alive.some((units) => units.size < 8)).toBe(true)
  })

  /** The second half of the probe is only passed where the first leaves a unit in doubt. */
  it('gives the dead share of all 32 probe samples', () => {
    const probe = probeRows(90)
    // Far from 0, mostly so in the rows of the first half: a unit is often active nowhere there.
    const numbers = DATA.trainX.length
    const data = { ...DATA, trainX: DATA.trainX.map((x, place) => x + (2 * place < numbers ? 2 : 1)) }
    const halves = { settled: 0, doubted: 0, dead: 0 }
    for (let seed = 0; seed < 24; seed += 1) {
      const settings = trialSettings({ widths: [4], steps: 1, learningRate: 0 })
      const { layers } = trainOn(settings, data, seed, TO_THE_END)
      const run = openRun(machineOf('simd'), settings, sizesOf(data), seed)
      loadData(run, data)
      startParameters(run, createBatches(run.trainSplit, settings.train.batchSize, seed), null)
      const alive = [...probe].map((_, place) => {
        run.trainSplit.load(probe, place, 1)
        run.network.forward(1, 'evaluate', 0)
        return readSignal(run.machine, run.network.layers[0]!.z, 1)[0]!.map((value) => value > 0)
      })
      const deadIn = (rows: typeof alive): number =>
        [0, 1, 2, 3].filter((unit) => rows.every((row) => !row[unit])).length
      expect(layers[LAYER_COLUMNS.indexOf('dead')]).toBe(deadIn(alive) / 4)
      if (deadIn(alive) > 0) halves.dead += 1
      else if (deadIn(alive.slice(0, 16)) > 0) halves.doubted += 1
      else halves.settled += 1
    }
    expect(Math.min(...Object.values(halves)), JSON.stringify(halves)).toBeGreaterThan(0)
  })
})
