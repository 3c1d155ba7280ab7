import { z } from 'zod'
import { encodedNumber } from './number-codec'
import type { LayerColumn, TrialOutcome } from './trial-result'
import {
  CAUSE_PHASES,
  CAUSE_QUANTITIES,
  CAUSE_SIDES,
  CURVE_COLUMNS,
  HISTOGRAM_BINS,
  HISTOGRAM_QUANTITIES,
  LAYER_COLUMNS,
  SPECTRUM_COLUMNS,
  TRIAL_STATUSES,
} from './trial-result'

/** `view.json` of a report whose view nobody has changed: every report has the entry. */
export const NO_VIEW = '{}'

/**
 * A report is one file, `NAME.initlab`: a zip of the entries below. The `.f32` entries hold little endian float32 values,
 * trial after trial in the order of trials.ndjson; `manifest.json` says where each trial's block starts and how it is
 * shaped. Spectrum and histograms are there when a trial has any.
 */
export const REPORT_ENTRIES = {
  manifest: 'manifest.json',
  sweep: 'sweep.json',
  trials: 'trials.ndjson',
  curves: 'curves.f32',
  layers: 'layers.f32',
  spectrum: 'spectrum.f32',
  histograms: 'histograms.f32',
  notes: 'notes.md',
  view: 'view.json',
} as const

export const REPORT_FORMAT = 'initlab-report/1'
const REPORT_MAJOR = 1

/**
 * How a report of the given format is opened: `current` in full, `newer-minor` in full (its unknown keys and
 * entries are kept), `newer-major` read-only and as far as it can be read; null for a foreign format.
 */
export function reportAge(format: string): 'current' | 'newer-minor' | 'newer-major' | null {
  const match = /^initlab-report\/(\d{1,6})(?:\.(\d{1,6}))?$/.exec(format)
  if (match === null) return null
  const major = Number(match[1])
  if (major === 0) return null
  if (major > REPORT_MAJOR) return 'newer-major'
  return Number(match[2] ?? 0) > 0 ? 'newer-minor' : 'current'
}

export const REPORT_LIMITS = {
  /** Read by `stat` before a byte is read. 9,000 trials of 20 layers with 41 points take about 500 MB. */
  fileBytes: 512 * 1024 * 1024,
  /** All entries together, after inflating. */
  inflatedBytes: 512 * 1024 * 1024,
  /** An entry above this size must not be packed more than `ratio` times: the writer stores it unpacked. */
  packedEntryBytes: 64 * 1024 * 1024,
  ratio: 100,
  entries: 256,
  nameBytes: 255,
  /** Text entries except trials.ndjson: manifest, sweep, notes and view. */
  textBytes: 32 * 1024 * 1024,
  lineBytes: 1024 * 1024,
  trials: 200_000,
  /** Levels of nested brackets in any JSON text. */
  jsonDepth: 32,
  /** Sentences of `missing`; the rest is counted. */
  missingSentences: 50,
} as const

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type JsonObject = { readonly [key: string]: JsonValue }

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Fields of manifest.json, each with its schema; other keys are kept. */
export const MANIFEST_FIELDS = {
  format: z.string().max(100),
  /** Version of the program that wrote the file. */
  appVersion: z.string().max(100),
  /** Version of the numerics: equal versions promise equal bits. */
  engineVersion: z.string().max(100),
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
  /** sha256 of every other entry, by its name. */
  sha256: z.record(z.string(), sha256),
  /** `trials[k]` is [offset in bytes, points] of the k-th line; its block is row-major (points, columns). */
  curves: z.looseObject({
    columns: z.array(z.string().max(100)).max(100),
    trials: z.array(z.tuple([count, count])).max(REPORT_LIMITS.trials),
  }),
  /** `trials[k]` is [offset in bytes, points, layers]; its block is row-major (points, layers, columns). */
  layers: z.looseObject({
    columns: z.array(z.string().max(100)).max(100),
    trials: z.array(z.tuple([count, count, count])).max(REPORT_LIMITS.trials),
  }),
} as const

/** Fields of manifest.json that a report may lack: of what none of its trials has, or of an earlier version. */
export const OPTIONAL_MANIFEST_FIELDS = {
  /** `trials[k]` is [offset in bytes, moments, layers]; its block is row-major (moments, layers, columns): start, end. */
  spectrum: z.looseObject({
    columns: z.array(z.string().max(100)).max(100),
    trials: z.array(z.tuple([count, count, count])).max(REPORT_LIMITS.trials),
  }),
  /**
   * `trials[k]` is [offset in bytes, steps, layers]; its block is row-major (steps, layers, quantities, columns), columns
   * being step, smallest, largest and the bins.
   */
  histograms: z.looseObject({
    quantities: z.array(z.string().max(100)).max(100),
    columns: z.array(z.string().max(100)).max(1000),
    trials: z.array(z.tuple([count, count, count])).max(REPORT_LIMITS.trials),
  }),
  /** What computed the trials: it changes no bit, but a doubt can be followed. */
  kernels: z.looseObject({ set: z.string().max(100), revectorizer: z.string().max(100) }),
} as const

export type CurveLayout = z.infer<typeof MANIFEST_FIELDS.curves>
export type LayerLayout = z.infer<typeof MANIFEST_FIELDS.layers>
export type SpectrumLayout = z.infer<typeof OPTIONAL_MANIFEST_FIELDS.spectrum>
export type HistogramLayout = z.infer<typeof OPTIONAL_MANIFEST_FIELDS.histograms>

/** The kernel set that computed the trials and the state of the engine's revectorizer, such as `on` or `off`. */
export interface KernelState {
  readonly set: string
  readonly revectorizer: string
}

const finalMetrics = z.looseObject({
  trainLoss: encodedNumber,
  trainAccuracy: encodedNumber,
  testLoss: encodedNumber,
  testAccuracy: encodedNumber,
})

const firstCause = z.looseObject({
  step: count,
  layer: count,
  quantity: z.enum(CAUSE_QUANTITIES),
  // Engine 1 named only numbers that were not finite.
  side: z.enum(CAUSE_SIDES).optional(),
  value: encodedNumber.nullable().optional(),
  phase: z.enum(CAUSE_PHASES).optional(),
})

/** One line of trials.ndjson; other keys are kept. */
export const trialLine = z.looseObject({
  configuration: z.record(z.string().min(1).max(200), z.json()),
  seed: count,
  status: z.enum(TRIAL_STATUSES),
  final: finalMetrics.nullable(),
  steps: count,
  milliseconds: z.number().nonnegative(),
  weightsHash: sha256.nullable(),
  firstCause: firstCause.nullable(),
  jacobian: encodedNumber.nullable().optional(),
  message: z.string().max(100_000).nullable().optional(),
})

/** The keys that this version knows, by where they stand; every other key is carried along. */
export const KNOWN_KEYS = {
  manifest: [...Object.keys(MANIFEST_FIELDS), ...Object.keys(OPTIONAL_MANIFEST_FIELDS)],
  layout: ['columns', 'quantities', 'trials'],
  kernels: Object.keys(OPTIONAL_MANIFEST_FIELDS.kernels.shape),
  trial: Object.keys(trialLine.shape),
  final: Object.keys(finalMetrics.shape),
  firstCause: Object.keys(firstCause.shape),
} as const

/** One line of the report with its curve and layer statistics. */
export interface ReportTrial extends TrialOutcome {
  /** The factors only, by key. */
  readonly configuration: JsonObject
  readonly seed: number
  /** Weight layers L + 1. May be left out when `layers` and the curve are there: both have the same points. */
  readonly layerCount?: number
  /** Keys of a later version, in the shape of the line: `{"gpu": 1, "final": {"testAuc": 0.9}}`; kept on save. */
  readonly unknown: JsonObject
}

/** What a saved report consists of. */
export interface ReportDraft {
  /** Left out: REPORT_FORMAT. A report of a newer minor version keeps its own. */
  readonly format?: string
  readonly appVersion: string
  readonly engineVersion: string
  /** ISO 8601, UTC. */
  readonly created: string
  /** The spec as run, defaults filled in; null when a damaged file lacks it. */
  readonly sweep: JsonObject | null
  readonly trials: readonly ReportTrial[]
  /** The columns of layers.f32; a file of engine 1 has three of them, and keeps them when it is saved again. */
  readonly layerColumns: readonly LayerColumn[]
  /** Null where it is not known. */
  readonly kernels: KernelState | null
  /** Markdown. */
  readonly notes: string
  /** JSON text, or empty. */
  readonly view: string
  /** Keys of a later version in manifest.json; kept on save. */
  readonly manifestUnknown: JsonObject
  /** Entries of a later version, by name; kept on save. */
  readonly extras: ReadonlyMap<string, Uint8Array>
}

/** An opened report. */
export interface ReportContent extends ReportDraft {
  readonly format: string
  /** Saving would lose something: a newer major version. The reason is the first sentence of `missing`. */
  readonly readOnly: boolean
  /** What the file lacks, in plain words; empty when whole. */
  readonly missing: readonly string[]
}

export const CURVE_WIDTH = CURVE_COLUMNS.length
export const LAYER_WIDTH = LAYER_COLUMNS.length
export const SPECTRUM_WIDTH = SPECTRUM_COLUMNS.length
/** Numbers of one histogram: step, smallest, largest, the bins. */
export const HISTOGRAM_WIDTH = 3 + HISTOGRAM_BINS
/** Histograms of one layer at one step. */
export const HISTOGRAM_KINDS = HISTOGRAM_QUANTITIES.length
