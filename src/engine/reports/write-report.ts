import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import type { Zippable } from 'fflate'
import type { Result } from '@shared/errors'
import { encodeNumber } from '@shared/number-codec'
import {
  CURVE_WIDTH,
  HISTOGRAM_KINDS,
  HISTOGRAM_WIDTH,
  LAYER_WIDTH,
  NO_VIEW,
  REPORT_ENTRIES,
  REPORT_FORMAT,
  REPORT_LIMITS,
  SPECTRUM_WIDTH,
} from '@shared/report'
import type { JsonObject, JsonValue, ReportDraft, ReportTrial } from '@shared/report'
import type { FirstCause } from '@shared/trial-result'
import { CURVE_COLUMNS, HISTOGRAM_QUANTITIES, SPECTRUM_COLUMNS } from '@shared/trial-result'
import { writeFileAtomically } from './atomic-file'
import { HISTOGRAM_COLUMNS, selectColumns } from './array-columns'
import { concatenate, floatsToBytes } from './float-bytes'
import { isJsonObject, writeJson } from './json-text'

/** Time stamp of every zip entry: the same content gives the same bytes. Local time, as zip has no zone. */
const ENTRY_TIME = '1980-01-01T12:00:00'

function section(unknown: JsonObject, key: string): JsonObject {
  const kept = unknown[key]
  return isJsonObject(kept) ? kept : {}
}

/** The line of trials.ndjson: the known keys of a trial, then the keys of a later version. */
export function trialToJson(trial: ReportTrial): JsonObject {
  const { final, firstCause, jacobian, message, unknown } = trial
  const line: Record<string, JsonValue> = {
    configuration: trial.configuration,
    seed: trial.seed,
    status: trial.status,
    final: null,
    steps: trial.steps,
    milliseconds: trial.milliseconds,
    weightsHash: trial.weightsHash,
    firstCause: null,
    ...(jacobian === null ? {} : { jacobian: encodeNumber(jacobian) }),
    ...(message === null ? {} : { message }),
    ...unknown,
  }
  line['final'] =
    final === null
      ? null
      : {
          trainLoss: encodeNumber(final.trainLoss),
          trainAccuracy: encodeNumber(final.trainAccuracy),
          testLoss: encodeNumber(final.testLoss),
          testAccuracy: encodeNumber(final.testAccuracy),
          ...section(unknown, 'final'),
        }
  line['firstCause'] =
    firstCause === null
      ? null
      : {
          step: firstCause.step,
          layer: firstCause.layer,
          quantity: firstCause.quantity,
          ...(hasNoSide(firstCause)
            ? {}
            : {
                side: firstCause.side,
                value: firstCause.value === null ? null : encodeNumber(firstCause.value),
              }),
          ...(firstCause.phase === undefined ? {} : { phase: firstCause.phase }),
          ...section(unknown, 'firstCause'),
        }
  return line
}

/** @throws RangeError when the lengths of curve and layers do not fit each other: a bug of the caller. */
function layerShape(trial: ReportTrial): readonly [points: number, layers: number] {
  const { curve, layers } = trial
  if (layers.length === 0) return [0, 0]
  const count = trial.layerCount ?? layers.length / ((curve.length / CURVE_WIDTH) * LAYER_WIDTH)
  const points = layers.length / (count * LAYER_WIDTH)
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(points)) {
    throw new RangeError(
      `${String(layers.length)} layer statistics do not fit ${String(curve.length)} curve values`,
    )
  }
  return [points, count]
}

/** A number that was not finite needs no side: so engine 1 wrote all its causes. */
function hasNoSide({ side, value }: FirstCause): boolean {
  return side === 'not-finite' && value === null
}

function curveTable(trials: readonly ReportTrial[], unknown: JsonObject): JsonObject {
  let offset = 0
  const table = trials.map(({ curve }) => {
    if (curve.length % CURVE_WIDTH !== 0) {
      throw new RangeError(`a curve of ${String(curve.length)} values does not consist of whole points`)
    }
    const place = [offset, curve.length / CURVE_WIDTH]
    offset += curve.byteLength
    return place
  })
  return { columns: CURVE_COLUMNS, trials: table, ...section(unknown, 'curves') }
}

function layerTable({ trials, layerColumns, manifestUnknown }: ReportDraft): JsonObject {
  let offset = 0
  const table = trials.map((trial) => {
    const [points, layers] = layerShape(trial)
    const place = [offset, points, layers]
    offset += 4 * points * layers * layerColumns.length
    return place
  })
  return { columns: layerColumns, trials: table, ...section(manifestUnknown, 'layers') }
}

/** @throws RangeError when the values do not consist of whole layers. */
function outerSize(values: Float32Array, layers: number, width: number): number {
  if (values.length === 0) return 0
  const size = values.length / (layers * width)
  if (!Number.isSafeInteger(size))
    throw new RangeError(`${String(values.length)} values do not fit ${String(layers)} layers`)
  return size
}

/** Weight layers of a trial, as far as its arrays tell. */
function layersOf(trial: ReportTrial): number {
  return trial.layerCount !== undefined && trial.layerCount > 0 ? trial.layerCount : layerShape(trial)[1]
}

function blockTable(
  trials: readonly ReportTrial[],
  width: number,
  valuesOf: (trial: ReportTrial) => Float32Array,
): JsonValue {
  let offset = 0
  return trials.map((trial) => {
    const values = valuesOf(trial)
    const layers = values.length === 0 ? 0 : layersOf(trial)
    const place = [offset, outerSize(values, layers, width), layers]
    offset += values.byteLength
    return place
  })
}

/** The sections of the manifest that are there only with values, or in a report that had them. */
function optionalTables({ trials, kernels, manifestUnknown }: ReportDraft): JsonObject {
  const tables: Record<string, JsonValue> = {}
  if (hasValues(trials, 'spectrum')) {
    const table = blockTable(trials, SPECTRUM_WIDTH, ({ spectrum }) => spectrum)
    tables['spectrum'] = {
      columns: SPECTRUM_COLUMNS,
      trials: table,
      ...section(manifestUnknown, 'spectrum'),
    }
  }
  if (hasValues(trials, 'histograms')) {
    const table = blockTable(trials, HISTOGRAM_KINDS * HISTOGRAM_WIDTH, ({ histograms }) => histograms)
    tables['histograms'] = {
      quantities: HISTOGRAM_QUANTITIES,
      columns: HISTOGRAM_COLUMNS,
      trials: table,
      ...section(manifestUnknown, 'histograms'),
    }
  }
  if (kernels !== null)
    tables['kernels'] = {
      set: kernels.set,
      revectorizer: kernels.revectorizer,
      ...section(manifestUnknown, 'kernels'),
    }
  return tables
}

function hasValues(trials: readonly ReportTrial[], name: 'spectrum' | 'histograms'): boolean {
  return trials.some((trial) => trial[name].length > 0)
}

function manifestOf(draft: ReportDraft, entries: ReadonlyMap<string, Uint8Array>): JsonObject {
  const hashes = [...entries].map(
    ([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')] as const,
  )
  return {
    format: draft.format ?? REPORT_FORMAT,
    appVersion: draft.appVersion,
    engineVersion: draft.engineVersion,
    created: draft.created,
    ...draft.manifestUnknown,
    sha256: Object.fromEntries(hashes),
    curves: curveTable(draft.trials, draft.manifestUnknown),
    layers: layerTable(draft),
    ...optionalTables(draft),
  }
}

/** Float32 noise shrinks by a tenth and takes most of the time of a save; a large entry packed well looks like a zip bomb. */
function isStored(name: string, bytes: Uint8Array): boolean {
  return name.endsWith('.f32') || bytes.length > REPORT_LIMITS.packedEntryBytes
}

/**
 * The bytes of a report. Deterministic: the same draft gives the same bytes, whatever the system and the time zone.
 * @throws RangeError when the lengths of a trial's curve and layer statistics do not fit each other.
 */
export function encodeReport(draft: ReportDraft): Uint8Array {
  const text = new TextEncoder()
  const lines = draft.trials.map((trial) => `${writeJson(trialToJson(trial))}\n`)
  const entries = new Map<string, Uint8Array>()
  if (draft.sweep !== null) entries.set(REPORT_ENTRIES.sweep, text.encode(`${writeJson(draft.sweep, 3)}\n`))
  entries.set(REPORT_ENTRIES.trials, concatenate(lines.map((line) => text.encode(line))))
  entries.set(REPORT_ENTRIES.curves, concatenate(draft.trials.map(({ curve }) => floatsToBytes(curve))))
  const layers = draft.trials.map((trial) => floatsToBytes(selectColumns(trial.layers, draft.layerColumns)))
  entries.set(REPORT_ENTRIES.layers, concatenate(layers))
  for (const name of ['spectrum', 'histograms'] as const) {
    if (hasValues(draft.trials, name))
      entries.set(REPORT_ENTRIES[name], concatenate(draft.trials.map((trial) => floatsToBytes(trial[name]))))
  }
  entries.set(REPORT_ENTRIES.notes, text.encode(draft.notes))
  entries.set(REPORT_ENTRIES.view, text.encode(draft.view === '' ? NO_VIEW : draft.view))
  for (const name of [...draft.extras.keys()].sort())
    entries.set(name, draft.extras.get(name) ?? new Uint8Array())
  const manifest = text.encode(`${writeJson(manifestOf(draft, entries), 2)}\n`)
  const files: Zippable = {}
  for (const [name, bytes] of new Map<string, Uint8Array>([
    [REPORT_ENTRIES.manifest, manifest],
    ...entries,
  ])) {
    files[name] = [bytes, { level: isStored(name, bytes) ? 0 : 6 }]
  }
  return zipSync(files, { mtime: ENTRY_TIME })
}

/**
 * Saves the bytes of a report: whatever happens, the path leads to the old or to the new file, never to half of one.
 * Without `overwrite` a file that exists is left alone ('file-exists').
 * @returns the path.
 */
export async function saveReport(
  path: string,
  bytes: Uint8Array,
  options: { readonly overwrite?: boolean } = {},
): Promise<Result<string>> {
  return writeFileAtomically(path, bytes, { overwrite: options.overwrite ?? false })
}
