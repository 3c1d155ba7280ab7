import type { LineSeriesOption } from 'echarts/charts'
import type { AxisRange } from './axis-range'
import { cursorSeries } from './band-series'
import { tooltipStyle, valueAxis, type ChartOption, type ChartSeries } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { drawnPart, metricTitle, placesOf, stepRange, valueRange } from './convergence-data'
import { convergenceTooltip } from './convergence-tooltip'
import { convergenceOf, type FacetData, type FacetPanel } from './facet-data'
import { bandsSeries, crossSeries, drawnOf, lineSeries, loneSeries, visibleLines } from './facet-lines'
import { lineColour } from './line-styles'
import { formatCounted, formatTick } from './number-format'
import { STEP_SCALE_TEXTS } from './step-scale'

/** Pixels of a panel with its heading, by the number of rows; of the heading alone, and around all of them. */
const PANEL_HEIGHTS = [340, 240]
const LOWEST_PANEL = 176
const HEADING = 34
const TOP_WITH_LEGEND = 30
const BOTTOM = 44
/** Shares of the width. */
const LEFT = 6
const RIGHT = 1
const GAP = 1.4

function panelHeight(rowCount: number): number {
  return PANEL_HEIGHTS[rowCount - 1] ?? LOWEST_PANEL
}

/** A canvas of its own under that of the pointer: a move of the pointer draws none of the panels again. */
const STILL = -1

/** Pixels that the drawing of so many rows of panels needs. */
export function facetHeight({ rowCount, colour }: Pick<FacetData, 'rowCount' | 'colour'>): number {
  return (colour === null ? 4 : TOP_WITH_LEGEND) + rowCount * panelHeight(rowCount) + BOTTOM
}

function panelSeries(
  panel: FacetPanel,
  index: number,
  data: FacetData,
  range: AxisRange,
  theme: ChartTheme,
): ChartSeries[] {
  const axes = { xAxisIndex: index, yAxisIndex: index, zlevel: STILL }
  const drawn = visibleLines(panel, data).map((line) => drawnOf(line, panel, data, theme))
  const lone = loneSeries(drawn, range)
  const places = new Set(
    drawnPart(convergenceOf(data, panel.lines)).lines.flatMap((line) => [...placesOf(line)]),
  )
  const cursor = cursorSeries(
    [...places].filter((place) => Number.isFinite(place)).sort((a, b) => a - b),
    range,
  )
  return [
    { ...lineSeries(drawn, range), ...axes, id: `lines-${index}`, name: `lines-${index}` },
    { ...bandsSeries(drawn, range), ...axes, id: `bands-${index}`, name: '' },
    ...(lone === null ? [] : [{ ...lone, ...axes, id: `lone-${index}`, name: `lone-${index}` }]),
    ...(panel.diverged > 0 ? [{ ...crossSeries(panel, index, data, range, theme), ...axes }] : []),
    { ...cursor, ...axes, id: `cursor-${index}` },
  ]
}

/** An empty line for each colour: what the legend lists. */
function legendSeries({ colour, colourStyles }: FacetData, theme: ChartTheme): LineSeriesOption[] {
  return (colour?.places ?? []).map(({ name }, place) => {
    const style = colourStyles[place]
    const hue = style === undefined ? theme.text : lineColour(style, theme)
    return {
      type: 'line',
      id: `colour-${place}`,
      name,
      data: [],
      silent: true,
      color: hue,
      lineStyle: { color: hue, width: 2.5 },
      itemStyle: { color: hue },
    }
  })
}

/** Place of a panel: pixels down, shares of the width across. */
function panelBox({ row, column }: FacetPanel, { columnCount, rowCount, colour }: FacetData) {
  const width = (100 - LEFT - RIGHT) / columnCount
  const top = (colour === null ? 4 : TOP_WITH_LEGEND) + row * panelHeight(rowCount)
  return { left: LEFT + column * width, width: width - GAP, top }
}

/** Of the panels below each other only the last has its steps below, of those beside each other only the first its values. */
function isLowest({ row, column }: FacetPanel, { panels }: FacetData): boolean {
  return !panels.some((other) => other.column === column && other.row > row)
}

/** Panels beside each other up to which the axis below has room for its whole title. */
const WITH_WHOLE_TITLE = 2

function stepTitle({ stepScale, columnCount }: FacetData): string {
  const { title, short } = STEP_SCALE_TEXTS[stepScale]
  return columnCount <= WITH_WHOLE_TITLE ? title : short
}

function panelAxes(data: FacetData, range: AxisRange, theme: ChartTheme) {
  const steps = stepRange(convergenceOf(data, data.lines))
  const ends = steps.ticks.filter(
    (_, index, all) => index === 0 || index === all.length - 1 || all.length <= 5 || index % 2 === 0,
  )
  const common = { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily }
  return {
    xAxis: data.panels.map((panel, gridIndex) => ({
      type: 'value' as const,
      zlevel: STILL,
      gridIndex,
      min: steps.min,
      max: steps.max,
      name: isLowest(panel, data) ? stepTitle(data) : '',
      nameLocation: 'middle' as const,
      nameGap: 24,
      nameTextStyle: { ...common, fontSize: 12 },
      axisLine: { show: true, lineStyle: { color: theme.axisLine } },
      axisTick: { show: true, length: 3, lineStyle: { color: theme.axisLine }, customValues: ends },
      axisLabel: {
        ...common,
        show: isLowest(panel, data),
        customValues: ends,
        hideOverlap: true,
        // Neighbours are near: the ends stay inside their panel.
        alignMinLabel: 'left' as const,
        alignMaxLabel: 'right' as const,
        formatter: (value: number) => formatTick(value),
      },
      splitLine: { show: false },
    })),
    yAxis: data.panels.map((panel, gridIndex) => {
      const axis = valueAxis(range, panel.column === 0 && panel.row === 0 ? metricTitle(data) : '', theme)
      return {
        ...axis,
        zlevel: STILL,
        gridIndex,
        nameGap: 42,
        ...(panel.column === 0 ? {} : { axisLabel: { show: false } }),
      }
    }),
  }
}

function headings(data: FacetData, theme: ChartTheme): ChartOption['title'] {
  return data.panels.map((panel) => {
    const { left, width, top } = panelBox(panel, data)
    return {
      zlevel: STILL,
      left: `${left}%`,
      top,
      padding: 0,
      itemGap: 1,
      text: panel.name === '' ? 'all configurations' : panel.name,
      subtext: panel.lines.length === 0 ? 'no configuration' : formatCounted(panel.n, panel.diverged),
      textStyle: {
        fontSize: 12,
        fontWeight: 600,
        color: theme.text,
        fontFamily: theme.fontFamily,
        lineHeight: 15,
        // A heading ends with its panel; the chart's own width is not known here, that of a usual window is.
        width: Math.round(width * 10),
        overflow: 'truncate' as const,
      },
      subtextStyle: { fontSize: 11, color: theme.mutedText, fontFamily: theme.fontFamily, lineHeight: 13 },
    }
  })
}

/**
 * Small multiples of the convergence curves: a panel for each pair of values of two factors, colour by a third, all on the same
 * axes. Hidden lines are left out of their panels and move no axis.
 */
export function facetChart(data: FacetData, theme: ChartTheme): ChartOption {
  const shared = { ...convergenceOf(data, data.lines), hidden: new Set<number>() }
  const range = valueRange(shared)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    title: headings(data, theme) ?? [],
    grid: data.panels.map((panel) => {
      const { left, width, top } = panelBox(panel, data)
      return {
        left: `${left}%`,
        width: `${width}%`,
        top: top + HEADING,
        height: panelHeight(data.rowCount) - HEADING - 14,
        outerBoundsMode: 'none' as const,
      }
    }),
    ...panelAxes(data, range, theme),
    legend: {
      show: data.colour !== null,
      type: 'scroll',
      left: `${LEFT}%`,
      right: 12,
      top: 4,
      itemWidth: 22,
      itemHeight: 8,
      selectedMode: false,
      icon: 'path://M0 0h26v2.5h-26z',
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.fontFamily },
      pageIconColor: theme.text,
      pageIconInactiveColor: theme.axisLine,
      pageTextStyle: { color: theme.mutedText },
      data: (data.colour?.places ?? []).map(({ name }) => name),
      // The numbers of one axis need its title once.
      formatter: (name) => {
        const place = data.colour?.places.findIndex((one) => one.name === name) ?? -1
        const text = data.colour?.places[place]?.text
        if (data.colour?.numbers === null || text === undefined) return name
        return place === 0 ? `${data.colour?.title ?? ''} ${text}` : text
      },
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const panel = data.panels[Number(first === undefined ? NaN : Reflect.get(first, 'axisIndex'))]
        const value = first?.value
        const step = Array.isArray(value) ? Number(value[0]) : NaN
        if (panel === undefined || !Number.isFinite(step)) return ''
        return convergenceTooltip(convergenceOf(data, panel.lines), theme, step)
      },
    },
    series: [
      ...legendSeries(data, theme),
      ...data.panels.flatMap((panel, index) => panelSeries(panel, index, data, range, theme)),
    ],
  }
}
