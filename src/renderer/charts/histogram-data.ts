import { HISTOGRAM_BINS, HISTOGRAM_QUANTITIES } from '@shared/trial-result'
import type { Forecast } from '@shared/theory/forecast-model'
import { formatCount, formatShare } from '../common/format'
import type { DataTable } from './data-table'
import { formatMeasure } from './number-format'

export type HistogramQuantity = (typeof HISTOGRAM_QUANTITIES)[number]

export const HISTOGRAM_TITLES: Readonly<Record<HistogramQuantity, string>> = {
  z: 'z (pre-activation)',
  h: 'h (activation)',
  delta: 'δ = dLoss/dz',
}

/** The values of one layer at one step, counted in bins of equal width from the smallest to the largest. */
export interface Histogram {
  readonly step: number
  /** Weight layer 1..L+1. */
  readonly layer: number
  readonly low: number
  readonly high: number
  readonly counts: readonly number[]
  readonly total: number
  /** Of the middles of the bins, weighted with the counts. */
  readonly mean: number
  readonly rootMeanSquare: number
}

const RECORD = 3 + HISTOGRAM_BINS

function histogramOf(record: Float32Array, layer: number): Histogram {
  const [step = NaN, low = NaN, high = NaN] = record
  const counts = [...record.subarray(3)]
  const width = (high - low) / HISTOGRAM_BINS
  let [total, sum, squares] = [0, 0, 0]
  for (const [bin, count] of counts.entries()) {
    const middle = low + (bin + 0.5) * width
    total += count
    sum += count * middle
    squares += count * middle * middle
  }
  return {
    step,
    layer,
    low,
    high,
    counts,
    total,
    mean: sum / total,
    rootMeanSquare: Math.sqrt(squares / total),
  }
}

/** @param values row-major float32 (steps kept, L + 1, HISTOGRAM_QUANTITIES, 3 + HISTOGRAM_BINS) */
export function readHistograms(
  values: Float32Array,
  layerCount: number,
  quantity: HistogramQuantity,
): readonly Histogram[] {
  const perLayer = RECORD * HISTOGRAM_QUANTITIES.length
  const offset = RECORD * HISTOGRAM_QUANTITIES.indexOf(quantity)
  return Array.from({ length: Math.floor(values.length / perLayer) }, (_, index) => {
    const start = index * perLayer + offset
    return histogramOf(values.subarray(start, start + RECORD), (index % layerCount) + 1)
  })
}

/** Rows are the layers at one step, or the kept steps of one layer. */
export type HistogramRows = 'layers' | 'steps'
/** `own`: each row in its root mean squares, so that shapes compare where sizes differ. */
export type HistogramScale = 'value' | 'own'

export interface HistogramChoice {
  readonly quantity: HistogramQuantity
  readonly rows: HistogramRows
  readonly scale: HistogramScale
  /** The last kept step at or before it. */
  readonly step: number
  readonly layer: number
}

/** What theory expects of z before the first update. */
export interface NormalShape {
  readonly mean: number
  readonly deviation: number
}

export interface HistogramRow extends Histogram {
  readonly name: string
  /** What one unit of the axis is in values. */
  readonly unit: number
  readonly theory: NormalShape | null
}

export interface HistogramData {
  readonly label: string
  readonly seed: number
  readonly quantity: HistogramQuantity
  readonly rowsAre: HistogramRows
  readonly scale: HistogramScale
  readonly rows: readonly HistogramRow[]
  /** The row whose bars stand beside the map. */
  readonly picked: number
}

function normalShape(layer: number, forecast: Forecast | null): NormalShape | null {
  const found = forecast?.layers[layer - 1]
  if (found === undefined) return null
  const variance = found.z2 - found.zMean * found.zMean
  return variance > 0 && Number.isFinite(variance)
    ? { mean: found.zMean, deviation: Math.sqrt(variance) }
    : null
}

function layerName(layer: number, count: number): string {
  return layer === count ? 'out' : String(layer)
}

/** Widths that differ by more are compared in their own scale unless a person asks otherwise. */
const COMPARABLE = 12

export function standardScale(histograms: readonly Histogram[]): HistogramScale {
  const sizes = histograms.map(({ rootMeanSquare }) => rootMeanSquare).filter((size) => size > 0)
  return sizes.length > 0 && Math.max(...sizes) / Math.min(...sizes) > COMPARABLE ? 'own' : 'value'
}

/** The histograms that a choice shows: layers 1..L+1 at its step, or its layer at all steps. */
export function shownHistograms(
  all: readonly Histogram[],
  choice: Omit<HistogramChoice, 'scale'>,
): readonly Histogram[] {
  if (choice.rows === 'steps') return all.filter(({ layer }) => layer === choice.layer)
  const steps = [...new Set(all.map(({ step }) => step))].sort((a, b) => a - b)
  const step = steps.findLast((kept) => kept <= choice.step) ?? steps[0]
  return all.filter((histogram) => histogram.step === step)
}

export function histogramData(
  trial: { readonly label: string; readonly seed: number },
  all: readonly Histogram[],
  choice: HistogramChoice,
  forecast: Forecast | null,
): HistogramData {
  const shown = shownHistograms(all, choice)
  const count = Math.max(0, ...all.map(({ layer }) => layer))
  const rows = shown.map((histogram): HistogramRow => {
    const { step, layer, rootMeanSquare } = histogram
    return {
      ...histogram,
      name: choice.rows === 'layers' ? layerName(layer, count) : String(step),
      unit: choice.scale === 'own' && rootMeanSquare > 0 ? rootMeanSquare : 1,
      theory: choice.quantity === 'z' && step === 0 ? normalShape(layer, forecast) : null,
    }
  })
  const picked =
    choice.rows === 'layers'
      ? rows.findIndex(({ layer }) => layer === choice.layer)
      : rows.findLastIndex(({ step }) => step <= choice.step)
  return {
    ...trial,
    quantity: choice.quantity,
    rowsAre: choice.rows,
    scale: choice.scale,
    rows,
    picked: Math.max(0, picked),
  }
}

/** Share of the values within one standard deviation of the theory's mean; bins are cut in proportion. */
export function shareWithin(
  { low, high, counts, total }: Histogram,
  { mean, deviation }: NormalShape,
): number {
  const width = (high - low) / counts.length
  const [from, to] = [mean - deviation, mean + deviation]
  if (!(width > 0)) return low >= from && low <= to ? 1 : 0
  const inside = counts.reduce((sum, count, bin) => {
    const start = low + bin * width
    const overlap = Math.min(to, start + width) - Math.max(from, start)
    return sum + count * Math.min(1, Math.max(0, overlap / width))
  }, 0)
  return inside / total
}

export function histogramSentence({ rows, quantity }: HistogramData, index: number): string {
  const row = rows[index]
  if (row === undefined) return ''
  const place = `layer ${row.layer}, step ${row.step}`
  if (row.total === 0) return `${place}: no finite value of ${quantity}.`
  const theory =
    row.theory === null
      ? ''
      : `; ${formatShare(shareWithin(row, row.theory))} within one standard deviation of theory, ${formatMeasure(row.theory.deviation, 2)} (68 % of a normal)`
  return `${place}: ${formatCount(row.total)} values of ${quantity} from ${formatMeasure(row.low, 2)} to ${formatMeasure(row.high, 2)}, root mean square ${formatMeasure(row.rootMeanSquare, 2)}${theory}.`
}

/** What the size of the first and of the last row is, and how normal the picked one is. */
export function histogramCaption(data: HistogramData): string {
  const { rows, quantity, label, seed, rowsAre } = data
  const [first] = rows
  const last = rows.at(-1)
  const picked = rows[data.picked]
  if (first === undefined || last === undefined || picked === undefined)
    return `${label}: no histogram was kept.`
  const place = (row: HistogramRow): string =>
    rowsAre === 'layers' ? `layer ${row.layer}` : `step ${row.step}`
  const held = rowsAre === 'layers' ? `step ${first.step}` : `layer ${first.layer}`
  const sizes =
    first === last
      ? `root mean square ${formatMeasure(first.rootMeanSquare, 2)}`
      : `root mean square ${formatMeasure(first.rootMeanSquare, 2)} in ${place(first)}, ${formatMeasure(last.rootMeanSquare, 2)} in ${place(last)}`
  const share =
    picked.theory === null
      ? ''
      : `; ${formatShare(shareWithin(picked, picked.theory))} of ${place(picked)} within one predicted standard deviation (normal: 68 %)`
  return `${label}, seed ${seed}, ${held}: ${quantity} has ${sizes}${share}.`
}

export function histogramTable({ rows, quantity }: HistogramData): DataTable {
  return {
    columns: ['layer', 'step', `values of ${quantity}`, 'smallest', 'largest', 'mean', 'root mean square', 'theory: deviation', 'within one deviation'], // prettier-ignore
    rows: rows.map((row) => [
      String(row.layer),
      String(row.step),
      formatCount(row.total),
      ...[row.low, row.high, row.mean, row.rootMeanSquare].map((value) => formatMeasure(value)),
      row.theory === null ? '–' : formatMeasure(row.theory.deviation),
      row.theory === null ? '–' : formatShare(shareWithin(row, row.theory)),
    ]),
  }
}

/** One line a bin. */
export function histogramCsv({ rows, quantity, label, seed }: HistogramData): DataTable {
  return {
    columns: ['configuration', 'seed', 'quantity', 'step', 'layer', 'from', 'to', 'count'],
    rows: rows.flatMap(({ step, layer, low, high, counts }) => {
      const width = (high - low) / counts.length
      return counts.map((count, bin) => [
        label,
        ...[seed, quantity, step, layer, low + bin * width, low + (bin + 1) * width, count].map(String),
      ])
    }),
  }
}
