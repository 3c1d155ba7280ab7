import type { LayerBand, LayerQuantity } from '@shared/statistics/layer-bands'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
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
}

export const QUANTITY_TITLES: Readonly<Record<LayerQuantity, string>> = {
  z2: 'mean z² (pre-activation)',
  h2: 'mean h² (activation)',
  delta2: 'mean δ², δ = dLoss/dz',
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
  return axisRange(values, 'log')
}

/**
 * Geometric mean of the ratio of the medians of neighbouring hidden layers, towards the output for z and h and
 * towards the input for delta; null with fewer than two hidden layers, or where a median is 0 or infinite.
 */
export function ratioPerLayer({ median }: LayerBand, quantity: LayerQuantity): number | null {
  const hidden = median.length - 1
  const [first = NaN] = median
  const last = median[hidden - 1] ?? NaN
  if (hidden < 2 || !(first > 0 && last > 0) || !Number.isFinite(first) || !Number.isFinite(last)) return null
  const ratio = quantity === 'delta2' ? first / last : last / first
  return Math.pow(ratio, 1 / (hidden - 1))
}

function countsText(lines: readonly MeasuredLine[]): string {
  const first = lines[0]?.band.n
  const diverged = lines.reduce((sum, { band }) => sum + band.diverged, 0)
  const total = lines.reduce((sum, { band }) => sum + band.n, 0)
  const n = lines.every(({ band }) => band.n === first) ? `n=${first ?? 0} each` : `${total} trials`
  return diverged === 0 ? n : `${n}, ${diverged} of ${total} diverged by then`
}

function isZero({ band }: MeasuredLine): boolean {
  return [band.median, band.q25, band.q75].every((values) => values.every((value) => value === 0))
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

function ratiosText(lines: readonly MeasuredLine[], quantity: LayerQuantity): string {
  const name = QUANTITY_TITLES[quantity].replace(/[,(].*$/, '').trim()
  const direction = quantity === 'delta2' ? ' towards the input' : ''
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
  const parts = [ratiosText(lines, data.quantity), zerosText(lines), countsText(lines)]
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
        formatMedian({ median, q25: band.q25[index] ?? NaN, q75: band.q75[index] ?? NaN }),
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
