import { axisRange } from './axis-range'
import { bandSeries, medianSeries, type BandDrawing } from './band-series'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { formatInterval, formatMeasure } from './number-format'
import { START_TITLES, startRange, type StartCurve, type StartData } from './start-data'

const DASH = [5, 4]
/** Layers up to which each has a dot of its own. */
const DOTTED_LAYERS = 24

function tooltip(data: StartData, layer: number): string {
  const rows = data.curves.map((curve) => {
    const [median, low, high] = [curve.median[layer - 1], curve.low[layer - 1], curve.high[layer - 1]]
    const theory = curve.theory[layer - 1]
    const beside = theory === undefined ? '' : `, theory ${formatMeasure(theory)}`
    const spread = data.seeds > 1 ? ` ${formatInterval(low ?? NaN, high ?? NaN, 2)}` : ''
    return `<div>${START_TITLES[curve.quantity]} ${formatMeasure(median ?? NaN)}${spread}${beside}</div>`
  })
  const name = layer === data.layers ? 'output' : `layer ${layer}`
  return `<b>${name}</b> before the first update${rows.join('')}`
}

/**
 * z2, h2 and delta2 by layer before the first update: the seeds' median with their smallest and largest, and the mean-field
 * curve dashed in the same colour.
 */
export function startChart(data: StartData, theme: ChartTheme): ChartOption {
  const range = startRange(data)
  const hasZero = data.curves.some(({ median }) => median.includes(0))
  const most = Math.max(2, data.layers)
  const { ticks } = axisRange([1, most], 'linear')
  const xs = Array.from({ length: data.layers }, (_, index) => index + 1)
  const drawing = (curve: StartCurve, place: number): BandDrawing => ({
    id: curve.quantity,
    name: START_TITLES[curve.quantity],
    xs,
    median: curve.median,
    q25: curve.low,
    q75: curve.high,
    range,
    colour: theme.palette[place] ?? theme.text,
    dash: [],
    width: 2,
    opacity: 1,
    bandOpacity: 0.16,
    isStrong: true,
    dots: data.layers <= DOTTED_LAYERS ? 4 : 0,
  })
  const drawings = data.curves.map(drawing)
  const expected = data.curves.flatMap((curve, place) =>
    curve.theory.length === 0
      ? []
      : [
          {
            ...drawing(curve, place),
            id: `${curve.quantity}-theory`,
            name: `${START_TITLES[curve.quantity]} theory`,
            median: curve.theory,
            dash: DASH,
            width: 1.5,
            dots: 0,
          },
        ],
  )
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 50, right: 14, top: 28, bottom: 40, outerBoundsMode: 'none' },
    legend: {
      top: 0,
      left: 44,
      itemWidth: 16,
      itemHeight: 8,
      itemGap: 12,
      data: drawings.map(({ name }) => name),
      textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
    },
    xAxis: stepAxis(
      {
        scale: 'linear',
        min: 1,
        max: most,
        ticks: [1, ...ticks.filter((tick) => Number.isInteger(tick) && tick > 1 && tick <= most)],
      },
      'layer',
      theme,
    ),
    // What is exactly 0 lies on the lower edge, which then means just that.
    yAxis: valueAxis(range, '', theme, hasZero ? '0' : undefined),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const value = first?.value
        const layer = Array.isArray(value) ? Number(value[0]) : NaN
        return Number.isFinite(layer) ? tooltip(data, layer) : ''
      },
    },
    series: [
      ...drawings.map(medianSeries),
      ...expected.map(medianSeries),
      ...(data.seeds > 1 ? drawings.map(bandSeries) : []),
    ],
  }
}
