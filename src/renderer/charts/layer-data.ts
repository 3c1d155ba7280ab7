import type { LayerBand, LayerQuantity } from '@shared/statistics/layer-bands'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { LAYER_QUANTITIES } from './layer-quantities'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'

export interface LayerLine {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  /** Null when no trial has recorded layers yet. */
  readonly band: LayerBand | null
}

export interface LayerData {
  /** Those that are drawn. */
  readonly lines: readonly LayerLine[]
  /** Of the whole sweep, drawn or not. */
  readonly configurations: number
  readonly quantity: LayerQuantity
  /** The recorded step chosen. */
  readonly step: number
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  /** Those inside a brushed interval; null when nothing is brushed. */
  readonly brushed: ReadonlySet<number> | null
}

export interface MeasuredLine extends LayerLine {
  readonly band: LayerBand
}

export function measuredLines(data: LayerData): readonly MeasuredLine[] {
  return data.lines.flatMap((line) => (line.band === null ? [] : [{ ...line, band: line.band }]))
}

export function visibleLines(data: LayerData): readonly MeasuredLine[] {
  return measuredLines(data).filter(({ configuration }) => !data.hidden.has(configuration))
}

export function layerRange(data: LayerData): AxisRange {
  const values = visibleLines(data).flatMap(({ band }) => [...band.median, ...band.q25, ...band.q75])
  const { scale, group } = LAYER_QUANTITIES[data.quantity]
  return axisRange(values, scale, group === 'Units' ? 0 : null)
}

/**
 * Geometric mean of the ratio of the medians of neighbouring hidden layers, towards the output for z and h and
 * towards the input for delta; null for what no layer multiplies, with fewer than two hidden layers, or where a median
 * is 0 or infinite.
 */
export function ratioPerLayer({ median }: LayerBand, quantity: LayerQuantity): number | null {
  const { grows } = LAYER_QUANTITIES[quantity]
  if (grows === null) return null
  const hidden = median.length - 1
  const [first = NaN] = median
  const last = median[hidden - 1] ?? NaN
  if (hidden < 2 || !(first > 0 && last > 0) || !Number.isFinite(first) || !Number.isFinite(last)) return null
  const ratio = grows === 'to-input' ? first / last : last / first
  return Math.pow(ratio, 1 / (hidden - 1))
}

function countsText(lines: readonly MeasuredLine[]): string {
  const first = lines[0]?.band.n
  const diverged = lines.reduce((sum, { band }) => sum + band.diverged, 0)
  const total = lines.reduce((sum, { band }) => sum + band.n, 0)
  const n = lines.every(({ band }) => band.n === first) ? `n=${first ?? 0} each` : `${total} trials`
  return diverged === 0 ? n : `${n}, ${diverged} of ${total} diverged by then`
}

/** NaN stands for a layer that has no such value. */
function isZero({ band }: MeasuredLine): boolean {
  return (
    [band.median, band.q25, band.q75].every((values) =>
      values.every((value) => value === 0 || Number.isNaN(value)),
    ) && band.median.some((value) => value === 0)
  )
}

/** Labels named one by one; more are counted. */
const NAMED = 3

/** `zeros · depth 3, zeros · depth 10: exactly 0 in every layer`: a log axis has no place for them. */
function zerosText(lines: readonly MeasuredLine[]): string | null {
  const zero = lines.filter(isZero)
  if (zero.length === 0) return null
  const labels = zero.slice(0, NAMED).map(({ label }) => label)
  const more = zero.length > NAMED ? ` and ${zero.length - NAMED} more` : ''
  return `${labels.join(', ')}${more}: exactly 0 in every layer`
}

/** `share of dead units 0 to 0.81 (layer 9 of normal std 1)` */
function extremesText(lines: readonly MeasuredLine[], title: string): string {
  const values = lines.flatMap(({ label, band }) =>
    Array.from(band.median, (value, index) => ({ value, where: `layer ${index + 1} of ${label}` })),
  )
  const finite = values.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value)
  const [low] = finite
  const high = finite.at(-1)
  if (low === undefined || high === undefined) return `${title}: no value here`
  return low.value === high.value
    ? `${title} ${formatMeasure(low.value, 2)}`
    : `${title} ${formatMeasure(low.value, 2)} to ${formatMeasure(high.value, 2)} (${high.where})`
}

function changeText(lines: readonly MeasuredLine[], quantity: LayerQuantity): string {
  const { title, grows } = LAYER_QUANTITIES[quantity]
  const name = title.replace(/[,(].*$/, '').trim()
  return grows === null
    ? extremesText(lines, name)
    : ratiosText(lines, quantity, name, grows === 'to-input' ? ' towards the input' : '')
}

function ratiosText(
  lines: readonly MeasuredLine[],
  quantity: LayerQuantity,
  name: string,
  direction: string,
): string {
  const ratios = lines
    .flatMap((line) => {
      const ratio = ratioPerLayer(line.band, quantity)
      return ratio === null ? [] : [{ ratio, label: line.label }]
    })
    .sort((a, b) => a.ratio - b.ratio)
  const [low] = ratios
  const high = ratios.at(-1)
  if (low === undefined || high === undefined) {
    const zero = lines.find((line) => !isZero(line) && line.band.median.some((value) => value === 0))
    return zero === undefined ? `${name} by layer` : `${name} is exactly 0 in layers of ${zero.label}`
  }
  const first = `${name} ×${formatMeasure(low.ratio, 2)} a layer${direction} (${low.label})`
  return low === high ? first : `${first} to ×${formatMeasure(high.ratio, 2)} (${high.label})`
}

/** `Step 0: mean z² ×0.50 a layer (xavier-normal · depth 20) to ×1.0 (he-normal · depth 3); n=10 each.` */
export function layerCaption(data: LayerData): string {
  const lines = visibleLines(data)
  if (lines.length === 0) {
    if (data.lines.length > 0 && measuredLines(data).length > 0) return 'Every line is hidden.'
    return 'No trial with layer statistics has ended yet.'
  }
  const isLog = LAYER_QUANTITIES[data.quantity].scale === 'log'
  const parts = [changeText(lines, data.quantity), isLog ? zerosText(lines) : null, countsText(lines)]
  if (data.lines.length < data.configurations) {
    parts.push(`the ${data.lines.length} drawn of ${data.configurations} configurations`)
  }
  return `Step ${data.step}: ${parts.filter((part) => part !== null).join('; ')}.`
}

/** Rows: configurations; columns: layers. */
export function layerTable(data: LayerData): DataTable {
  const lines = measuredLines(data)
  const most = lines.reduce((count, { band }) => Math.max(count, band.median.length), 0)
  return {
    columns: [
      'configuration',
      'step',
      'n, diverged',
      ...Array.from({ length: most }, (_, index) => `layer ${index + 1}`),
    ],
    rows: lines.map(({ label, band }) => [
      label,
      String(band.step),
      formatCounted(band.n, band.diverged),
      ...Array.from(band.median, (median, index) =>
        formatMedian({ median, q25: band.q25[index] ?? NaN, q75: band.q75[index] ?? NaN, n: band.n }),
      ),
    ]),
  }
}

/** Long format, one line a configuration and layer. */
export function layerCsv(data: LayerData): DataTable {
  return {
    columns: ['configuration', 'step', 'layer', `${data.quantity} median`, 'q25', 'q75', 'n', 'diverged'],
    rows: measuredLines(data).flatMap(({ label, band }) =>
      Array.from(band.median, (median, index) => [
        label,
        ...[
          band.step,
          index + 1,
          median,
          band.q25[index] ?? NaN,
          band.q75[index] ?? NaN,
          band.n,
          band.diverged,
        ].map(String),
      ]),
    ),
  }
}
