import type { LayerBand, LayerQuantity } from '@shared/statistics/layer-bands'
import type { Forecast, NoForecast } from '@shared/theory/forecast-model'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { LAYER_QUANTITIES } from './layer-quantities'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import { LINES_WITH_BANDS, signalQuantity, startCurve, type TheoryCurve } from './signal-data'

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
  /** What theory says of the start of a configuration, asked for where it is drawn or told; null while its data are not known. */
  readonly forecastOf: (configuration: number) => Forecast | NoForecast | null
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

/** Theory speaks of the quantity and of the step, whatever it says of a configuration. */
export function mayHaveTheory({ quantity, step }: LayerData): boolean {
  return step === 0 && signalQuantity(quantity) !== null
}

/** Null for a quantity that theory does not speak of, and where `startCurve` has none. */
export function layerTheory(line: MeasuredLine, data: LayerData): TheoryCurve | null {
  const quantity = signalQuantity(data.quantity)
  if (quantity === null || line.band.step !== 0) return null
  return startCurve(line.band, data.forecastOf(line.configuration), quantity)
}

/** The theory that is drawn: of a few lines each, of many that of the one pointed at. */
export function drawnTheory(line: MeasuredLine, data: LayerData): TheoryCurve | null {
  const isDrawn = data.lines.length <= LINES_WITH_BANDS || line.configuration === data.emphasized
  return isDrawn ? layerTheory(line, data) : null
}

/** Of every line with its theory; that of the one line pointed at among many moves no axis. */
export function layerRange(data: LayerData): AxisRange {
  const isFew = data.lines.length <= LINES_WITH_BANDS
  const values = visibleLines(data).flatMap((line) => [
    ...line.band.median,
    ...line.band.q25,
    ...line.band.q75,
    ...(isFew ? (layerTheory(line, data)?.expected ?? []) : []),
  ])
  const { scale, group } = LAYER_QUANTITIES[data.quantity]
  return axisRange(values, scale, group === 'Units' ? 0 : null)
}

/** Rows: configurations, and what theory says of them; columns: layers. */
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
    rows: lines.flatMap((line) => {
      const { label, band } = line
      const theory = layerTheory(line, data)
      const measured = [
        label,
        String(band.step),
        formatCounted(band.n, band.diverged),
        ...Array.from(band.median, (median, index) =>
          formatMedian({ median, q25: band.q25[index] ?? NaN, q75: band.q75[index] ?? NaN, n: band.n }),
        ),
      ]
      return theory === null
        ? [measured]
        : [measured, [`${label}, theory`, '0', '', ...theory.expected.map((value) => formatMeasure(value))]]
    }),
  }
}

/** Long format, one line a configuration and layer. */
export function layerCsv(data: LayerData): DataTable {
  return {
    columns: [
      'configuration',
      'step',
      'layer',
      `${data.quantity} median`,
      'q25',
      'q75',
      'n',
      'diverged',
      'theory',
      'theory low',
      'theory high',
    ],
    rows: measuredLines(data).flatMap((line) => {
      const { label, band } = line
      const theory = layerTheory(line, data)
      return Array.from(band.median, (median, index) => [
        label,
        ...[
          band.step,
          index + 1,
          median,
          band.q25[index] ?? NaN,
          band.q75[index] ?? NaN,
          band.n,
          band.diverged,
          theory?.expected[index] ?? '',
          theory?.bands[index]?.low ?? '',
          theory?.bands[index]?.high ?? '',
        ].map(String),
      ])
    }),
  }
}
