import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import type { AxisRange } from './axis-range'
import { bandSeries, cursorSeries, medianSeries, type BandDrawing } from './band-series'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { dashIcon } from './convergence-legend'
import { layerAxis } from './layer-axis'
import { lineColour } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import {
  LINES_WITH_BANDS,
  SIGNAL_QUANTITIES,
  SIGNAL_TITLES,
  signalRange,
  theoryCurve,
  visibleSignals,
  type SignalData,
  type SignalLine,
  type SignalQuantity,
} from './signal-data'
import { startSeries } from './signal-series'
import { tooltipHtml } from './tooltip-html'

/** Side by side, or one below the other where the card is narrow. */
export type SignalLayout = 'row' | 'column'

/** Layers up to which each has a dot of its own, and a line of its quartiles. */
const DOTTED_LAYERS = 32
const FAINT = 0.14

interface Strength {
  readonly isStrong: boolean
  readonly isPointedAt: boolean
}

function strengthOf({ configuration }: SignalLine, data: SignalData): Strength {
  const isPointedAt = data.emphasized === configuration
  const isPointing = data.emphasized !== null && !data.hidden.has(data.emphasized)
  return {
    isPointedAt,
    isStrong: isPointing ? isPointedAt : (data.brushed?.has(configuration) ?? true),
  }
}

function seriesOf(
  line: SignalLine,
  quantity: SignalQuantity,
  data: SignalData,
  range: AxisRange,
  theme: ChartTheme,
): (LineSeriesOption | CustomSeriesOption)[] {
  const band = line.bands[quantity]
  if (band === null) return []
  const theory = theoryCurve(line, quantity)
  const { isStrong, isPointedAt } = strengthOf(line, data)
  const hasBand = isStrong && (data.lines.length <= LINES_WITH_BANDS || isPointedAt)
  const isDotted = band.median.length <= DOTTED_LAYERS && data.lines.length <= 2 * LINES_WITH_BANDS
  const drawing: BandDrawing = {
    ...band,
    id: `${quantity}-${line.configuration}`,
    name: line.label,
    xs: Array.from(band.median, (_, index) => index + 1),
    range,
    colour: lineColour(line.style, theme),
    dash: line.style.dash,
    width: isPointedAt ? 3 : 2,
    opacity: isStrong ? 1 : FAINT,
    bandOpacity: hasBand ? 0.16 : 0,
    isStrong,
    dots: isDotted ? 5 : 0,
  }
  if (theory !== null) return startSeries(drawing, theory)
  return [medianSeries(drawing), ...(hasBand ? [bandSeries(drawing)] : [])]
}

/** Measured and predicted of each visible configuration at a layer; the largest on top, as the lines lie. */
export function signalTooltip(
  data: SignalData,
  theme: ChartTheme,
  quantity: SignalQuantity,
  layer: number,
): string {
  const rows = visibleSignals(data)
    .flatMap((line) => {
      const band = line.bands[quantity]
      return band === null || layer < 1 || layer > band.median.length ? [] : [{ line, band }]
    })
    .sort((a, b) => {
      const [x, y] = [a.band.median[layer - 1] ?? 0, b.band.median[layer - 1] ?? 0]
      return x === y ? a.line.configuration - b.line.configuration : y - x
    })
    .map(({ line, band }) => {
      const expected = theoryCurve(line, quantity)?.expected[layer - 1]
      const median = formatMedian(
        {
          median: band.median[layer - 1] ?? NaN,
          q25: band.q25[layer - 1] ?? NaN,
          q75: band.q75[layer - 1] ?? NaN,
          n: band.n,
        },
        2,
      )
      return {
        style: line.style,
        label: layer === band.median.length ? `${line.label} (output)` : line.label,
        value: expected === undefined ? median : `${median}, theory ${formatMeasure(expected, 2)}`,
        counted: formatCounted(band.n, band.diverged),
        isEmphasized: line.configuration === data.emphasized,
      }
    })
  return tooltipHtml(
    `layer ${layer}`,
    `${SIGNAL_TITLES[quantity]}, step ${data.step}: median [quartiles]`,
    rows,
    theme,
  )
}

const LEGEND_HEIGHT = 26

function gridOf(place: number, layout: SignalLayout): GridComponentOption {
  const common = { outerBoundsMode: 'none' as const }
  if (layout === 'column') {
    const height = 24.5
    return { ...common, left: 62, right: 12, top: `${6 + place * 32}%`, height: `${height}%` }
  }
  const left = ['5.4%', '39.1%', '72.8%'][place] ?? '0%'
  return { ...common, left, width: '26.4%', top: LEGEND_HEIGHT + 8, bottom: 44 }
}

function pointerQuantity(id: unknown): SignalQuantity {
  return SIGNAL_QUANTITIES.find((quantity) => String(id).includes(`-${quantity}`)) ?? 'z2'
}

function legendOf({ lines, hidden }: SignalData, theme: ChartTheme): NonNullable<ChartOption['legend']> {
  return {
    type: 'scroll',
    top: 0,
    left: 8,
    right: 8,
    itemWidth: 26,
    itemHeight: 8,
    itemGap: 14,
    pageIconSize: 10,
    data: lines.map(({ label, style }) => ({ name: label, icon: dashIcon(style.dash) })),
    selected: Object.fromEntries(
      lines.map(({ label, configuration }) => [label, !hidden.has(configuration)]),
    ),
    // A legend with pages cuts its letters at the height of the line.
    textStyle: { color: theme.text, fontSize: 12, lineHeight: 18, fontFamily: theme.fontFamily },
    inactiveColor: theme.axisLine,
    inactiveBorderColor: theme.axisLine,
    itemStyle: { opacity: 1 },
    pageIconColor: theme.text,
    pageIconInactiveColor: theme.axisLine,
    pageTextStyle: { color: theme.mutedText },
    selector: false,
  }
}

/**
 * z2, h2 and delta2 by weight layer 1..L+1 at one recorded step, a plot each. At step 0 the measured medians are dots with
 * their quartiles over the theory: dashed the curve of infinite width, shaded where the medians of as many networks of this
 * width lie. After it, and where there is no theory, medians as lines with their quartiles as bands.
 */
export function signalChart(data: SignalData, layout: SignalLayout, theme: ChartTheme): ChartOption {
  const lines = data.lines.filter(({ bands }) => bands.z2 !== null)
  const most = lines.reduce((count, { bands }) => Math.max(count, bands.z2?.median.length ?? 0), 0)
  const layers = Array.from({ length: most }, (_, index) => index + 1)
  const plots = SIGNAL_QUANTITIES.map((quantity, place) => {
    const range = signalRange(data, quantity)
    const axes = { xAxisIndex: place, yAxisIndex: place }
    return {
      grid: gridOf(place, layout),
      xAxis: {
        ...stepAxis(layerAxis(most), layout === 'row' || place === 2 ? 'layer' : '', theme),
        gridIndex: place,
      },
      yAxis: { ...valueAxis(range, SIGNAL_TITLES[quantity], theme), gridIndex: place },
      series: [
        ...lines.flatMap((line) => seriesOf(line, quantity, data, range, theme)),
        { ...cursorSeries(layers, range), id: `cursor-${quantity}` },
      ].map((series) => ({ ...series, ...axes })),
    }
  })
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: plots.map(({ grid }) => grid),
    xAxis: plots.map(({ xAxis }) => xAxis),
    yAxis: plots.map(({ yAxis }) => yAxis),
    legend: legendOf({ ...data, lines }, theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const value = first?.value
        const layer = Array.isArray(value) ? Number(value[0]) : NaN
        return Number.isFinite(layer)
          ? signalTooltip(data, theme, pointerQuantity(first?.seriesId), layer)
          : ''
      },
    },
    series: plots.flatMap(({ series }) => series),
  }
}
