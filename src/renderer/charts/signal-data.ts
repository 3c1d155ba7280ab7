import type { LayerBand, LayerQuantity } from '@shared/statistics/layer-bands'
import { finiteWidthBand, type Band } from '@shared/theory/finite-width'
import type { Forecast, LayerForecast, NoForecast } from '@shared/theory/forecast-model'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'

/** The second moments that theory speaks of. */
export const SIGNAL_QUANTITIES = ['z2', 'h2', 'delta2'] as const
export type SignalQuantity = (typeof SIGNAL_QUANTITIES)[number]

/** Null for a quantity that theory does not speak of. */
export function signalQuantity(quantity: LayerQuantity): SignalQuantity | null {
  return SIGNAL_QUANTITIES.find((one) => one === quantity) ?? null
}

/** Above this number of lines the bands would hide each other: only that of the line pointed at is drawn. */
export const LINES_WITH_BANDS = 10

export const SIGNAL_TITLES: Readonly<Record<SignalQuantity, string>> = {
  z2: 'mean z² (pre-activation)',
  h2: 'mean h² (activation)',
  delta2: 'mean δ², δ = dLoss/dz',
}

/** One configuration at one step. */
export interface SignalLine {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  /** Null when no trial has recorded layers yet. */
  readonly bands: Readonly<Record<SignalQuantity, LayerBand | null>>
  /** Of the start; null while the data are not known. */
  readonly forecast: Forecast | NoForecast | null
}

export interface SignalData {
  /** Those that are drawn. */
  readonly lines: readonly SignalLine[]
  /** Of the whole sweep, drawn or not. */
  readonly configurations: number
  /** The recorded step chosen. */
  readonly step: number
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  /** Those inside a brushed interval; null when nothing is brushed. */
  readonly brushed: ReadonlySet<number> | null
}

export type TheoryBand = Pick<Band, 'low' | 'high'>

/** What theory says of one quantity before the first update, by weight layer. */
export interface TheoryCurve {
  /** Of an infinitely wide network. */
  readonly expected: readonly number[]
  /**
   * 95 % of the medians of as many draws at this width. Of one sample, or of samples that are all alike, they scatter about a
   * median below the expectation; means over samples that stay apart come nearer to it: the band covers both.
   */
  readonly bands: readonly TheoryBand[]
  readonly seeds: number
}

export function visibleSignals({ lines, hidden }: SignalData): readonly SignalLine[] {
  return lines.filter(({ configuration, bands }) => !hidden.has(configuration) && bands.z2 !== null)
}

/** E[delta^2] of the forecast is a multiple of the output layer's. */
function scaleOf(quantity: SignalQuantity, { outputDelta2 }: Forecast): number {
  return quantity === 'delta2' ? outputDelta2 : 1
}

/**
 * Where the medians of `seeds` draws lie. delta2 is a multiple of the output layer's, which scatters as z2 of the outputs does:
 * with the response r and the variance V of ln z2, its own logarithm has the variance r^2 V and the median r V / 2 below that
 * of the mean z2.
 */
function bandOf(quantity: SignalQuantity, layer: LayerForecast, forecast: Forecast, seeds: number): Band {
  const spread = layer.spread[quantity]
  if (quantity !== 'delta2') return finiteWidthBand(layer[quantity], spread, 'median', seeds)
  const { outputDelta2, outputResponse: response, layers } = forecast
  const scatter = layers.at(-1)?.spread.z2 ?? 0
  const mean = outputDelta2 * Math.exp(((response * response - response) * scatter) / 2)
  return finiteWidthBand(mean * layer.delta2, spread + response * response * scatter, 'median', seeds)
}

/** Null without a theory, and while the data are not known. */
export function forecastOf({ forecast }: Pick<SignalLine, 'forecast'>): Forecast | null {
  return forecast?.theory === 'exact' || forecast?.theory === 'mean-field' ? forecast : null
}

/** Null after the first update, without a theory, and where the forecast has other layers than the trials. */
export function theoryCurve(line: SignalLine, quantity: SignalQuantity): TheoryCurve | null {
  return startCurve(line.bands[quantity], line.forecast, quantity)
}

/** As `theoryCurve`, of one measured band of the quantity. */
export function startCurve(
  band: LayerBand | null,
  known: Forecast | NoForecast | null,
  quantity: SignalQuantity,
): TheoryCurve | null {
  const forecast = forecastOf({ forecast: known })
  if (band?.step !== 0 || forecast === null) return null
  if (forecast.layers.length !== band.median.length) return null
  const scale = scaleOf(quantity, forecast)
  const seeds = Math.max(1, band.n)
  return {
    expected: forecast.layers.map((layer) => scale * layer[quantity]),
    bands: forecast.layers.map((layer) => {
      const { low, middle, high } = bandOf(quantity, layer, forecast, seeds)
      const expected = scale * layer[quantity]
      return { low, high: middle > 0 ? Math.max(high, (expected * high) / middle) : high }
    }),
    seeds,
  }
}

export function signalRange(data: SignalData, quantity: SignalQuantity): AxisRange {
  const values = visibleSignals(data).flatMap((line) => {
    const band = line.bands[quantity]
    if (band === null) return []
    return [...band.median, ...band.q25, ...band.q75, ...(theoryCurve(line, quantity)?.expected ?? [])]
  })
  return axisRange(values, 'log')
}

/**
 * Geometric mean of the ratio of neighbouring layers between layers 2 and L, 1 and L with fewer than three hidden layers:
 * towards the output, for delta2 towards the input. Null with one hidden layer, and where an end is 0 or not finite.
 */
export function depthRatio(values: ArrayLike<number>, quantity: SignalQuantity): number | null {
  const last = values.length - 1
  const first = last >= 3 ? 2 : 1
  const [low, high] = [values[first - 1] ?? NaN, values[last - 1] ?? NaN]
  if (last <= first || !(low > 0 && high > 0) || !Number.isFinite(low) || !Number.isFinite(high)) return null
  return Math.pow(quantity === 'delta2' ? low / high : high / low, 1 / (last - first))
}

/** Rows: configurations and quantities, measured and in theory; columns: layers. */
export function signalTable(data: SignalData): DataTable {
  const most = data.lines.reduce((count, { bands }) => Math.max(count, bands.z2?.median.length ?? 0), 0)
  const layers = Array.from({ length: most }, (_, index) => index)
  return {
    columns: [
      'configuration',
      'quantity',
      'step',
      'n, diverged',
      ...layers.map((index) => `layer ${index + 1}`),
    ],
    rows: data.lines.flatMap((line) =>
      SIGNAL_QUANTITIES.flatMap((quantity) => {
        const band = line.bands[quantity]
        if (band === null) return []
        const head = [line.label, SIGNAL_TITLES[quantity], String(band.step)]
        const measured = layers.map((index) =>
          index < band.median.length
            ? formatMedian({
                median: band.median[index] ?? NaN,
                q25: band.q25[index] ?? NaN,
                q75: band.q75[index] ?? NaN,
                n: band.n,
              })
            : '',
        )
        const theory = theoryCurve(line, quantity)
        const expected =
          theory === null
            ? []
            : [
                [
                  ...head.slice(0, 1),
                  `${SIGNAL_TITLES[quantity]}, theory`,
                  '0',
                  '',
                  ...layers.map((index) =>
                    index < theory.expected.length ? formatMeasure(theory.expected[index] ?? NaN) : '',
                  ),
                ],
              ]
        return [[...head, formatCounted(band.n, band.diverged), ...measured], ...expected]
      }),
    ),
  }
}

/** Long format, one line a configuration, quantity and layer. */
export function signalCsv(data: SignalData): DataTable {
  return {
    columns: [
      'configuration',
      'quantity',
      'step',
      'layer',
      'median',
      'q25',
      'q75',
      'n',
      'diverged',
      'theory',
      'theory low',
      'theory high',
    ],
    rows: data.lines.flatMap((line) =>
      SIGNAL_QUANTITIES.flatMap((quantity) => {
        const band = line.bands[quantity]
        const theory = theoryCurve(line, quantity)
        return band === null
          ? []
          : Array.from(band.median, (median, index) => [
              line.label,
              quantity,
              ...[
                band.step,
                index + 1,
                median,
                band.q25[index] ?? NaN,
                band.q75[index] ?? NaN,
                band.n,
                band.diverged,
              ].map(String),
              ...[theory?.expected[index], theory?.bands[index]?.low, theory?.bands[index]?.high].map(
                (value) => (value === undefined ? '' : String(value)),
              ),
            ])
      }),
    ),
  }
}
