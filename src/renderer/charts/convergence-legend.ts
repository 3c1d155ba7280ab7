import type { ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { byFinalMedian, isVisible, LINES_AT_ONCE, type ConvergenceData } from './convergence-data'
import { formatCounted } from './number-format'

/** Width of a legend's piece of line, and its thickness. */
const ICON_WIDTH = 26
const ICON_THICKNESS = 2.5

/** The dash pattern as filled bars: a legend draws no dashed line without a dot on it. */
export function dashIcon(dash: readonly number[]): string {
  const bar = (x: number, width: number): string => `M${x} 0h${width}v${ICON_THICKNESS}h-${width}z`
  if (dash.length === 0) return `path://${bar(0, ICON_WIDTH)}`
  const bars: string[] = []
  let x = 0
  for (let index = 0; x < ICON_WIDTH; index++) {
    const length = dash[index % dash.length] ?? ICON_WIDTH
    if (index % 2 === 0) bars.push(bar(x, Math.min(length, ICON_WIDTH - x)))
    x += length
  }
  return `path://${bars.join('')}`
}

/** Characters that stand in one line of the legend, beside the plot; a longer label takes two lines. */
const LINE_CHARACTERS = 40

/** A label on at most two lines, broken between words; what is cut away leaves the number of the configuration. */
export function legendText(label: string): string {
  if (label.length <= LINE_CHARACTERS) return label
  const first = lineEnd(label)
  const rest = label.slice(first).trimStart()
  if (rest.length <= LINE_CHARACTERS) return `${label.slice(0, first).trimEnd()}\n${rest}`
  const number = / · #\d+$/.exec(label)?.[0] ?? ''
  const kept = rest.slice(0, LINE_CHARACTERS - number.length - 1).replace(/[\s·,…]+$/, '')
  return `${label.slice(0, first).trimEnd()}\n${kept}…${number}`
}

/** Where the first line ends: between two values, else between two words. */
function lineEnd(label: string): number {
  for (const separator of [' · ', ' ']) {
    const place = label.lastIndexOf(separator, LINE_CHARACTERS - separator.length + 1)
    if (place > LINE_CHARACTERS / 2) return place + separator.length - 1
  }
  return LINE_CHARACTERS
}

/** One entry a line: its dash, its label, and below it n and how many diverged. Long legends scroll. */
export function convergenceLegend(
  data: ConvergenceData,
  theme: ChartTheme,
): NonNullable<ChartOption['legend']> {
  const ranked = [...data.lines].sort(byFinalMedian(data.metric))
  // In the order in which the lines end from top to bottom; the best first when the legend must be scrolled.
  if (data.metric === 'trainLoss' && ranked.length <= LINES_AT_ONCE) ranked.reverse()
  const counted = new Map(
    data.lines.map(({ label, band }) => [label, formatCounted(band.trials, band.divergedAt.length)]),
  )
  return {
    type: 'scroll',
    orient: 'vertical',
    right: 0,
    top: 4,
    bottom: 4,
    itemWidth: ICON_WIDTH,
    itemHeight: 8,
    itemGap: 6,
    pageIconSize: 10,
    data: ranked.map(({ label, style }) => ({ name: label, icon: dashIcon(style.dash) })),
    selected: Object.fromEntries(data.lines.map((line) => [line.label, isVisible(data, line)])),
    formatter: (name) => `${legendText(name)}\n{counted|${counted.get(name) ?? ''}}`,
    textStyle: {
      color: theme.text,
      fontSize: 12,
      lineHeight: 14,
      fontFamily: theme.fontFamily,
      rich: { counted: { color: theme.mutedText, fontSize: 11, lineHeight: 13 } },
    },
    inactiveColor: theme.axisLine,
    inactiveBorderColor: theme.axisLine,
    itemStyle: { opacity: 1 },
    pageIconColor: theme.text,
    pageIconInactiveColor: theme.axisLine,
    pageTextStyle: { color: theme.mutedText },
    selector: false,
  }
}
