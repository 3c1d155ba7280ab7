import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { train } from '@core/train'
import { sizesOf } from '@core/trial-sizes'
import { openMachine } from '@core/kernels/machine'
import type { TrialData, TrainingData } from '@core/training'
import { expandSweep } from '@shared/expand-sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import { ACTIVITY, SLOT_WORDS, STOP, SWEEP_WORDS } from '@shared/trial-control'
import type { TrialSettings } from '@shared/trial-settings'
import runTask from '@workers/trial-worker'
import * as runner from '@workers/run-trial'
import { openProgress } from '@workers/progress-port'
import type { ProgressPort } from '@workers/progress-port'
import type { TrialReply } from '@workers/trial-task'
import { weightsHash } from '@workers/weights-hash'

function settingsOf(train: Record<string, unknown> = {}): TrialSettings {
  const parsed = parseSweepDocument({
    format: 'initlab-sweep/1',
    model: { depth: 2, width: 5 },
    train: { steps: 12, batchSize: 4, ...train },
    record: { every: 3 },
  })
  if (!parsed.ok) throw new Error(parsed.error.message)
  const [configuration] = expandSweep(parsed.value).configurations
  if (configuration === undefined) throw new Error('The sweep has no configuration')
  return configuration.settings
}

const TARGET: TrainingData = {
  features: 3,
  image: null,
  classes: 2,
  trainX: Float32Array.from({ length: 60 }, (_, index) => ((index * 7) % 11) / 5 - 1),
  trainY: Int32Array.from({ length: 20 }, (_, index) => index % 2),
  testX: Float32Array.from({ length: 15 }, (_, index) => index / 15),
  testY: Int32Array.from({ length: 5 }, (_, index) => index % 2),
}

const DATA: TrialData = { target: TARGET, source: null }

function portFor(points: number): ProgressPort {
  return {
    sweep: new Int32Array(new SharedArrayBuffer(4 * SWEEP_WORDS.length)),
    slot: new Int32Array(new SharedArrayBuffer(4 * SLOT_WORDS.length)),
    live: new Float32Array(new SharedArrayBuffer(12 * points)),
  }
}

function runTrial(port: ProgressPort, data: TrialData = DATA): TrialReply {
  return runner.runTrial({ settings: settingsOf(), data, seed: 3, port })
}

test('a trial is the training of the core, its weights hashed, its curve shown live', () => {
  const port = portFor(5)
  const reply = runTrial(port)
  const expected = train(settingsOf(), DATA, 3, { proceed: () => true }, openMachine('scalar'))
  if (reply.kind !== 'outcome') throw new Error('no outcome')
  const { outcome } = reply
  expect(outcome).toMatchObject({ status: expected.status, steps: 12, final: expected.final, message: null })
  expect(outcome.milliseconds).toSatisfy(Number.isSafeInteger)
  expect(outcome.curve).toEqual(expected.curve)
  expect(outcome.layers).toEqual(expected.layers)
  expect(outcome.spectrum).toEqual(expected.spectrum)
  expect(outcome.histograms).toEqual(expected.histograms)
  expect(outcome.jacobian).toBe(expected.jacobian)
  const hash = createHash('sha256')
  for (const { weights, bias } of expected.parameters) {
    for (const value of [...weights, ...bias]) {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatLE(value)
      hash.update(bytes)
    }
  }
  expect(outcome.weightsHash).toBe(hash.digest('hex'))
  expect(port.slot[SLOT_WORDS.points]).toBe(5)
  expect(port.live).toEqual(expected.curve)
  expect(port.slot[SLOT_WORDS.activity]).toBe(ACTIVITY.ended)
  expect(reply.stop).toBe(STOP.none)
})

test('a live curve that is too short stops growing; the outcome is whole', () => {
  const port = portFor(2)
  const reply = runTrial(port)
  expect(port.slot[SLOT_WORDS.points]).toBe(2)
  expect(reply.kind === 'outcome' && reply.outcome.curve).toHaveLength(15)
})

test('the stop word ends a trial before its next step', () => {
  const port = portFor(5)
  port.slot[SLOT_WORDS.stop] = STOP.cancelled
  expect(runTrial(port)).toMatchObject({
    kind: 'outcome',
    stop: STOP.cancelled,
    outcome: { status: 'cancelled', steps: 0 },
  })
})

test('an exception of the numerics is a reply', () => {
  const reply = runTrial(portFor(5), {
    target: { ...TARGET, trainY: new Int32Array(0), trainX: new Float32Array(0) },
    source: null,
  })
  expect(reply).toEqual({ kind: 'fault', message: 'The training split has no samples' })
})

test('costs are those of the core, and a calibration is a plausible time', () => {
  const item = { settings: settingsOf(), target: sizesOf(TARGET), source: null }
  const costs = runTask({ kind: 'costs', items: [item, { ...item, settings: settingsOf({ steps: 24 }) }] })
  if (costs.kind !== 'costs') throw new Error('no costs')
  expect(costs.costs[0]).toMatchObject({ steps: 12, points: 5 })
  expect(costs.costs[1]?.flops ?? 0).toBeGreaterThan(costs.costs[0]?.flops ?? 0)
  const measured = runTask({ kind: 'calibrate', milliseconds: 5 })
  expect(measured.kind === 'calibration' && measured.secondsPerFlop).toBeGreaterThan(1e-13)
})

test('a stop word counts before a pause: the trial does not fall asleep', () => {
  const port = portFor(5)
  port.sweep[SWEEP_WORDS.pace] = 1
  const progress = openProgress(port)
  Atomics.store(port.slot, SLOT_WORDS.stop, STOP.cancelled)
  const stopped = progress.proceed(4)
  expect(stopped).toBe(false)
  expect(port.slot[SLOT_WORDS.step]).toBe(4)
  expect(progress.paused()).toBe(0)
})

test('the hash is over little-endian float32, W, then b, then the other learned numbers', () => {
  const weights = Float32Array.of(1, -0)
  const bias = Float32Array.of(NaN)
  const bytes = Buffer.from('0000803f000000800000c07f', 'hex')
  const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
  expect(weightsHash([{ weights, bias, others: [] }])).toBe(sha256(bytes))
  const others = [Float32Array.of(2), Float32Array.of(0.5)]
  const more = Buffer.concat([bytes, Buffer.from('000000400000003f', 'hex')])
  expect(weightsHash([{ weights, bias, others }])).toBe(sha256(more))
})
