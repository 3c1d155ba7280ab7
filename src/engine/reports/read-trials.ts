import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import {
  CURVE_WIDTH,
  HISTOGRAM_KINDS,
  HISTOGRAM_WIDTH,
  KNOWN_KEYS,
  REPORT_ENTRIES,
  REPORT_LIMITS,
  SPECTRUM_WIDTH,
  trialLine,
} from '@shared/report'
import type { JsonObject, JsonValue, ReportTrial } from '@shared/report'
import { CURVE_COLUMNS, HISTOGRAM_QUANTITIES, LAYER_COLUMNS, SPECTRUM_COLUMNS } from '@shared/trial-result'
import type { LayerColumn } from '@shared/trial-result'
import { expandColumns, HISTOGRAM_COLUMNS, knownColumns } from './array-columns'
import { bytesToFloats } from './float-bytes'
import { isJsonObject, keysBesides, readJsonObject, writeJson } from './json-text'
import type { MissingList } from './missing-list'
import type { Manifest } from './read-manifest'

/** A trial without what stands in the f32 entries. */
type TrialLine = Omit<ReportTrial, 'curve' | 'layers' | 'spectrum' | 'histograms' | 'layerCount'>

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
  const { configuration, seed, status, final, steps, milliseconds, weightsHash, firstCause } = line.data
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
        : {
            step: firstCause.step,
            layer: firstCause.layer,
            quantity: firstCause.quantity,
            side: firstCause.side ?? 'not-finite',
            value: firstCause.value ?? null,
            ...(firstCause.phase === undefined ? {} : { phase: firstCause.phase }),
          },
    jacobian: line.data.jacobian ?? null,
    message: line.data.message ?? null,
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

/** One f32 entry as the manifest lays it out. */
interface Table {
  readonly entry: string
  readonly meaning: string
  /** Numbers of a layer at a point. */
  readonly width: number
  readonly blocks: readonly Block[]
  /** Why its columns cannot be used, or null. */
  readonly fault: string | null
}

function columnFault(found: readonly string[], expected: readonly string[]): string | null {
  if (sameColumns(found, expected)) return null
  return `its columns are ${JSON.stringify(found).slice(0, 200)} instead of ${JSON.stringify(expected).slice(0, 400)}`
}

function curveTable({ curves }: Manifest): Table | null {
  if (curves === null) return null
  return {
    entry: REPORT_ENTRIES.curves,
    meaning: 'the curves',
    width: CURVE_WIDTH,
    blocks: curves.trials.map(([offset, points]) => ({ offset, points, layers: 1 })),
    fault: columnFault(curves.columns, CURVE_COLUMNS),
  }
}

function blocksOf(trials: readonly (readonly [number, number, number])[]): readonly Block[] {
  return trials.map(([offset, points, layers]) => ({ offset, points, layers }))
}

/** The columns of layers.f32 that a report was written with; all of today without a usable layout. */
export function layerColumnsOf({ layers }: Manifest): readonly LayerColumn[] {
  return (layers === null ? null : knownColumns(layers.columns)) ?? LAYER_COLUMNS
}

/** Layer statistics may lack columns that an earlier engine did not measure. */
function layerTable({ layers }: Manifest): Table | null {
  if (layers === null) return null
  const isKnown = knownColumns(layers.columns) !== null
  return {
    entry: REPORT_ENTRIES.layers,
    meaning: 'the layer statistics',
    width: layers.columns.length,
    blocks: blocksOf(layers.trials),
    fault: isKnown ? null : columnFault(layers.columns, LAYER_COLUMNS),
  }
}

function spectrumTable({ spectrum }: Manifest): Table | null {
  if (spectrum === null) return null
  return {
    entry: REPORT_ENTRIES.spectrum,
    meaning: 'the singular values',
    width: SPECTRUM_WIDTH,
    blocks: blocksOf(spectrum.trials),
    fault: columnFault(spectrum.columns, SPECTRUM_COLUMNS),
  }
}

function histogramTable({ histograms }: Manifest): Table | null {
  if (histograms === null) return null
  return {
    entry: REPORT_ENTRIES.histograms,
    meaning: 'the histograms',
    width: HISTOGRAM_KINDS * HISTOGRAM_WIDTH,
    blocks: blocksOf(histograms.trials),
    fault:
      columnFault(histograms.quantities, HISTOGRAM_QUANTITIES) ??
      columnFault(histograms.columns, HISTOGRAM_COLUMNS),
  }
}

interface BlockValues {
  readonly values: Float32Array
  readonly layers: number
}

const NO_VALUES: BlockValues = { values: new Float32Array(), layers: 0 }

/** A function from the number of a line to its values; null when the entry cannot be used. */
function openTable(
  entries: ReadonlyMap<string, Uint8Array>,
  table: Table | null,
  lines: number,
  missing: MissingList,
): ((line: number) => BlockValues) | null {
  if (table === null) return null
  const bytes = entries.get(table.entry)
  if (bytes === undefined) return null
  const fault = table.fault ?? blockFault(table.blocks, table.width, bytes.length, lines)
  if (fault !== null) {
    missing.add(`${table.entry} cannot be used: ${fault}. Therefore ${table.meaning} cannot be shown.`)
    return null
  }
  return (line) => {
    const block = table.blocks[line]
    if (block === undefined) return NO_VALUES
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

/** Reads trials.ndjson with what the f32 entries hold for each line; a wrong line is left out and named in `missing`. */
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
  const open = (table: Table | null): ((line: number) => BlockValues) =>
    openTable(entries, table, lines.length, missing) ?? (() => NO_VALUES)
  const curveOf = open(curveTable(manifest))
  const layersOf = open(layerTable(manifest))
  const spectrumOf = open(spectrumTable(manifest))
  const histogramsOf = open(histogramTable(manifest))
  const columns = layerColumnsOf(manifest)
  return lines.flatMap((line, index) => {
    if (line === null) return []
    const layers = layersOf(index)
    const spectrum = spectrumOf(index)
    const histograms = histogramsOf(index)
    const trial = {
      ...line,
      curve: curveOf(index).values,
      layers: expandColumns(layers.values, columns),
      spectrum: spectrum.values,
      histograms: histograms.values,
      layerCount: Math.max(layers.layers, spectrum.layers, histograms.layers),
    }
    return [trial]
  })
}
