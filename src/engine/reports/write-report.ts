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
import { floatsToBytes } from './float-bytes'
import { isJsonObject, writeJson } from './json-text'
import { atOnce, hashSteps } from './steps'
import type { Steps } from './steps'
import { zipSteps } from './zip-writer'

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

function manifestOf(draft: ReportDraft, hashes: Readonly<Record<string, string>>): JsonObject {
  return {
    format: draft.format ?? REPORT_FORMAT,
    appVersion: draft.appVersion,
    engineVersion: draft.engineVersion,
    created: draft.created,
    ...draft.manifestUnknown,
    sha256: hashes,
    curves: curveTable(draft.trials, draft.manifestUnknown),
    layers: layerTable(draft),
    ...optionalTables(draft),
  }
}

/** Float32 noise shrinks by a tenth and takes most of the time of a save; a large entry packed well looks like a zip bomb. */
function isStored(name: string, parts: readonly Uint8Array[]): boolean {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0)
  return name.endsWith('.f32') || bytes > REPORT_LIMITS.packedEntryBytes
}

const TRIALS_A_STEP = 16

/** Bytes of each trial, some trials a step. */
function* trialParts(
  trials: readonly ReportTrial[],
  partOf: (trial: ReportTrial) => Uint8Array,
): Steps<readonly Uint8Array[]> {
  const parts: Uint8Array[] = []
  for (const [index, trial] of trials.entries()) {
    parts.push(partOf(trial))
    if ((index + 1) % TRIALS_A_STEP === 0) yield
  }
  return parts
}

/** The entries but the manifest, in parts. */
function* entrySteps(draft: ReportDraft): Steps<ReadonlyMap<string, readonly Uint8Array[]>> {
  const text = new TextEncoder()
  const { trials } = draft
  const entries = new Map<string, readonly Uint8Array[]>()
  if (draft.sweep !== null) entries.set(REPORT_ENTRIES.sweep, [text.encode(`${writeJson(draft.sweep, 3)}\n`)])
  const line = (trial: ReportTrial): Uint8Array => text.encode(`${writeJson(trialToJson(trial))}\n`)
  entries.set(REPORT_ENTRIES.trials, yield* trialParts(trials, line))
  entries.set(REPORT_ENTRIES.curves, yield* trialParts(trials, ({ curve }) => floatsToBytes(curve)))
  const layersOfTrial = ({ layers }: ReportTrial): Uint8Array =>
    floatsToBytes(selectColumns(layers, draft.layerColumns))
  entries.set(REPORT_ENTRIES.layers, yield* trialParts(trials, layersOfTrial))
  for (const name of ['spectrum', 'histograms'] as const) {
    if (hasValues(trials, name))
      entries.set(REPORT_ENTRIES[name], yield* trialParts(trials, (trial) => floatsToBytes(trial[name])))
  }
  entries.set(REPORT_ENTRIES.notes, [text.encode(draft.notes)])
  entries.set(REPORT_ENTRIES.view, [text.encode(draft.view === '' ? NO_VIEW : draft.view)])
  for (const name of [...draft.extras.keys()].sort())
    entries.set(name, [draft.extras.get(name) ?? new Uint8Array()])
  return entries
}

/** The bytes of a report in steps, so that whoever else lives in the process may go on meanwhile; as `encodeReport`. */
export function* reportSteps(draft: ReportDraft): Steps<Uint8Array> {
  const entries = yield* entrySteps(draft)
  const hashes: Record<string, string> = {}
  for (const [name, parts] of entries) hashes[name] = yield* hashSteps(parts)
  const manifest = new TextEncoder().encode(`${writeJson(manifestOf(draft, hashes), 2)}\n`)
  yield
  // An object lists names that are numbers first: so the reports of every version had them.
  const files = { [REPORT_ENTRIES.manifest]: [manifest], ...Object.fromEntries(entries) }
  return yield* zipSteps(
    Object.entries(files).map(([name, parts]) => ({ name, parts, isPacked: !isStored(name, parts) })),
  )
}

/**
 * The bytes of a report. Deterministic: the same draft gives the same bytes, whatever the system and the time zone.
 * @throws RangeError when the lengths of a trial's curve and layer statistics do not fit each other.
 */
export function encodeReport(draft: ReportDraft): Uint8Array {
  return atOnce(reportSteps(draft))
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
