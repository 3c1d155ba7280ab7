import { tooltipStyle, type ParallelOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { FINAL_METRICS, sharePosition } from './final-metrics'
import { escapeHtml, formatCounted, formatMedian, formatTick } from './number-format'
import { rampColour } from './ramp-colours'
import { axisIds, METRIC_AXIS, worstPlace, type ParallelData, type ParallelLine } from './parallel-data'

/** Places of an axis that are all labelled; of more, some. */
const MOST_LABELS = 12
const LONGEST_LABEL = 22

function axisOption(id: string, title: string, theme: ChartTheme) {
  return {
    id,
    type: 'value' as const,
    name: title,
    nameLocation: 'end' as const,
    nameGap: 14,
    nameTextStyle: { color: theme.text, fontSize: 12, fontFamily: theme.fontFamily },
    nameTruncate: { maxWidth: 130 },
    axisLine: { lineStyle: { color: theme.axisLine, width: 1.5 } },
    minorTick: { show: false },
    splitLine: { show: false },
    areaSelectStyle: {
      width: 18,
      borderWidth: 1,
      borderColor: theme.palette[0] ?? theme.text,
      color: theme.palette[0] ?? theme.text,
      opacity: 0.25,
    },
    z: 10,
  }
}

function labelStyle(theme: ChartTheme) {
  return {
    color: theme.mutedText,
    fontSize: 11,
    backgroundColor: theme.surface,
    padding: [1, 3],
    borderRadius: 2,
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_LABEL ? text : `${text.slice(0, LONGEST_LABEL - 1)}…`
}

function factorAxisOptions(data: ParallelData, theme: ChartTheme) {
  return data.axes.map((axis, dim) => {
    const count = axis.places.length
    const every = Math.ceil(count / MOST_LABELS)
    const shown = axis.places.map((_, place) => place).filter((place) => place % every === 0)
    return {
      ...axisOption(axis.key, axis.title, theme),
      dim,
      min: -0.5,
      max: count - 0.5,
      // Names read from the top, numbers grow upwards.
      inverse: axis.numbers === null,
      nameLocation: axis.numbers === null ? ('start' as const) : ('end' as const),
      axisTick: { show: true, length: 4, customValues: shown, lineStyle: { color: theme.axisLine } },
      axisLabel: {
        ...labelStyle(theme),
        customValues: shown,
        formatter: (place: number) => shortened(axis.places[place]?.text ?? ''),
      },
    }
  })
}

/** 0 to 1 between the ends of the metric's range, and what diverged beyond its worst end. */
function metricAxisOption(data: ParallelData, dim: number, theme: ChartTheme) {
  const { title, isLoss } = FINAL_METRICS[data.metric]
  const worst = worstPlace(data.metric)
  const ticks = data.range.ticks.map((tick) => ({
    place: sharePosition(tick, data.range),
    text: formatTick(tick),
  }))
  const hasLost = data.lines.some(({ median }) => Math.abs(median) === Infinity)
  const labels = [...ticks, ...(hasLost ? [{ place: worst, text: 'diverged' }] : [])]
  const places = labels.map(({ place }) => place)
  return {
    ...axisOption(METRIC_AXIS, `median ${title}`, theme),
    dim,
    min: hasLost && !isLoss ? worst - 0.04 : -0.04,
    max: hasLost && isLoss ? worst + 0.04 : 1.04,
    axisTick: { show: true, length: 4, customValues: places, lineStyle: { color: theme.axisLine } },
    axisLabel: {
      ...labelStyle(theme),
      customValues: places,
      formatter: (value: number) => labels.find(({ place }) => Math.abs(place - value) < 1e-9)?.text ?? '',
    },
  }
}

function opacityOf(line: ParallelLine, data: ParallelData): number {
  const { emphasized, brushed } = data
  if (emphasized !== null && !data.hidden.has(emphasized)) return line.configuration === emphasized ? 1 : 0.15
  if (brushed !== null) return brushed.has(line.configuration) ? 0.95 : 0.1
  return data.lines.length > 60 ? 0.55 : 0.85
}

/** The colour of the median on the ramp of the heat map: the factors have axes of their own. */
function colourOf({ median }: ParallelLine, { range }: ParallelData, theme: ChartTheme): string {
  if (Number.isNaN(median)) return theme.mutedText
  const share = sharePosition(median, range)
  return Number.isNaN(share) ? theme.diverged : rampColour(share, theme)
}

/** The configurations that have a line, in the order of the series' data. */
export function drawnLines({ lines, hidden }: ParallelData): readonly ParallelLine[] {
  return lines.filter(({ configuration }) => !hidden.has(configuration))
}

export function parallelTooltip(line: ParallelLine, data: ParallelData): string {
  const { title } = FINAL_METRICS[data.metric]
  const value =
    line.n === 0
      ? 'no trial has ended yet'
      : `${title} ${formatMedian(line)}, ${formatCounted(line.n, line.diverged)}`
  return `<b>${escapeHtml(line.label)}</b><br>${escapeHtml(value)}`
}

/**
 * An axis for each factor that varies and one for the median of the final metric; a line a configuration, coloured by that median. What is not inside
 * the brushed intervals is faint; a line stops where its configuration has no value yet.
 */
export function parallelChart(data: ParallelData, theme: ChartTheme): ParallelOption {
  const lines = drawnLines(data)
  const isPointing = data.emphasized !== null && !data.hidden.has(data.emphasized)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    parallel: { left: 40, right: 110, top: 34, bottom: 16, layout: 'horizontal' },
    parallelAxis: [
      ...factorAxisOptions(data, theme),
      metricAxisOption(data, axisIds(data).length - 1, theme),
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const line = lines[first?.dataIndex ?? -1]
        return line === undefined ? '' : parallelTooltip(line, data)
      },
    },
    series: [
      {
        type: 'parallel',
        id: 'configurations',
        name: 'configurations',
        // While a line is pointed at, the others step back also inside a brush.
        activeOpacity: isPointing ? 0.3 : 0.95,
        inactiveOpacity: 0.08,
        emphasis: { disabled: true },
        data: lines.map((line) => ({
          name: line.label,
          value: line.places.map((place) => (Number.isNaN(place) ? '-' : place)),
          lineStyle: {
            color: colourOf(line, data, theme),
            width: line.configuration === data.emphasized ? 4 : 1.75,
            opacity: opacityOf(line, data),
          },
        })),
      },
    ],
  }
}
