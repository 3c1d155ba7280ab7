import { curveAt, medianCurve, type Curve, type CurveComparison } from '@shared/study/drawn-curve'
import { formatNoun } from '../common/format'
import { CURVE_QUANTITIES, type CurveQuantity, type SeedCurves } from '../study/prediction-results'
import { axisRange, type AxisRange } from './axis-range'
import { medianSeries, type BandDrawing } from './band-series'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import type { DataTable } from './data-table'
import { escapeHtml, formatMeasure, formatTick } from './number-format'

export interface DrawnCurveData {
  readonly quantity: CurveQuantity
  /** Null when an old run is shown again. */
  readonly drawn: Curve | null
  readonly measured: SeedCurves
}

const DRAWN_NAME = 'what you drew'
const MEDIAN_NAME = 'median of the seeds'

function drawnCurveRange({ quantity, drawn, measured }: DrawnCurveData): AxisRange {
  const values = [...(drawn?.ys ?? []), ...measured.seeds.flatMap(({ ys }) => ys)]
  return axisRange(values, CURVE_QUANTITIES[quantity].scale, 0)
}

function alongRange({ quantity, measured: { xs } }: DrawnCurveData): AxisRange {
  const [first = 0, last = 1] = [xs[0], xs.at(-1)]
  const { ticks } = axisRange([first, last], 'linear')
  const own = ticks.filter((tick) => tick > first && tick <= last && Number.isInteger(tick))
  return {
    scale: 'linear',
    min: first,
    max: Math.max(last, first + 1),
    ticks: CURVE_QUANTITIES[quantity].along === 'layer' ? measuredLayers(first, last) : [first, ...own],
  }
}

function measuredLayers(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

function medianOf({ measured: { xs, seeds } }: DrawnCurveData): Curve {
  return medianCurve(
    xs,
    seeds.map(({ ys }) => ys),
  )
}

/** Every seed as a thin line, their median as a strong one, and the drawn curve dashed over them. */
export function drawnCurveChart(data: DrawnCurveData, theme: ChartTheme): ChartOption {
  const range = drawnCurveRange(data)
  const { along, title } = CURVE_QUANTITIES[data.quantity]
  const line = (
    id: string,
    name: string,
    { xs, ys }: Curve,
    look: Pick<BandDrawing, 'colour' | 'width' | 'opacity' | 'dash' | 'isStrong' | 'dots'>,
  ): BandDrawing => ({ id, name, xs, median: ys, q25: ys, q75: ys, range, bandOpacity: 0, ...look })
  const [measuredColour = theme.text, drawnColour = theme.text] = theme.palette
  const seeds = data.measured.seeds.map(
    ({ seed, ys }) =>
    line(`seed-${seed}`, `seed ${seed}`, { xs: data.measured.xs, ys }, {
      colour: measuredColour, width: 1, opacity: 0.45, dash: [], isStrong: false, dots: 0,
    }), // prettier-ignore
  )
  const middle = line('median', MEDIAN_NAME, medianOf(data), {
    colour: measuredColour, width: 2.5, opacity: 1, dash: [], isStrong: true, dots: 0,
  }) // prettier-ignore
  const own =
    data.drawn === null
      ? []
      : [
          line('drawn', DRAWN_NAME, data.drawn, {
            colour: drawnColour, width: 2.5, opacity: 1, dash: [6, 4], isStrong: true, dots: 7,
          }),
        ] // prettier-ignore
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 64, right: 16, top: 28, bottom: 42, outerBoundsMode: 'none' },
    legend: {
      top: 0,
      left: 56,
      itemWidth: 22,
      itemHeight: 8,
      data: [MEDIAN_NAME, ...(data.drawn === null ? [] : [DRAWN_NAME])],
      textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
    },
    xAxis: stepAxis(alongRange(data), along, theme),
    yAxis: valueAxis(range, along === 'step' ? title : '', theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const value = first?.value
        return Array.isArray(value) ? tooltip(data, Number(value[0])) : ''
      },
    },
    series: [...seeds, middle, ...own].map(medianSeries),
  }
}

function tooltip(data: DrawnCurveData, x: number): string {
  const { along, scale } = CURVE_QUANTITIES[data.quantity]
  const drawn = data.drawn === null ? '' : `<div>you ${formatMeasure(curveAt(data.drawn, x, scale))}</div>`
  const measured = formatMeasure(curveAt(medianOf(data), x, scale))
  return `<b>${escapeHtml(`${along} ${formatTick(x)}`)}</b><div>median ${measured}</div>${drawn}`
}

/** `5 seeds: the median goes from 2.30 at step 0 to 1.69 at step 300.` */
export function drawnCurveCaption(data: DrawnCurveData): string {
  const { xs, ys } = medianOf(data)
  const { along, title } = CURVE_QUANTITIES[data.quantity]
  if (xs.length === 0) return 'No trial has ended.'
  const at = (place: number): string =>
    `${formatMeasure(ys.at(place) ?? NaN)} at ${along} ${formatTick(xs.at(place) ?? NaN)}`
  return `${title}, ${formatNoun(data.measured.seeds.length, 'seed')}: the median goes from ${at(0)} to ${at(-1)}.`
}

/** How far the drawn curve lies from the median, in words. */
export function distanceText(
  quantity: CurveQuantity,
  { distance, bias, atEnd, isWithin }: CurveComparison,
): string {
  const { scale, along } = CURVE_QUANTITIES[quantity]
  const size = (value: number): string =>
    scale === 'linear'
      ? formatMeasure(Math.abs(value), 2)
      : `${formatMeasure(Math.abs(value), 2)} powers of ten`
  const side =
    Math.abs(bias) < distance / 3
      ? 'partly above and partly below it'
      : bias > 0
        ? 'mostly above it'
        : 'mostly below it'
  const end =
    Math.abs(atEnd) < (scale === 'linear' ? 0.01 : 0.05)
      ? 'ends where it ends'
      : `ends ${size(atEnd)} too ${atEnd > 0 ? 'high' : 'low'}`
  const verdict = isWithin ? 'That is close' : 'That is off'
  return `${verdict}: your curve lies ${size(distance)} from the median of the seeds on average, ${side}, and ${end} at the last ${along}.`
}

/** Rows: places; columns: what was drawn, the median, every seed. */
export function drawnCurveTable(data: DrawnCurveData): DataTable {
  const { along, scale } = CURVE_QUANTITIES[data.quantity]
  const { xs, ys } = medianOf(data)
  const { drawn, measured } = data
  return {
    columns: [
      along,
      ...(drawn === null ? [] : [DRAWN_NAME]),
      'median',
      ...measured.seeds.map(({ seed }) => `seed ${seed}`),
    ],
    rows: xs.map((x, place) => [
      formatTick(x),
      ...(drawn === null ? [] : [formatMeasure(curveAt(drawn, x, scale))]),
      formatMeasure(ys[place] ?? NaN),
      ...measured.seeds.map((seed) => formatMeasure(seed.ys[place] ?? NaN)),
    ]),
  }
}
