import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { axisRange, type AxisRange } from './axis-range'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { frame, strokes, type Shape } from './custom-shapes'
import { HISTOGRAM_TITLES, histogramSentence, type HistogramData, type HistogramRow } from './histogram-data'
import { labelled } from './layer-axis'
import { escapeHtml } from './number-format'

const TOP = 12
const BOTTOM = 44
/** Points of the theory's curve. */
const CURVE_POINTS = 65
/** Standard deviations that the curve reaches. */
const REACH = 3.2

function ends({ low, high, unit }: HistogramRow): readonly [number, number] {
  return [low / unit, high / unit]
}

function horizontalRange(rows: readonly HistogramRow[]): AxisRange {
  const values = rows.filter(({ total }) => total > 0).flatMap((row) => ends(row))
  return axisRange(values, 'linear')
}

/** How strong a bin is: the square root of a count beside the row's largest, so that tails are seen. */
export function binShare(count: number, row: HistogramRow): number {
  const most = Math.max(...row.counts)
  return most > 0 ? Math.sqrt(count / most) : 0
}

function rowSeries(data: HistogramData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'rows',
    name: 'rows',
    data: data.rows.map((_, index) => [0, index]),
    clip: true,
    z: 2,
    renderItem: ({ dataIndex }, api) => {
      const row = data.rows[dataIndex]
      if (row === undefined) return null
      const size = api.size?.([1, 1])
      const height = Array.isArray(size) ? (size[1] ?? 0) : 0
      const gap = height >= 7 ? 1 : 0
      const [low, high] = ends(row)
      const [left = 0, y = 0] = api.coord([low, dataIndex])
      const [right = 0] = api.coord([high, dataIndex])
      // Values that are all the same have no width of their own.
      const width = Math.max((right - left) / row.counts.length, right > left ? 0 : 2)
      const bins = row.counts.flatMap((count, bin): Shape[] =>
        count === 0
          ? []
          : [
              {
                type: 'rect',
                shape: {
                  x: left + bin * width,
                  y: y - (height - gap) / 2,
                  width: width + 0.4,
                  height: height - gap,
                },
                style: { fill: theme.palette[0] ?? theme.text, opacity: 0.06 + 0.94 * binShare(count, row) },
              },
            ],
      )
      return { type: 'group', children: bins }
    },
  }
}

/** One and two standard deviations of the theory about its mean, dashed across each row; and the frame of the row picked. */
function markSeries(data: HistogramData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'marks',
    name: 'marks',
    data: data.rows.map((_, index) => [0, index]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 3,
    renderItem: ({ dataIndex, coordSys }, api) => {
      const row = data.rows[dataIndex]
      if (row === undefined) return null
      const size = api.size?.([1, 1])
      const height = Array.isArray(size) ? (size[1] ?? 0) : 0
      const shapes: Shape[] = []
      if (row.theory !== null) {
        const { mean, deviation } = row.theory
        const path = [-2, -1, 1, 2].map((times) => {
          const [x = 0, y = 0] = api.coord([(mean + times * deviation) / row.unit, dataIndex])
          return `M${x} ${y - height / 2}V${y + height / 2}`
        })
        shapes.push(strokes(path.join(''), theme.surface, 3), strokes(path.join(''), theme.text, 1.25))
      }
      if (dataIndex === data.picked) {
        const [, y = 0] = api.coord([0, dataIndex])
        const plot = { x: Number(Reflect.get(coordSys, 'x')), width: Number(Reflect.get(coordSys, 'width')) }
        const tall = Math.max(4, height)
        shapes.push(frame({ ...plot, y: y - tall / 2, height: tall }, theme.text, 1.5))
      }
      return { type: 'group', children: shapes }
    },
  }
}

/** Density of each bin of a row, in units of the axis. */
function densities({ counts, total, low, high, unit }: HistogramRow): readonly number[] {
  const width = (high - low) / unit / counts.length
  return counts.map((count) => (width > 0 ? count / total / width : 0))
}

function barSeries(row: HistogramRow, theme: ChartTheme): CustomSeriesOption {
  const heights = densities(row)
  const [low, high] = ends(row)
  const width = (high - low) / heights.length
  return {
    type: 'custom',
    id: 'bars',
    name: 'bars',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: heights.map((height, bin) => [low + (bin + 0.5) * width, height]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    renderItem: ({ dataIndex }, api) => {
      const [left = 0, top = 0] = api.coord([low + dataIndex * width, heights[dataIndex] ?? 0])
      const [right = 0, bottom = 0] = api.coord([low + (dataIndex + 1) * width, 0])
      return {
        type: 'rect',
        shape: { x: left, y: top, width: right - left + 0.4, height: bottom - top },
        style: { fill: theme.palette[0] ?? theme.text, opacity: 0.65 },
        silent: true,
      }
    },
  }
}

/** N(mean, deviation^2) over the axis. */
export function normalCurve({ theory, unit }: HistogramRow): readonly (readonly [number, number])[] {
  if (theory === null) return []
  const [mean, deviation] = [theory.mean / unit, theory.deviation / unit]
  return Array.from({ length: CURVE_POINTS }, (_, index) => {
    const u = -REACH + (2 * REACH * index) / (CURVE_POINTS - 1)
    return [mean + u * deviation, Math.exp((-u * u) / 2) / (deviation * Math.sqrt(2 * Math.PI))] as const
  })
}

function theorySeries(row: HistogramRow, theme: ChartTheme): LineSeriesOption {
  return {
    type: 'line',
    id: 'theory',
    name: 'theory',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: normalCurve(row).map(([x, y]) => [x, y]),
    silent: true,
    showSymbol: false,
    symbol: 'none',
    lineStyle: { color: theme.text, width: 1.75, type: [5, 4] },
    tooltip: { show: false },
    z: 5,
  }
}

function densityRange(row: HistogramRow): AxisRange {
  const curve = normalCurve(row).map(([, y]) => y)
  const heights = densities(row)
  const most = Math.max(...curve, 0)
  // A spike, as relu has it at 0, must not flatten the curve beside it.
  const shown = most > 0 ? heights.map((height) => Math.min(height, 2.5 * most)) : heights
  return axisRange([...shown, ...curve], 'linear', 0)
}

/**
 * Histograms as rows of bins, strong where the values are: layers from the input at the bottom up, or kept steps from the
 * start up. Ticks across a row are one and two standard deviations of theory. Beside them the bars of the row picked, with
 * the theory's normal density dashed.
 */
export function histogramChart(data: HistogramData, theme: ChartTheme): ChartOption {
  const { rows, quantity, rowsAre } = data
  const range = horizontalRange(rows)
  const picked = rows[data.picked]
  const unit = data.scale === 'own' ? `${quantity} / root mean square of the row` : HISTOGRAM_TITLES[quantity]
  const own = picked === undefined ? range : horizontalRange([picked])
  const names = {
    type: 'category' as const,
    data: rows.map(({ name }) => name),
    name: rowsAre === 'layers' ? 'layer' : 'step',
    nameLocation: 'middle' as const,
    nameGap: 32,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: theme.mutedText,
      fontSize: 11,
      hideOverlap: true,
      interval: labelled(rows.length),
    },
    splitLine: { show: false },
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: [
      { left: 54, width: '48%', top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
      { left: '72%', right: 12, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
    ],
    xAxis: [
      stepAxis(range, unit, theme),
      {
        ...stepAxis(
          own,
          rowsAre === 'layers' ? `layer ${picked?.name ?? ''}` : `step ${picked?.name ?? ''}`,
          theme,
        ),
        gridIndex: 1,
      },
    ],
    yAxis: [
      names,
      {
        ...valueAxis(picked === undefined ? range : densityRange(picked), 'density', theme),
        gridIndex: 1,
        nameGap: 36,
      },
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      extraCssText: `${tooltipStyle(theme).extraCssText ?? ''}max-width:22rem;white-space:normal;`,
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        return escapeHtml(histogramSentence(data, first?.dataIndex ?? -1))
      },
    },
    series: [
      rowSeries(data, theme),
      markSeries(data, theme),
      ...(picked === undefined ? [] : [barSeries(picked, theme), theorySeries(picked, theme)]),
    ],
  }
}
