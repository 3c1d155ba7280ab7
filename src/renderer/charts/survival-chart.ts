import type { CustomSeriesOption } from 'echarts/charts'
import { shareArrivedBy } from '@shared/statistics/survival'
import { formatShare } from '../common/format'
import { cursorSeries } from './band-series'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { lineColour } from './line-styles'
import { formatCounted, formatTick } from './number-format'
import { hiddenLegend, isStrong, pointedPlace, SHARE_RANGE, stairSeries } from './stair-lines'
import { atRisk, type SurvivalData, type SurvivalRow } from './survival-data'
import { tooltipHtml } from './tooltip-html'

/** Lines of numbers of trials that are not there yet, below the axis; of more configurations the one pointed at, or all together. */
const RISK_LINES = 4
const RISK_HEIGHT = 13
/** Pixels from the plot to the first of them. */
const RISK_TOP = 46

interface RiskLine {
  readonly colour: string
  readonly opacity: number
  readonly counts: readonly number[]
}

function countsOf({ curve }: SurvivalRow, { range }: SurvivalData): readonly number[] {
  return range.ticks.map((tick) => atRisk(curve, tick))
}

/** A line a configuration in its colour, or one for the configuration pointed at, or the sum of all. */
export function riskLines(data: SurvivalData, theme: ChartTheme): readonly RiskLine[] {
  const pointed = data.rows.filter(({ configuration }) => configuration === data.emphasized)
  const named = data.rows.length <= RISK_LINES ? data.rows : pointed
  if (named.length > 0) {
    return named.map((row) => ({
      colour: lineColour(row.style, theme),
      opacity: isStrong({ ...data, lines: data.rows }, row.configuration) ? 1 : 0.3,
      counts: countsOf(row, data),
    }))
  }
  const counts = data.range.ticks.map((tick) =>
    data.visible.reduce((sum, { curve }) => sum + atRisk(curve, tick), 0),
  )
  return data.visible.length === 0 ? [] : [{ colour: theme.mutedText, opacity: 1, counts }]
}

/** The numbers of trials that are not there yet, below each tick of the step axis. */
function riskSeries(lines: readonly RiskLine[], data: SurvivalData, theme: ChartTheme): CustomSeriesOption {
  const { ticks } = data.range
  return {
    type: 'custom',
    id: 'not-yet',
    name: '',
    data: ticks.map((tick) => [tick, 0]),
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 4,
    renderItem: ({ dataIndex }, api) => {
      const [x = 0, bottom = 0] = api.coord([ticks[dataIndex] ?? 0, 0])
      const font = { fontSize: 10, fontFamily: theme.fontFamily, textVerticalAlign: 'middle' as const }
      const at = (line: number): number => bottom + RISK_TOP + line * RISK_HEIGHT
      const numbers = lines.map(({ counts, colour, opacity }, line) => ({
        type: 'text' as const,
        style: {
          ...font,
          text: String(counts[dataIndex] ?? 0),
          x,
          y: at(line),
          fill: colour,
          opacity,
          textAlign: 'center' as const,
        },
      }))
      const title = {
        type: 'text' as const,
        style: {
          ...font,
          text: 'not yet',
          x: x - 14,
          y: at(0),
          fill: theme.mutedText,
          textAlign: 'right' as const,
        },
      }
      return { type: 'group', silent: true, children: dataIndex === 0 ? [title, ...numbers] : numbers }
    },
  }
}

/** Every configuration at a step, the largest share first. */
function survivalTooltip(data: SurvivalData, step: number, theme: ChartTheme): string {
  const rows = [...data.rows]
    .sort(
      (a, b) =>
        shareArrivedBy(b.curve, step) - shareArrivedBy(a.curve, step) || a.configuration - b.configuration,
    )
    .map((row) => ({
      style: row.style,
      label: row.label,
      value: formatShare(shareArrivedBy(row.curve, step)),
      counted: `${formatCounted(row.curve.n, row.diverged)}, ${atRisk(row.curve, step)} not there yet`,
      isEmphasized: row.configuration === data.emphasized,
    }))
  return tooltipHtml(`step ${formatTick(step)}`, 'share converged by then', rows, theme)
}

/**
 * The share of trials that have reached the target by each step (Kaplan and Meier), stairs with the interval as a band;
 * a diverged trial never arrives. Below the axis the trials that have not reached it yet, which survival analysis calls at risk.
 */
export function survivalChart(data: SurvivalData, theme: ChartTheme): ChartOption {
  const lines = riskLines(data, theme)
  const places = [...new Set([...data.range.ticks, ...data.rows.flatMap(({ xs }) => xs)])].sort(
    (a, b) => a - b,
  )
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: 62,
      right: 20,
      top: 12,
      bottom: 44 + lines.length * RISK_HEIGHT,
      outerBoundsMode: 'none',
    },
    xAxis: stepAxis(data.range, 'step', theme),
    yAxis: valueAxis(SHARE_RANGE, 'share converged', theme),
    legend: hiddenLegend(data.rows),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const step = pointedPlace(parameters)
        return Number.isFinite(step) ? survivalTooltip(data, step, theme) : ''
      },
    },
    series: [
      ...stairSeries({ ...data, lines: data.rows }, theme),
      cursorSeries(places, SHARE_RANGE),
      riskSeries(lines, data, theme),
    ],
  }
}
