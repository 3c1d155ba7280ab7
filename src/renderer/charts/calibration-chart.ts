import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import { formatNoun, formatShare } from '../common/format'
import type { AxisRange } from './axis-range'
import type { CalibrationData } from './calibration-data'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { measureAxis } from './measure-axis'
import { escapeHtml, formatMeasure } from './number-format'

/** Percent. */
const PERCENT: AxisRange = { scale: 'linear', min: 0, max: 100, ticks: [0, 20, 40, 60, 80, 100] }

/** Wilson's interval of each bin as a vertical stroke. */
function intervalSeries({ bins }: CalibrationData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'intervals',
    name: '',
    data: bins.map(({ stated, share }) => [100 * stated, 100 * share]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 4,
    renderItem: ({ dataIndex }, api) => {
      const bin = bins[dataIndex]
      const [x = 0, y1 = 0] = api.coord([100 * (bin?.stated ?? 0), 100 * (bin?.interval.low ?? 0)])
      const [, y2 = 0] = api.coord([100 * (bin?.stated ?? 0), 100 * (bin?.interval.high ?? 1)])
      return {
        type: 'line',
        silent: true,
        shape: { x1: x, y1, x2: x, y2 },
        style: { stroke: theme.palette[0] ?? theme.text, lineWidth: 2, opacity: 0.55 },
      }
    },
  }
}

function binSeries({ bins }: CalibrationData, theme: ChartTheme): ScatterSeriesOption {
  return {
    type: 'scatter',
    id: 'bins',
    name: 'bins',
    data: bins.map(({ stated, share }) => [100 * stated, 100 * share]),
    symbolSize: 11,
    itemStyle: { color: theme.palette[0] ?? theme.text, borderColor: theme.surface, borderWidth: 1 },
    label: {
      show: true,
      position: 'right',
      formatter: ({ dataIndex }) => `n=${bins[dataIndex]?.n ?? 0}`,
      color: theme.text,
      fontSize: 11,
      // The diagonal and the intervals run behind it.
      backgroundColor: theme.surface,
      padding: [1, 3],
    },
    z: 6,
  }
}

/** Share that came true over the stated confidence: a dot a bin with its n and 95 % interval, and the diagonal of the well calibrated. */
export function calibrationChart(data: CalibrationData, theme: ChartTheme): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 44, top: 14, bottom: 44, outerBoundsMode: 'none' },
    xAxis: measureAxis(PERCENT, 'stated confidence, %', theme),
    yAxis: valueAxis(PERCENT, 'came true, %', theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const bin = data.bins[first?.dataIndex ?? -1]
        if (bin === undefined || first?.seriesId !== 'bins') return ''
        const { low, high, n, right, interval } = bin
        const heading = `stated ${formatShare(low)} to ${formatShare(high)}`
        return `<b>${escapeHtml(heading)}</b><div>${right} of ${formatNoun(n, 'prediction')} came true</div><div>95 %: ${formatShare(interval.low)} to ${formatShare(interval.high)}</div>`
      },
    },
    series: [
      {
        type: 'line',
        id: 'diagonal',
        name: 'as sure as right',
        data: [
          [0, 0],
          [100, 100],
        ],
        symbol: 'none',
        silent: true,
        tooltip: { show: false },
        lineStyle: { color: theme.chance, width: 1.5, type: [5, 4] },
        z: 2,
      },
      intervalSeries(data, theme),
      binSeries(data, theme),
    ],
  }
}

/** The mean Brier score after each prediction, over that of guessing at random. */
export function skillChart({ brier, chance }: CalibrationData, theme: ChartTheme): ChartOption {
  const n = Math.max(2, brier.length)
  const most = Math.max(0.25, ...brier, ...chance)
  const top = Math.ceil(most * 10) / 10
  const values: AxisRange = {
    scale: 'linear',
    min: 0,
    max: top,
    ticks: Array.from({ length: 6 }, (_, index) => Number(((top * index) / 5).toPrecision(3))),
  }
  const every = Math.max(1, Math.ceil(n / 10))
  const along: AxisRange = {
    scale: 'linear',
    min: 1,
    max: n,
    ticks: Array.from({ length: n }, (_, index) => index + 1).filter((tick) => (tick - 1) % every === 0),
  }
  const points = (ys: readonly number[]): [number, number][] => ys.map((y, index) => [index + 1, y])
  const [colour = theme.text] = theme.palette
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 20, top: 30, bottom: 44, outerBoundsMode: 'none' },
    legend: {
      top: 0,
      left: 54,
      itemWidth: 22,
      itemHeight: 8,
      textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
    },
    xAxis: stepAxis(along, 'predictions so far', theme),
    yAxis: valueAxis(values, 'mean Brier score', theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      valueFormatter: (value) => formatMeasure(Number(value)),
    },
    series: [
      {
        type: 'line',
        id: 'brier',
        name: 'you',
        data: points(brier),
        symbol: 'circle',
        symbolSize: 7,
        color: colour,
        lineStyle: { color: colour, width: 2.5 },
      },
      {
        type: 'line',
        id: 'chance',
        name: 'at random',
        data: points(chance),
        symbol: 'none',
        color: theme.chance,
        lineStyle: { color: theme.chance, width: 1.5, type: [5, 4] },
      },
    ],
  }
}
