import { crc32 } from 'node:zlib'
import { layerColumn } from '@shared/layer-rows'
import type { LayerRow } from '@shared/layer-rows'
import { encodedNumber, encodeNumber } from '@shared/number-codec'
import {
  CAUSE_PHASES,
  CAUSE_QUANTITIES,
  CAUSE_SIDES,
  CURVE_COLUMNS,
  LAYER_COLUMNS,
  TRIAL_STATUSES,
} from '@shared/trial-result'
import type { FinalMetrics, FirstCause, LayerColumn } from '@shared/trial-result'
import type { TrialRecord } from '@shared/sweep'
import { ENGINE_1_COLUMNS, expandColumns } from '../reports/array-columns'
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
  form: 'integer',
  jacobian: 'bytes',
  spectrum_crc: 'integer',
  histograms_crc: 'integer',
} as const
const ARRAYS = { curve: 'bytes', layers: 'bytes', spectrum: 'bytes', histograms: 'bytes' } as const

export const TRIAL_SELECTION = selection({ ...SCALARS, ...ARRAYS })

/** A trial without the arrays that a window asks for by themselves; their lengths belong to the checksum. */
export const SHOWN_SELECTION = [
  selection({ ...SCALARS, curve: 'bytes' }),
  ...['layers', 'spectrum', 'histograms'].map((name) => `CAST(length(${name}) AS INTEGER) AS ${name}_size`),
].join(', ')

/** One column of the layer statistics is cut out of these. */
export const LAYER_SELECTION = selection({
  configuration: 'integer',
  seed: 'integer',
  curve_crc: 'integer',
  layers_crc: 'integer',
  form: 'integer',
  curve: 'bytes',
  layers: 'bytes',
})

const NAMES = ['sweep_id', ...Object.keys(SCALARS), ...Object.keys(ARRAYS)]

/** A trial that is there twice is a bug: the unique key refuses it. */
export const INSERT_TRIAL = `INSERT INTO trials(${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')})`

/** Form of the rows that are written. Form 1, of schema 1, has the layer columns of engine 1 and none of the later arrays. */
const FORM = 2

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

function doubleBytes(value: number | null): Uint8Array | null {
  if (value === null) return null
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value, true)
  return new Uint8Array(view.buffer)
}

function doubleOf(stored: Uint8Array | null): number | null {
  if (stored === null) return null
  if (stored.byteLength !== 8) throw new DamagedRow('A number of a trial is cut off.')
  return new DataView(stored.buffer, stored.byteOffset, 8).getFloat64(0, true)
}

function hexOf(stored: Uint8Array | null): string | null {
  return stored === null ? null : Buffer.from(stored).toString('hex')
}

/** The first cause as text; form 1 knew neither side nor value. */
function causeJson(cause: FirstCause, form: number): unknown {
  const { step, layer, quantity, side, value, phase } = cause
  if (form === 1) return { step, layer, quantity }
  return {
    step,
    layer,
    quantity,
    side,
    value: value === null ? null : encodeNumber(value),
    ...(phase === undefined ? {} : { phase }),
  }
}

/** Checksum of everything but the arrays, which have their own: SQLite checks its pages' shape, never their content. */
function rowChecksum(stored: StoredTrial, sweepId: number, form: number, lengths: readonly number[]): number {
  const { record, identity } = stored
  const content: unknown[] = [
    sweepId,
    record.configuration,
    record.seed,
    identity,
    record.status,
    hexOf(finalBytes(record.final)),
    record.steps,
    record.milliseconds,
    record.weightsHash,
    record.firstCause === null ? null : causeJson(record.firstCause, form),
    record.message,
    ...lengths,
  ]
  if (form !== 1) content.push(form, hexOf(doubleBytes(record.jacobian)))
  return crc32(JSON.stringify(content))
}

export function trialParameters(sweepId: number, stored: StoredTrial): readonly SqlValue[] {
  const { record, identity } = stored
  const curve = storedFloats(record.curve)
  const layers = storedFloats(record.layers)
  const spectrum = storedFloats(record.spectrum)
  const histograms = storedFloats(record.histograms)
  const lengths = [record.curve, record.layers, record.spectrum, record.histograms].map(
    ({ length }) => length,
  )
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
    record.firstCause === null ? null : JSON.stringify(causeJson(record.firstCause, FORM)),
    record.message,
    rowChecksum(stored, sweepId, FORM, lengths),
    crc32(curve),
    crc32(layers),
    FORM,
    doubleBytes(record.jacobian),
    crc32(spectrum),
    crc32(histograms),
    curve,
    layers,
    spectrum,
    histograms,
  ]
}

function firstCauseOf(row: Row, form: number): FirstCause | null {
  if (textOrNull(row, 'first_cause') === null) return null
  const stored = json(row, 'first_cause')
  const fields = new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : [])
  const step: unknown = fields.get('step')
  const layer: unknown = fields.get('layer')
  const quantity = CAUSE_QUANTITIES.find((name) => name === fields.get('quantity'))
  const side = form === 1 ? 'not-finite' : CAUSE_SIDES.find((name) => name === fields.get('side'))
  const value = form === 1 ? null : causeValue(fields.get('value'))
  const phase = CAUSE_PHASES.find((name) => name === fields.get('phase'))
  if (
    typeof step !== 'number' ||
    typeof layer !== 'number' ||
    quantity === undefined ||
    side === undefined ||
    value === undefined
  ) {
    throw new DamagedRow('The first cause of a trial cannot be read.')
  }
  return { step, layer, quantity, side, value, ...(phase === undefined ? {} : { phase }) }
}

function causeValue(stored: unknown): number | null | undefined {
  return encodedNumber.nullable().safeParse(stored).data
}

/** An array whose checksum is right. @throws DamagedRow: a wrong curve is never shown. */
function checkedFloats(row: Row, column: keyof typeof ARRAYS, meaning: string, name: string): Float32Array {
  const stored = bytes(row, column)
  if (crc32(stored) !== integer(row, `${column}_crc`))
    throw new DamagedRow(`The ${meaning} of ${name} ${column === 'curve' ? 'is' : 'are'} damaged.`)
  return floatsOf(stored)
}

function rowName(row: Row): string {
  return `configuration ${integer(row, 'configuration')}, seed ${integer(row, 'seed')}`
}

/** Layer statistics in LAYER_COLUMNS, whatever the form of the row. */
function layersOf(row: Row): { readonly layers: Float32Array; readonly length: number } {
  const stored = checkedFloats(row, 'layers', 'layer statistics', rowName(row))
  const isOld = integer(row, 'form') === 1
  return { layers: isOld ? expandColumns(stored, ENGINE_1_COLUMNS) : stored, length: stored.length }
}

type RowArrays = Pick<TrialRecord, keyof typeof ARRAYS>

/** @param lengths of curve, layers, spectrum and histograms as they are stored */
function recordOf(row: Row, sweepId: number, arrays: RowArrays, lengths: readonly number[]): StoredTrial {
  const form = integer(row, 'form')
  const stored: StoredTrial = {
    record: {
      configuration: integer(row, 'configuration'),
      seed: integer(row, 'seed'),
      status: oneOf(row, 'status', TRIAL_STATUSES),
      final: finalOf(bytesOrNull(row, 'final')),
      steps: integer(row, 'steps'),
      milliseconds: real(row, 'milliseconds'),
      weightsHash: textOrNull(row, 'weights_hash'),
      firstCause: firstCauseOf(row, form),
      message: textOrNull(row, 'message'),
      ...arrays,
      jacobian: doubleOf(bytesOrNull(row, 'jacobian')),
    },
    identity: textOrNull(row, 'identity'),
  }
  const counted = form === 1 ? lengths.slice(0, 2) : lengths
  if (rowChecksum(stored, sweepId, form, counted) !== integer(row, 'row_crc'))
    throw new DamagedRow(`The result of ${rowName(row)} is damaged.`)
  return stored
}

/** @throws DamagedRow when a checksum differs. */
export function trialOf(row: Row, sweepId: number): StoredTrial {
  const name = rowName(row)
  const curve = checkedFloats(row, 'curve', 'curve', name)
  const { layers, length } = layersOf(row)
  const spectrum = checkedFloats(row, 'spectrum', 'singular values', name)
  const histograms = checkedFloats(row, 'histograms', 'histograms', name)
  const lengths = [curve.length, length, spectrum.length, histograms.length]
  return recordOf(row, sweepId, { curve, layers, spectrum, histograms }, lengths)
}

const NOTHING = new Float32Array(0)

/** A row of SHOWN_SELECTION. @throws DamagedRow when a checksum of what is read differs. */
export function shownTrialOf(row: Row, sweepId: number): StoredTrial {
  const curve = checkedFloats(row, 'curve', 'curve', rowName(row))
  const sizes = [integer(row, 'layers_size'), integer(row, 'spectrum_size'), integer(row, 'histograms_size')]
  const arrays = { curve, layers: NOTHING, spectrum: NOTHING, histograms: NOTHING }
  return recordOf(row, sweepId, arrays, [curve.length, ...sizes.map((size) => size / 4)])
}

/** A row of LAYER_SELECTION. @throws DamagedRow when a checksum of what is read differs. */
export function layerRowOf(row: Row, column: LayerColumn): LayerRow {
  const curve = checkedFloats(row, 'curve', 'curve', rowName(row))
  const { layers } = layersOf(row)
  const points = curve.length / CURVE_COLUMNS.length
  const count = points === 0 ? 0 : layers.length / (points * LAYER_COLUMNS.length)
  // The arrays of a cut report may not fit each other: nobody knows then which layer a value belongs to.
  const isWhole = Number.isSafeInteger(count)
  return {
    configuration: integer(row, 'configuration'),
    seed: integer(row, 'seed'),
    steps: Float32Array.from(
      { length: Math.floor(points) },
      (_, point) => curve[point * CURVE_COLUMNS.length] ?? NaN,
    ),
    layers: isWhole ? count : 0,
    values: isWhole ? layerColumn(layers, column) : NOTHING,
  }
}
