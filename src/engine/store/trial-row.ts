import { crc32 } from 'node:zlib'
import { TRIAL_STATUSES } from '@shared/trial-result'
import type { FinalMetrics, FirstCause } from '@shared/trial-result'
import type { TrialRecord } from '@shared/sweep'
import { bytes, bytesOrNull, integer, json, oneOf, real, selection, textOrNull } from './columns'
import { DamagedRow } from './database'
import type { Row, SqlValue } from './database'

/** A trial as it is kept; `identity` finds equal trials of other sweeps, null when the result was not computed here. */
export interface StoredTrial {
  readonly record: TrialRecord
  readonly identity: string | null
}

const SCALARS = {
  configuration: 'integer',
  seed: 'integer',
  identity: 'text',
  status: 'text',
  final: 'bytes',
  steps: 'integer',
  milliseconds: 'real',
  weights_hash: 'text',
  first_cause: 'text',
  message: 'text',
  row_crc: 'integer',
  curve_crc: 'integer',
  layers_crc: 'integer',
} as const
const ARRAYS = { curve: 'bytes', layers: 'bytes' } as const

export const TRIAL_SELECTION = selection({ ...SCALARS, ...ARRAYS })

const NAMES = ['sweep_id', ...Object.keys(SCALARS), ...Object.keys(ARRAYS)]

/** A trial that is there twice is a bug: the unique key refuses it. */
export const INSERT_TRIAL = `INSERT INTO trials(${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')})`

const QUANTITIES = ['z', 'h', 'delta', 'W', 'b', 'loss'] as const

/** float32, little endian. */
function floatBytes(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (let index = 0; index < values.length; index++) view.setFloat32(index * 4, values[index] ?? 0, true)
  return new Uint8Array(view.buffer)
}

const LITTLE_ENDIAN_MACHINE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function storedFloats(values: Float32Array): Uint8Array {
  return LITTLE_ENDIAN_MACHINE
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : floatBytes(values)
}

function floatsOf(stored: Uint8Array): Float32Array {
  if (stored.byteLength % 4 !== 0) throw new DamagedRow('An array of the library is cut off.')
  if (LITTLE_ENDIAN_MACHINE) return new Float32Array(stored.buffer, stored.byteOffset, stored.byteLength / 4)
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
  return Float32Array.from({ length: stored.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true))
}

/** Four doubles, little endian: every bit of -0, NaN and the infinities stays, which a REAL column does not promise. */
function finalBytes(final: FinalMetrics | null): Uint8Array | null {
  if (final === null) return null
  const view = new DataView(new ArrayBuffer(32))
  const values = [final.trainLoss, final.trainAccuracy, final.testLoss, final.testAccuracy]
  for (const [index, value] of values.entries()) view.setFloat64(index * 8, value, true)
  return new Uint8Array(view.buffer)
}

function finalOf(stored: Uint8Array | null): FinalMetrics | null {
  if (stored === null) return null
  if (stored.byteLength !== 32) throw new DamagedRow('The final metrics of a trial are cut off.')
  const view = new DataView(stored.buffer, stored.byteOffset, 32)
  return {
    trainLoss: view.getFloat64(0, true),
    trainAccuracy: view.getFloat64(8, true),
    testLoss: view.getFloat64(16, true),
    testAccuracy: view.getFloat64(24, true),
  }
}

/** Checksum of everything but the arrays, which have their own: SQLite checks its pages' shape, never their content. */
function rowChecksum(stored: StoredTrial, sweepId: number): number {
  const { record, identity } = stored
  const final = finalBytes(record.final)
  const content = JSON.stringify([
    sweepId,
    record.configuration,
    record.seed,
    identity,
    record.status,
    final === null ? null : Buffer.from(final).toString('hex'),
    record.steps,
    record.milliseconds,
    record.weightsHash,
    record.firstCause,
    record.message,
    record.curve.length,
    record.layers.length,
  ])
  return crc32(content)
}

export function trialParameters(sweepId: number, stored: StoredTrial): readonly SqlValue[] {
  const { record, identity } = stored
  const curve = storedFloats(record.curve)
  const layers = storedFloats(record.layers)
  return [
    sweepId,
    record.configuration,
    record.seed,
    identity,
    record.status,
    finalBytes(record.final),
    record.steps,
    record.milliseconds,
    record.weightsHash,
    record.firstCause === null ? null : JSON.stringify(record.firstCause),
    record.message,
    rowChecksum(stored, sweepId),
    crc32(curve),
    crc32(layers),
    curve,
    layers,
  ]
}

function firstCauseOf(row: Row): FirstCause | null {
  if (textOrNull(row, 'first_cause') === null) return null
  const value = json(row, 'first_cause')
  if (
    typeof value === 'object' &&
    value !== null &&
    'step' in value &&
    'layer' in value &&
    'quantity' in value
  ) {
    const { step, layer, quantity } = value
    const known = QUANTITIES.find((name) => name === quantity)
    if (typeof step === 'number' && typeof layer === 'number' && known !== undefined) {
      return { step, layer, quantity: known }
    }
  }
  throw new DamagedRow('The first cause of a trial cannot be read.')
}

/** @throws DamagedRow when a checksum differs: a wrong curve is never shown. */
export function trialOf(row: Row, sweepId: number): StoredTrial {
  const curve = bytes(row, 'curve')
  const layers = bytes(row, 'layers')
  const configuration = integer(row, 'configuration')
  const seed = integer(row, 'seed')
  const name = `configuration ${configuration}, seed ${seed}`
  if (crc32(curve) !== integer(row, 'curve_crc')) throw new DamagedRow(`The curve of ${name} is damaged.`)
  if (crc32(layers) !== integer(row, 'layers_crc'))
    throw new DamagedRow(`The layer statistics of ${name} are damaged.`)
  const stored: StoredTrial = {
    record: {
      configuration,
      seed,
      status: oneOf(row, 'status', TRIAL_STATUSES),
      final: finalOf(bytesOrNull(row, 'final')),
      steps: integer(row, 'steps'),
      milliseconds: real(row, 'milliseconds'),
      weightsHash: textOrNull(row, 'weights_hash'),
      firstCause: firstCauseOf(row),
      message: textOrNull(row, 'message'),
      curve: floatsOf(curve),
      layers: floatsOf(layers),
    },
    identity: textOrNull(row, 'identity'),
  }
  if (rowChecksum(stored, sweepId) !== integer(row, 'row_crc'))
    throw new DamagedRow(`The result of ${name} is damaged.`)
  return stored
}
