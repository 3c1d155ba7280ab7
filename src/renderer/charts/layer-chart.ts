import type { LineSeriesOption } from 'echarts/charts'
import type { LegendComponentOption } from 'echarts/components'
import type { AxisRange } from './axis-range'
import { bandSeries, cursorSeries, medianSeries, type BandDrawing } from './band-series'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption, type ChartSeries } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { dashIcon } from './convergence-legend'
import { layerAxis } from './layer-axis'
import {
  drawnTheory,
  layerRange,
  mayHaveTheory,
  measuredLines,
  visibleLines,
  type LayerData,
  type MeasuredLine,
} from './layer-data'
import { LAYER_QUANTITIES } from './layer-quantities'
import { lineColour } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import { LINES_WITH_BANDS } from './signal-data'
import { startSeries, THEORY_DASH } from './signal-series'
import { tooltipHtml } from './tooltip-html'

/** Layers up to which each has a dot of its own. */
const DOTTED_LAYERS = 24
/** Pixels above the plot without and with the key to measurement and theory. */
const TOP = 12
const TOP_WITH_KEY = 30

function drawingOf(
  line: MeasuredLine,
  data: LayerData,
  range: AxisRange,
  theme: ChartTheme,
  count: number,
): BandDrawing {
  const isPointedAt = data.emphasized === line.configuration
  const isPointing = data.emphasized !== null && !data.hidden.has(data.emphasized)
  const isStrong = isPointing ? isPointedAt : (data.brushed?.has(line.configuration) ?? true)
  return {
    ...line.band,
    id: String(line.configuration),
    name: line.label,
    xs: Array.from(line.band.median, (_, index) => index + 1),
    range,
    colour: lineColour(line.style, theme),
    dash: line.style.dash,
    width: isPointedAt ? 3 : 2,
    opacity: isStrong ? 1 : 0.18,
    bandOpacity: isStrong ? (count > LINES_WITH_BANDS && !isPointedAt ? 0.06 : 0.14) : 0,
    isStrong,
    dots: line.band.median.length <= DOTTED_LAYERS && count <= LINES_WITH_BANDS ? 4 : 0,
  }
}

/** Median [quartiles] of each visible configuration at a layer; the largest on top, as the lines lie. */
export function layerTooltip(data: LayerData, theme: ChartTheme, layer: number): string {
  const rows = visibleLines(data)
    .filter(({ band }) => layer >= 1 && layer <= band.median.length)
    .sort((a, b) => {
      const [x, y] = [a.band.median[layer - 1] ?? 0, b.band.median[layer - 1] ?? 0]
      return x === y ? a.configuration - b.configuration : y - x
    })
    .map((line) => {
      const { configuration, label, style, band } = line
      const expected = drawnTheory(line, data)?.expected[layer - 1]
      const median = formatMedian({
        median: band.median[layer - 1] ?? NaN,
        q25: band.q25[layer - 1] ?? NaN,
        q75: band.q75[layer - 1] ?? NaN,
        n: band.n,
      })
      return {
        style,
        label: layer === band.median.length ? `${label} (output)` : label,
        value: expected === undefined ? median : `${median}, theory ${formatMeasure(expected, 2)}`,
        counted: formatCounted(band.n, band.diverged),
        isEmphasized: configuration === data.emphasized,
      }
    })
  return tooltipHtml(
    `layer ${layer}`,
    `${LAYER_QUANTITIES[data.quantity].title}, step ${data.step}: median [quartiles]`,
    rows,
    theme,
  )
}

const KEY = {
  measured: 'measured',
  theory: 'theory',
  band: '95 % at this width',
} as const

/** What dots, dashes and shades mean; shown where theory is drawn. */
function keyLegend(isShown: boolean, theme: ChartTheme): LegendComponentOption {
  return {
    show: isShown,
    top: 0,
    left: 8,
    itemWidth: 16,
    itemHeight: 8,
    itemGap: 10,
    selectedMode: false,
    data: [
      { name: KEY.measured, icon: 'circle' },
      { name: KEY.theory, icon: dashIcon(THEORY_DASH) },
      { name: KEY.band, icon: 'rect', itemStyle: { opacity: 0.3 } },
    ],
    textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
  }
}

/** A legend tells of series alone: these draw nothing. */
function keySeries(theme: ChartTheme): LineSeriesOption[] {
  return Object.entries(KEY).map(([id, name]) => ({
    type: 'line',
    id: `key-${id}`,
    name,
    data: [],
    silent: true,
    color: theme.mutedText,
  }))
}

function seriesOf(line: MeasuredLine, data: LayerData, drawing: BandDrawing): ChartSeries[] {
  const theory = drawnTheory(line, data)
  if (theory !== null) return startSeries(drawing, theory)
  return [medianSeries(drawing), ...(drawing.bandOpacity > 0 ? [bandSeries(drawing)] : [])]
}

/**
 * A quantity by weight layer 1..L+1 at one recorded step: the median over seeds and its quartiles, one line a
 * configuration; at the start over its theory, as `signalChart` draws it. On a log axis what is exactly 0 is drawn at the lower
 * end; a layer without a value is a gap.
 */
export function layerChart(data: LayerData, theme: ChartTheme): ChartOption {
  const range = layerRange(data)
  const lines = measuredLines(data)
  const most = lines.reduce((count, { band }) => Math.max(count, band.median.length), 0)
  const hasTheory = visibleLines(data).some((line) => drawnTheory(line, data) !== null)
  // Of many lines the theory comes and goes with the pointer: the plot keeps its place.
  const hasRoom = hasTheory || (mayHaveTheory(data) && lines.length > LINES_WITH_BANDS)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 16, top: hasRoom ? TOP_WITH_KEY : TOP, bottom: 44, outerBoundsMode: 'none' },
    xAxis: stepAxis(layerAxis(most), 'layer (the last is the output)', theme),
    yAxis: valueAxis(range, LAYER_QUANTITIES[data.quantity].title, theme),
    legend: [
      {
        show: false,
        data: lines.map(({ label }) => label),
        selected: Object.fromEntries(
          lines.map(({ label, configuration }) => [label, !data.hidden.has(configuration)]),
        ),
      },
      keyLegend(hasTheory, theme),
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: {
        type: 'line',
        snap: true,
        lineStyle: { color: theme.axisLine },
        label: { show: false },
      },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const value = first?.value
        const layer = Array.isArray(value) ? Number(value[0]) : NaN
        return Number.isFinite(layer) ? layerTooltip(data, theme, layer) : ''
      },
    },
    series: [
      ...lines.flatMap((line) => seriesOf(line, data, drawingOf(line, data, range, theme, lines.length))),
      ...(hasTheory ? keySeries(theme) : []),
      cursorSeries(
        Array.from({ length: most }, (_, index) => index + 1),
        range,
      ),
    ],
  }
}
