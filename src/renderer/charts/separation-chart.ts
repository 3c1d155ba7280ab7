import type { CustomSeriesOption } from 'echarts/charts'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { hatching, strokes, type Shape } from './custom-shapes'
import { LAYER_QUANTITIES } from './layer-quantities'
import { lineColour } from './line-styles'
import { escapeHtml } from './number-format'
import { cellSentence, placeLabel, type SeparationData } from './separation-data'

const TOP = 50
/** Pixels of a letter of the legend. */
const LETTER = 6.1
const LONGEST_NAME = 44
const SWATCH = 12

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A is full, B is hatched: the two are told apart without their colours too. */
function cellShapes(higher: 'a' | 'b' | null, box: Box, data: SeparationData, theme: ChartTheme): Shape[] {
  const fill =
    higher === null ? theme.gridLine : lineColour(higher === 'a' ? data.a.style : data.b.style, theme)
  const ground: Shape = { type: 'rect', shape: { ...box }, style: { fill } }
  return higher === 'b' ? [ground, strokes(hatching(box, 5), theme.surface, 1)] : [ground]
}

function cellSeries(data: SeparationData, theme: ChartTheme): CustomSeriesOption {
  const { cells, steps } = data.separation
  const columns = new Map(steps.map((step, index) => [step, index]))
  return {
    type: 'custom',
    id: 'cells',
    name: 'cells',
    data: cells.map(({ step, place }) => [columns.get(step) ?? 0, place]),
    z: 2,
    renderItem: ({ dataIndex }, api) => {
      const cell = cells[dataIndex]
      if (cell === undefined) return null
      const [x = 0, y = 0] = api.coord([columns.get(cell.step) ?? 0, cell.place])
      const size = api.size?.([1, 1])
      const [width = 0, height = 0] = Array.isArray(size) ? size : []
      const gap = width > 6 ? 1 : 0
      const box = { x: x - width / 2, y: y - height / 2, width: width - gap, height: height - 1 }
      return { type: 'group', children: cellShapes(cell.higher, box, data, theme) }
    },
  }
}

/** A ring around the first point: it shows in cells of any size. */
function ring(x: number, y: number, theme: ChartTheme): Shape[] {
  const circle = (stroke: string, lineWidth: number): Shape => ({
    type: 'circle',
    shape: { cx: x, cy: y, r: 7 },
    style: { fill: 'none', stroke, lineWidth },
    silent: true,
  })
  return [circle(theme.surface, 5), circle(theme.text, 2.5)]
}

function firstSeries(
  { separation: { first, steps } }: SeparationData,
  theme: ChartTheme,
): CustomSeriesOption {
  const place = first === null ? [] : [[steps.indexOf(first.step), first.place]]
  return {
    type: 'custom',
    id: 'first',
    name: 'first',
    data: place,
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 4,
    renderItem: (_, api) => {
      const [x = 0, y = 0] = api.coord(place[0] ?? [0, 0])
      return { type: 'group', silent: true, children: ring(x, y, theme) }
    },
  }
}

function shortened(label: string): string {
  return label.length <= LONGEST_NAME ? label : `${label.slice(0, LONGEST_NAME - 1).trimEnd()}…`
}

/** What the cells mean, above them: the two sides in a line each, and beside them what else there is. */
function legendSeries(data: SeparationData, theme: ChartTheme): CustomSeriesOption {
  const names = [`A higher: ${shortened(data.a.label)}`, `B higher: ${shortened(data.b.label)}`]
  const longest = Math.max(...names.map(({ length }) => length))
  const text = (words: string, x: number, y: number): Shape => ({
    type: 'text',
    style: {
      text: words,
      x,
      y,
      fill: theme.mutedText,
      fontSize: 11,
      fontFamily: theme.fontFamily,
      verticalAlign: 'middle',
    },
    silent: true,
  })
  return {
    type: 'custom',
    id: 'legend',
    name: 'legend',
    data: [[0, 0]],
    silent: true,
    clip: false,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const [middle = 0] = api.coord([0, 0])
      const size = api.size?.([1, 1])
      const [width = 0] = Array.isArray(size) ? size : []
      const left = middle - width / 2
      const beside = left + SWATCH + 22 + longest * LETTER
      const box = (x: number, y: number): Box => ({ x, y, width: SWATCH, height: SWATCH })
      const words = SWATCH + 6
      return {
        type: 'group',
        silent: true,
        children: [
          ...cellShapes('a', box(left, 6), data, theme),
          text(names[0] ?? '', left + words, 12),
          ...cellShapes('b', box(left, 24), data, theme),
          text(names[1] ?? '', left + words, 30),
          ...cellShapes(null, box(beside, 6), data, theme),
          text('not apart', beside + words, 12),
          ...ring(beside + SWATCH / 2, 30, theme),
          text('first point', beside + words, 30),
        ],
      }
    },
  }
}

function axisStyle(name: string, gap: number, theme: ChartTheme) {
  return {
    type: 'category' as const,
    name,
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: theme.mutedText, fontSize: 11, hideOverlap: true },
    splitLine: { show: false },
  }
}

/**
 * Recorded steps from left to right, layers from the input upwards. A cell has the colour of the side whose values are higher
 * where the two separate (B hatched), and is grey where they do not; a ring marks the first point. No cell: one of them has no value.
 */
export function separationChart(data: SeparationData, theme: ChartTheme): ChartOption {
  const { places, steps, quantity } = data.separation
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 46, right: 14, top: TOP, bottom: 42, outerBoundsMode: 'none' },
    xAxis: { ...axisStyle('recorded step', 26, theme), data: steps.map((step) => String(step)) },
    yAxis: {
      ...axisStyle(`layer (${LAYER_QUANTITIES[quantity].label})`, 32, theme),
      data: places.map((place) => placeLabel(place)),
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const cell = data.separation.cells[first?.dataIndex ?? -1]
        return cell === undefined ? '' : escapeHtml(cellSentence(cell, data))
      },
    },
    series: [cellSeries(data, theme), firstSeries(data, theme), legendSeries(data, theme)],
  }
}
