import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { axisRange } from './axis-range'
import { stepAxis, tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { strokes } from './custom-shapes'
import { labelled } from './layer-axis'
import { measureAxis } from './measure-axis'
import { escapeHtml } from './number-format'
import { rampColour } from './ramp-colours'
import { formatUnits, type SymmetryData, type SymmetryLayer, type UnitCount } from './symmetry-data'

const SHARES = { scale: 'linear', min: 0, max: 1, ticks: [0, 0.5, 1] } as const

/** Of the bars, in the legend. */
const BAR_NAMES = { distinct: 'distinct', near: 'and no near copy' } as const

function percent(value: number): string {
  return `${Math.round(100 * value)} %`
}

function countText(name: string, count: UnitCount | undefined, units: number): string {
  if (count === undefined || Number.isNaN(count.median)) return `no count of ${name} units`
  const spread = count.least === count.most ? '' : ` (${count.least} to ${count.most} by seed)`
  return `${formatUnits(count.median)} of ${units} units ${name}${spread}`
}

export function symmetrySentence({ layers, steps, place }: SymmetryData, index: number, at = place): string {
  const one = layers[index]
  if (one === undefined) return ''
  return `layer ${one.layer}, step ${steps[at] ?? 0}: ${countText('distinct', one.distinct[at], one.units)}, ${countText('nearly distinct', one.near[at], one.units)}.`
}

function bars(
  data: SymmetryData,
  which: 'distinct' | 'near',
  style: { readonly color: string; readonly opacity: number },
): BarSeriesOption {
  return {
    type: 'bar',
    id: which,
    name: BAR_NAMES[which],
    data: data.layers.map((one) => (one[which][data.place]?.median ?? NaN) / one.units),
    barGap: '-100%',
    barCategoryGap: '24%',
    barMaxWidth: 18,
    itemStyle: style,
    showBackground: which === 'distinct',
    backgroundStyle: { color: 'transparent', borderColor: style.color, borderWidth: 1, opacity: 0.35 },
    emphasis: { disabled: true },
    z: which === 'distinct' ? 2 : 3,
  }
}

/** Layers from blue to gold, as everything ordered. */
function layerColour(index: number, count: number, theme: ChartTheme): string {
  return rampColour(count > 1 ? index / (count - 1) : 0, theme)
}

function curve(one: SymmetryLayer, index: number, data: SymmetryData, theme: ChartTheme): LineSeriesOption {
  const colour = layerColour(index, data.layers.length, theme)
  return {
    type: 'line',
    id: `layer-${one.layer}`,
    name: `layer ${one.layer}`,
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: one.distinct.map(({ median }, at) => [data.steps[at] ?? NaN, median / one.units]),
    showSymbol: false,
    symbol: 'none',
    color: colour,
    lineStyle: { color: colour, width: 2, opacity: 0.85 },
    emphasis: { disabled: true },
  }
}

/** The step of the bars, across the curves. */
function cursor({ steps, place }: SymmetryData, theme: ChartTheme): CustomSeriesOption {
  const step = steps[place] ?? 0
  return {
    type: 'custom',
    id: 'cursor',
    name: 'cursor',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: [[step, 0]],
    silent: true,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const [x = 0, bottom = 0] = api.coord([step, 0])
      const [, top = 0] = api.coord([step, 1])
      return { type: 'group', children: [strokes(`M${x} ${top}V${bottom}`, theme.text, 1.5)] }
    },
  }
}

/**
 * Left, at the step chosen: of each hidden layer's units (the outline) the share that is distinct, and solid the share that is
 * no near copy either. Right: the distinct share over the recorded steps, a line a layer; left out without a second step.
 */
export function symmetryChart(data: SymmetryData, theme: ChartTheme): ChartOption {
  const { layers, steps } = data
  const hasSteps = steps.length > 1
  const accent = theme.palette[0] ?? theme.text
  const rows = {
    type: 'category' as const,
    data: layers.map(({ layer }) => String(layer)),
    name: 'layer',
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: theme.mutedText,
      fontSize: 11,
      hideOverlap: true,
      interval: labelled(layers.length),
    },
    splitLine: { show: false },
  }
  const time = axisRange(steps, 'linear')
  const end = steps.at(-1) ?? 1
  const left = { left: 50, ...(hasSteps ? { width: '36%' } : { right: 24 }), top: 28, bottom: 44 }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: [
      { ...left, outerBoundsMode: 'none' },
      ...(hasSteps
        ? [{ left: '59%', right: 18, top: 28, bottom: 44, outerBoundsMode: 'none' as const }]
        : []),
    ],
    xAxis: [
      measureAxis(SHARES, `share of the units, step ${steps[data.place] ?? 0}`, theme, percent),
      ...(hasSteps
        ? [
            {
              ...stepAxis(
                { ...time, max: end, ticks: time.ticks.filter((tick) => tick <= end) },
                'step (a line a layer)',
                theme,
              ),
              gridIndex: 1,
            },
          ]
        : []),
    ],
    yAxis: [
      rows,
      ...(hasSteps
        ? [
            {
              type: 'value' as const,
              gridIndex: 1,
              min: 0,
              max: 1.02,
              axisLabel: {
                color: theme.mutedText,
                fontSize: 11,
                customValues: [...SHARES.ticks],
                formatter: percent,
              },
              axisTick: { show: false, customValues: [...SHARES.ticks] },
              axisLine: { show: false },
              splitLine: { lineStyle: { color: theme.gridLine } },
            },
          ]
        : []),
    ],
    legend: {
      top: 0,
      left: 44,
      itemWidth: 12,
      itemHeight: 8,
      itemGap: 14,
      selectedMode: false,
      data: Object.values(BAR_NAMES),
      textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      extraCssText: `${tooltipStyle(theme).extraCssText ?? ''}max-width:22rem;white-space:normal;`,
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        return escapeHtml(symmetrySentence(data, first?.dataIndex ?? -1))
      },
    },
    series: [
      bars(data, 'distinct', { color: accent, opacity: 0.35 }),
      bars(data, 'near', { color: accent, opacity: 1 }),
      ...(hasSteps
        ? [...layers.map((one, index) => curve(one, index, data, theme)), cursor(data, theme)]
        : []),
    ],
  }
}
