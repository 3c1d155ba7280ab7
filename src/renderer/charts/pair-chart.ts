import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import { drawnValue, type AxisRange } from './axis-range'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { FINAL_METRICS } from './final-metrics'
import { lineColour } from './line-styles'
import { measureAxis, rowAxis } from './measure-axis'
import { escapeHtml, formatMeasure } from './number-format'
import { evenValue, pairRange, pairText, pairTick, type PairData, type SeedPair } from './pair-data'

/** Seeds named on the axis; of more, some. */
const NAMED_SEEDS = 12
const LEFT = 58

interface Drawing {
  readonly data: PairData
  readonly theme: ChartTheme
  readonly range: AxisRange
}

function hasDiverged({ a, b }: SeedPair): boolean {
  return !Number.isFinite(a) || !Number.isFinite(b)
}

function colourOf({ outcome }: SeedPair, { data, theme }: Drawing): string {
  if (outcome === 'tie') return theme.mutedText
  return lineColour((outcome === 'better' ? data.a : data.b).style, theme)
}

function dotSeries(drawing: Drawing): ScatterSeriesOption {
  const { data, range, theme } = drawing
  return {
    type: 'scatter',
    id: 'pairs',
    name: 'pairs',
    data: data.pairs.map((pair, index) => {
      const isOut = hasDiverged(pair)
      return {
        value: [drawnEnd(pair.value, range), index],
        symbol: isOut ? CROSS : 'circle',
        symbolSize: isOut ? 9 : 8,
        itemStyle: isOut
          ? { color: 'transparent', borderColor: theme.diverged, borderWidth: 2 }
          : { color: colourOf(pair, drawing), borderColor: theme.surface, borderWidth: 1 },
      }
    }),
    clip: false,
    emphasis: { disabled: true },
    z: 5,
  }
}

const CROSS = 'path://M0 0L10 10M10 0L0 10'

/** Beyond the axis at its end. */
function drawnEnd(value: number, range: AxisRange): number {
  return Math.min(range.max, drawnValue(value, range))
}

/** Behind the dots: the interval of the median over all rows, the median, and the line where nothing differs. */
function backSeries({ data, range, theme }: Drawing): CustomSeriesOption {
  const { interval, median } = data
  const rows = Math.max(1, data.pairs.length)
  return {
    type: 'custom',
    id: 'median',
    name: '',
    data: [[evenValue(data), 0]],
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 2,
    renderItem: (_, api) => {
      const at = (value: number): number => api.coord([drawnEnd(value, range), 0])[0] ?? 0
      const [, top = 0] = api.coord([range.min, -0.5])
      const [, bottom = 0] = api.coord([range.min, rows - 0.5])
      const upright = (value: number): { x1: number; y1: number; x2: number; y2: number } => ({
        x1: at(value),
        y1: top,
        x2: at(value),
        y2: bottom,
      })
      return {
        type: 'group',
        silent: true,
        children: [
          ...(interval === null
            ? []
            : [
                {
                  type: 'rect' as const,
                  shape: {
                    x: at(interval.low),
                    y: top,
                    width: Math.max(1, at(interval.high) - at(interval.low)),
                    height: bottom - top,
                  },
                  style: { fill: theme.text, opacity: 0.1 },
                },
              ]),
          {
            type: 'line',
            shape: upright(evenValue(data)),
            style: { stroke: theme.chance, lineWidth: 1, lineDash: [2, 4] },
          },
          ...(Number.isFinite(median)
            ? [
                {
                  type: 'line' as const,
                  shape: upright(median),
                  style: { stroke: theme.text, lineWidth: 2 },
                },
              ]
            : []),
        ],
      }
    },
  }
}

function pairTooltip(pair: SeedPair, data: PairData, theme: ChartTheme): string {
  const line = (name: string, label: string, value: number): string =>
    `<div>${name} <b>${formatMeasure(value)}</b> <span style="color:${theme.mutedText}">${escapeHtml(label)}</span></div>`
  const sign = data.scale === 'ratio' ? 'A / B' : 'A − B'
  return `<div><b>seed ${pair.seed}</b>: ${sign} ${pairText(pair.value, data)}</div>${line('A', data.a.label, pair.a)}${line('B', data.b.label, pair.b)}`
}

/**
 * A dot a seed at A - B (or A / B), in the colour of the better one, with the median over seeds, its interval as a band
 * and a dotted line where both are equal; a seed of which one diverged is a cross at the end of the axis.
 */
export function pairChart(data: PairData, theme: ChartTheme): ChartOption {
  const range = pairRange(data)
  const drawing: Drawing = { data, theme, range }
  const every = Math.ceil(data.pairs.length / NAMED_SEEDS)
  const names = data.pairs.map(({ seed }, index) => (index % every === 0 ? String(seed) : ''))
  const { title, isLoss } = FINAL_METRICS[data.metric]
  const sign = data.scale === 'ratio' ? 'A / B' : 'A − B'
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: LEFT, right: 24, top: 8, bottom: 44, outerBoundsMode: 'none' },
    xAxis: measureAxis(
      range,
      `${sign}, ${title} (${isLoss ? 'left' : 'right'}: A is better)`,
      theme,
      (value) => pairTick(value, data),
    ),
    yAxis: rowAxis(names, 'left', { width: LEFT, offset: 0, name: 'seed' }, theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const pair = data.pairs[first?.dataIndex ?? -1]
        return pair === undefined ? '' : pairTooltip(pair, data, theme)
      },
    },
    series: [backSeries(drawing), dotSeries(drawing)],
  }
}
