import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import {
  CURVE_WIDTH,
  KNOWN_KEYS,
  LAYER_WIDTH,
  REPORT_ENTRIES,
  REPORT_LIMITS,
  trialLine,
} from '@shared/report'
import type { JsonObject, JsonValue, ReportTrial } from '@shared/report'
import { CURVE_COLUMNS, LAYER_COLUMNS } from '@shared/trial-result'
import { bytesToFloats } from './float-bytes'
import { isJsonObject, keysBesides, readJsonObject, writeJson } from './json-text'
import type { MissingList } from './missing-list'
import type { Manifest } from './read-manifest'

/** A trial without its curve and layer statistics. */
type TrialLine = Omit<ReportTrial, 'curve' | 'layers' | 'layerCount'>

/** Where the block of one trial lies in an f32 entry. */
interface Block {
  readonly offset: number
  readonly points: number
  readonly layers: number
}

/** Keys of a later version in a line, in the shape of the line. */
function unknownKeys(raw: JsonObject): JsonObject {
  const unknown: Record<string, JsonValue> = { ...keysBesides(raw, KNOWN_KEYS.trial) }
  for (const key of ['final', 'firstCause'] as const) {
    const section = raw[key]
    const kept = isJsonObject(section) ? keysBesides(section, KNOWN_KEYS[key]) : {}
    if (Object.keys(kept).length > 0) unknown[key] = kept
  }
  return unknown
}

function readLine(bytes: Uint8Array, place: string): Result<TrialLine> {
  if (bytes.length > REPORT_LIMITS.lineBytes) {
    return failure('report-invalid', `It has more than ${String(REPORT_LIMITS.lineBytes)} bytes.`, place)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return failure('report-invalid', 'It is not UTF-8 text.', place)
  }
  const raw = readJsonObject(text, place)
  if (!raw.ok) return raw
  const line = trialLine.safeParse(raw.value)
  if (!line.success) {
    const [issue] = line.error.issues
    return failure(
      'report-invalid',
      `"${issue?.path.map(String).join('.') ?? ''}": ${issue?.message ?? 'wrong form'}.`,
      place,
    )
  }
  const { configuration, seed, status, final, steps, milliseconds, weightsHash, firstCause, message } =
    line.data
  return success({
    configuration,
    seed,
    status,
    final:
      final === null
        ? null
        : {
            trainLoss: final.trainLoss,
            trainAccuracy: final.trainAccuracy,
            testLoss: final.testLoss,
            testAccuracy: final.testAccuracy,
          },
    steps,
    milliseconds,
    weightsHash,
    firstCause:
      firstCause === null
        ? null
        : { step: firstCause.step, layer: firstCause.layer, quantity: firstCause.quantity },
    message: message ?? null,
    unknown: unknownKeys(raw.value),
  })
}

/** The lines that hold more than white space, without their ends. */
function* splitLines(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0
  while (from < bytes.length) {
    const newline = bytes.indexOf(0x0a, from)
    const to = newline < 0 ? bytes.length : newline
    const line = bytes.subarray(from, to > from && bytes[to - 1] === 0x0d ? to - 1 : to)
    if (line.some((byte) => byte !== 0x20 && byte !== 0x09)) yield line
    from = to + 1
  }
}

/** Why the blocks cannot lie in the entry, or null. */
function blockFault(
  blocks: readonly Block[],
  width: number,
  entryBytes: number,
  lines: number,
): string | null {
  if (blocks.length !== lines) {
    return `manifest.json places ${String(blocks.length)} trials, trials.ndjson has ${String(lines)}`
  }
  let total = 0
  for (const [index, { offset, points, layers }] of blocks.entries()) {
    const bytes = points * layers * width * 4
    total += bytes
    if (offset + bytes > entryBytes || total > entryBytes) {
      return `the block of trial ${String(index + 1)} lies outside of it`
    }
  }
  return null
}

function sameColumns(found: readonly string[], expected: readonly string[]): boolean {
  return found.length === expected.length && expected.every((name, index) => found[index] === name)
}

interface Table {
  readonly entry: string
  readonly meaning: string
  readonly columns: readonly string[]
  readonly expected: readonly string[]
  readonly width: number
  readonly blocks: readonly Block[]
}

function curveTable({ curves }: Manifest): Table | null {
  if (curves === null) return null
  const blocks = curves.trials.map(([offset, points]) => ({ offset, points, layers: 1 }))
  const columns = { columns: curves.columns, expected: CURVE_COLUMNS, width: CURVE_WIDTH }
  return { entry: REPORT_ENTRIES.curves, meaning: 'the curves', ...columns, blocks }
}

function layerTable({ layers }: Manifest): Table | null {
  if (layers === null) return null
  const blocks = layers.trials.map(([offset, points, count]) => ({ offset, points, layers: count }))
  const columns = { columns: layers.columns, expected: LAYER_COLUMNS, width: LAYER_WIDTH }
  return { entry: REPORT_ENTRIES.layers, meaning: 'the layer statistics', ...columns, blocks }
}

/** A function from the number of a line to its values; null when the entry cannot be used. */
function openTable(
  entries: ReadonlyMap<string, Uint8Array>,
  table: Table | null,
  lines: number,
  missing: MissingList,
): ((line: number) => { readonly values: Float32Array; readonly layers: number }) | null {
  if (table === null) return null
  const bytes = entries.get(table.entry)
  if (bytes === undefined) return null
  const fault = sameColumns(table.columns, table.expected)
    ? blockFault(table.blocks, table.width, bytes.length, lines)
    : `its columns are ${JSON.stringify(table.columns).slice(0, 200)} instead of ${JSON.stringify(table.expected)}`
  if (fault !== null) {
    missing.add(`${table.entry} cannot be used: ${fault}. Therefore ${table.meaning} cannot be shown.`)
    return null
  }
  return (line) => {
    const block = table.blocks[line]
    if (block === undefined) return { values: new Float32Array(), layers: 0 }
    return {
      values: bytesToFloats(bytes, block.offset, block.points * block.layers * table.width),
      layers: block.layers,
    }
  }
}

/** Key under which a trial may stand only once. */
function trialKey({ configuration, seed }: TrialLine): string {
  const sorted = Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${String(seed)} ${writeJson(Object.fromEntries(sorted))}`
}

/** Reads trials.ndjson with the curves and layer statistics; a wrong line is left out and named in `missing`. */
export function readTrials(
  entries: ReadonlyMap<string, Uint8Array>,
  manifest: Manifest,
  missing: MissingList,
): readonly ReportTrial[] {
  const bytes = entries.get(REPORT_ENTRIES.trials)
  if (bytes === undefined) {
    if (!missing.mentions(REPORT_ENTRIES.trials)) missing.add(`${REPORT_ENTRIES.trials} is not in the file.`)
    return []
  }
  const lines: (TrialLine | null)[] = []
  const seen = new Set<string>()
  for (const line of splitLines(bytes)) {
    const place = `${REPORT_ENTRIES.trials} line ${String(lines.length + 1)}`
    if (lines.length >= REPORT_LIMITS.trials) {
      missing.add(
        `${REPORT_ENTRIES.trials} has more than ${String(REPORT_LIMITS.trials)} lines; the rest is left out.`,
      )
      break
    }
    const read = readLine(line, place)
    const isRepeated = read.ok && seen.has(trialKey(read.value))
    if (!read.ok) missing.add(`${place} is left out. ${read.error.message}`)
    else if (isRepeated) missing.add(`${place} is left out: the same trial stands in an earlier line.`)
    else seen.add(trialKey(read.value))
    lines.push(read.ok && !isRepeated ? read.value : null)
  }
  const curveOf = openTable(entries, curveTable(manifest), lines.length, missing)
  const layersOf = openTable(entries, layerTable(manifest), lines.length, missing)
  return lines.flatMap((line, index) => {
    if (line === null) return []
    const curve = curveOf?.(index).values ?? new Float32Array()
    const { values: layers, layers: layerCount } = layersOf?.(index) ?? {
      values: new Float32Array(),
      layers: 0,
    }
    return [{ ...line, curve, layers, layerCount }]
  })
}
