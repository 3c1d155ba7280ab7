import type { EChartsOption } from 'echarts'
import type {
  BarSeriesOption,
  CustomSeriesOption,
  HeatmapSeriesOption,
  LineSeriesOption,
  ParallelSeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts'
import type {
  DataZoomComponentOption,
  GraphicComponentOption,
  GridComponentOption,
  LegendComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { AxisRange } from './axis-range'
import type { ChartTheme } from './chart-theme'
import { formatTick } from './number-format'

/** The option of the lab's charts: the modules that EChart.vue loads, and no others. */
export type ChartOption = ComposeOption<
  | LineSeriesOption
  | CustomSeriesOption
  | BarSeriesOption
  | HeatmapSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | GraphicComponentOption
  | LegendComponentOption
  | TitleComponentOption
  | TooltipComponentOption
  | DataZoomComponentOption
  | MarkLineComponentOption
  | VisualMapComponentOption
>
/** Of the parallel coordinates, which have axes of their own kind. */
export type ParallelOption = ComposeOption<
  ParallelSeriesOption | TooltipComponentOption | VisualMapComponentOption
> &
  Pick<EChartsOption, 'parallel' | 'parallelAxis'>
export type ChartSeries = LineSeriesOption | CustomSeriesOption
/** One axis, of a chart that may have several. */
export type YAxis = Exclude<NonNullable<ChartOption['yAxis']>, readonly unknown[]>
export type XAxis = Exclude<NonNullable<ChartOption['xAxis']>, readonly unknown[]>

/** Id of a zoom of the axis below that the chart's data follow. */
export const STEP_ZOOM = 'zoom-steps'

/** Pixels from the axis to the middle of its title: beside a label as long as `5×10⁻⁵`. */
const VALUE_TITLE_GAP = 49

/** The value axis on the left, with its own round ends and ticks. */
export function valueAxis(range: AxisRange, name: string, theme: ChartTheme, floor?: string): YAxis {
  const ticks =
    floor === undefined ? range.ticks : [range.min, ...range.ticks.filter((tick) => tick > range.min)]
  const common = {
    min: range.min,
    max: range.max,
    name,
    nameLocation: 'middle' as const,
    nameGap: VALUE_TITLE_GAP,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false, customValues: [...ticks] },
    axisLabel: {
      color: theme.mutedText,
      fontSize: 11,
      customValues: [...ticks],
      formatter: (value: number) => (value === range.min && floor !== undefined ? floor : formatTick(value)),
    },
    splitLine: { lineStyle: { color: theme.gridLine } },
  }
  return range.scale === 'log' ? { type: 'log', logBase: 10, ...common } : { type: 'value', ...common }
}

/** The step or layer axis below. */
export function stepAxis(range: AxisRange, name: string, theme: ChartTheme): XAxis {
  return {
    type: 'value',
    min: range.min,
    max: range.max,
    name,
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: true, lineStyle: { color: theme.axisLine } },
    axisTick: { show: true, lineStyle: { color: theme.axisLine }, customValues: [...range.ticks] },
    axisLabel: {
      color: theme.mutedText,
      fontSize: 11,
      customValues: [...range.ticks],
      formatter: (value: number) => formatTick(value),
    },
    splitLine: { show: false },
  }
}

/** Pixels between the pointer and the tooltip. */
const TOOLTIP_GAP = 16

/** Where a tooltip begins on one axis: beside the pointer, inside the chart; one larger than the chart ends with it. */
export function tooltipStart(pointer: number, content: number, view: number): number {
  if (content > view) return view - content
  const after = pointer + TOOLTIP_GAP
  const start = after + content > view ? pointer - TOOLTIP_GAP - content : after
  return Math.min(Math.max(start, 0), view - content)
}

export function tooltipStyle(theme: ChartTheme): TooltipComponentOption {
  return {
    // ECharts' own confinement lets a wide tooltip of a narrow chart run out of the window at the right.
    position: ([x, y], _parameters, _element, _bounds, { contentSize, viewSize }) => [
      tooltipStart(x, contentSize[0], viewSize[0]),
      tooltipStart(y, contentSize[1], viewSize[1]),
    ],
    enterable: false,
    transitionDuration: 0,
    backgroundColor: theme.surface,
    borderColor: theme.axisLine,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.fontFamily },
    extraCssText:
      'border-radius:8px;box-shadow:0 6px 24px rgb(0 0 0 / 0.18);font-variant-numeric:tabular-nums;',
  }
}
