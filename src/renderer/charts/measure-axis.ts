import type { AxisRange } from './axis-range'
import type { ChartOption, XAxis } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { formatTick } from './number-format'
import { commonBeginning, shortenedInMiddle } from './shortened'

/** The value axis below, where configurations or seeds stand on the left; log or linear, with its own round ends. */
export function measureAxis(
  range: AxisRange,
  name: string,
  theme: ChartTheme,
  formatter: (value: number) => string = formatTick,
): XAxis {
  const common = {
    min: range.min,
    max: range.max,
    name,
    nameLocation: 'middle' as const,
    nameGap: 26,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    // Rows and shares have a 0 of their own, where no axis line belongs.
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.axisLine } },
    axisTick: { show: true, lineStyle: { color: theme.axisLine }, customValues: [...range.ticks] },
    axisLabel: { color: theme.mutedText, fontSize: 11, customValues: [...range.ticks], formatter },
    splitLine: { show: true, lineStyle: { color: theme.gridLine } },
  }
  return range.scale === 'log' ? { type: 'log', logBase: 10, ...common } : { type: 'value', ...common }
}

/** Letters of 12 pixels, what stands around them, and the pixels after which a label is cut. */
const LETTER = 6
const PADDING = 16
const MOST_PIXELS = 208

/** Pixels of the longest label, or as many as the plot can spare. */
export function labelPixels(labels: readonly string[], letter = LETTER): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0)
  return Math.min(MOST_PIXELS, longest * letter + PADDING)
}

/** Pixels of the letters of Inter at 12 pixels that are far from the mean. */
const UNUSUAL: readonly (readonly [letters: string, pixels: number])[] = [
  ['ilI.,:;|', 3],
  ['tfrj ·()[]', 4],
  ['mwMW', 10],
  ['…', 12],
]
const USUAL = 7
/** Pixels that a shortened label keeps free: its letters are not measured, and the end of one too long would be cut as well. */
const SPARE = 8

function textPixels(text: string): number {
  return Array.from(
    text,
    (letter) => UNUSUAL.find(([letters]) => letters.includes(letter))?.[1] ?? USUAL,
  ).reduce((sum, pixels) => sum + pixels, 0)
}

/** Labels that a column of so many pixels holds: where one is too long its middle gives way, so that rows stay told apart. */
export function fittingLabels(labels: readonly string[], width: number): readonly string[] {
  const room = width - PADDING / 2
  const common = commonBeginning(labels)
  return labels.map((label) => {
    if (textPixels(label) <= room) return label
    let fitting = label
    for (let letters = label.length - 1; letters > 2 && textPixels(fitting) > room - SPARE; letters--) {
      fitting = shortenedInMiddle(label, letters, common)
    }
    return fitting
  })
}

/** One axis of an option, not a list of them. */
type One<Axis> = Exclude<NonNullable<Axis>, readonly unknown[]>

interface RowAxisPlace {
  readonly width: number
  /** Pixels between the plot and the names, for marks beyond the end of the value axis. */
  readonly offset: number
  /** Of the axis, where the rows' names do not say what they are. */
  readonly name?: string
}

/**
 * Rows of names from top to bottom: row i at i, with half a row above the first and below the last.
 */
export function rowAxis(
  labels: readonly string[],
  position: 'left' | 'right',
  { width, offset, name }: RowAxisPlace,
  theme: ChartTheme,
): One<ChartOption['yAxis']> {
  const places = labels.map((_, index) => index)
  return {
    type: 'value',
    position,
    offset,
    name: name ?? '',
    nameLocation: 'middle',
    nameGap: width - 18,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    inverse: true,
    min: -0.5,
    max: Math.max(1, labels.length) - 0.5,
    axisLine: { show: false },
    axisTick: { show: false, customValues: places },
    splitLine: { show: false },
    axisLabel: {
      customValues: places,
      formatter: (value: number) => labels[value] ?? '',
      color: position === 'left' ? theme.text : theme.mutedText,
      fontSize: position === 'left' ? 12 : 11,
      width: width - PADDING / 2,
      overflow: 'truncate',
      margin: 8,
    },
  }
}
