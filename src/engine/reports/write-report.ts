import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import type { Zippable } from 'fflate'
import type { Result } from '@shared/errors'
import { encodeNumber } from '@shared/number-codec'
import {
  CURVE_WIDTH,
  LAYER_WIDTH,
  NO_VIEW,
  REPORT_ENTRIES,
  REPORT_FORMAT,
  REPORT_LIMITS,
} from '@shared/report'
import type { JsonObject, JsonValue, ReportDraft, ReportTrial } from '@shared/report'
import { CURVE_COLUMNS, LAYER_COLUMNS } from '@shared/trial-result'
import { writeFileAtomically } from './atomic-file'
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
  const { final, firstCause, message, unknown } = trial
  const line: Record<string, JsonValue> = {
    configuration: trial.configuration,
    seed: trial.seed,
    status: trial.status,
    final: null,
    steps: trial.steps,
    milliseconds: trial.milliseconds,
    weightsHash: trial.weightsHash,
    firstCause: null,
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

function layerTable(trials: readonly ReportTrial[], unknown: JsonObject): JsonObject {
  let offset = 0
  const table = trials.map((trial) => {
    const place = [offset, ...layerShape(trial)]
    offset += trial.layers.byteLength
    return place
  })
  return { columns: LAYER_COLUMNS, trials: table, ...section(unknown, 'layers') }
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
    layers: layerTable(draft.trials, draft.manifestUnknown),
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
  entries.set(REPORT_ENTRIES.layers, concatenate(draft.trials.map(({ layers }) => floatsToBytes(layers))))
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
