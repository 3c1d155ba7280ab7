import type { CustomSeriesOption } from 'echarts/charts'
import { tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { colourBar, rampShare } from './colour-bar'
import { centredText, frame, hatching, strokes, type Shape } from './custom-shapes'
import { depthCellSentence, type CauseMark, type DepthMapData } from './depth-map-data'
import { labelled } from './layer-axis'
import { LAYER_QUANTITIES } from './layer-quantities'
import { escapeHtml } from './number-format'
import { rampColour } from './ramp-colours'
import type { Box } from './seed-strip'

const TOP = 24
const BOTTOM = 44
/** From this size on a cell has a gap around it, and a diverged one its hatching. */
const GAP_SIZE = 7

type Api = Parameters<NonNullable<CustomSeriesOption['renderItem']>>[1]

function boxOf(column: number, row: number, api: Api): Box {
  const [x = 0, y = 0] = api.coord([column, row])
  const size = api.size?.([1, 1])
  const [width = 0, height = 0] = Array.isArray(size) ? size : []
  const [gapX, gapY] = [width >= GAP_SIZE ? 1 : 0, height >= GAP_SIZE ? 1 : 0]
  return {
    x: x - width / 2 + gapX / 2,
    y: y - height / 2 + gapY / 2,
    // Without a gap, boxes overlap by a hair, so that no line of the ground shows between them.
    width: width - gapX + (gapX === 0 ? 0.5 : 0),
    height: height - gapY + (gapY === 0 ? 0.5 : 0),
  }
}

/** Null without a value; the diverged colour for what is not finite. */
export function depthCellColour(value: number, data: DepthMapData, theme: ChartTheme): string | null {
  if (Number.isNaN(value)) return null
  return Number.isFinite(value) ? rampColour(rampShare(value, data.range), theme) : theme.diverged
}

function cellSeries(data: DepthMapData, theme: ChartTheme): CustomSeriesOption {
  const columns = data.steps.length
  return {
    type: 'custom',
    id: 'cells',
    name: 'cells',
    data: data.cells.map(({ layer }, index) => [index % columns, layer - 1]),
    z: 2,
    renderItem: ({ dataIndex }, api) => {
      const cell = data.cells[dataIndex]
      if (cell === undefined) return null
      const box = boxOf(dataIndex % columns, cell.layer - 1, api)
      const fill = depthCellColour(cell.median, data, theme)
      const ground: Shape = {
        type: 'rect',
        shape: box,
        style: fill === null ? { fill: 'transparent', stroke: theme.gridLine, lineWidth: 1 } : { fill },
      }
      const isHatched = cell.median === Infinity && Math.min(box.width, box.height) >= GAP_SIZE
      return {
        type: 'group',
        children: [ground, ...(isHatched ? [strokes(hatching(box, 5), theme.surface, 1)] : [])],
      }
    },
  }
}

/** The column of the step chosen, and the cell of the keyboard. */
function markSeries(data: DepthMapData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'marks',
    name: 'marks',
    data: [[0, 0]],
    silent: true,
    tooltip: { show: false },
    z: 4,
    renderItem: (_, api) => {
      const shapes: Shape[] = []
      if (data.column >= 0 && data.steps.length > 1) {
        const low = boxOf(data.column, 0, api)
        const high = boxOf(data.column, data.layers - 1, api)
        const box = { ...high, height: low.y + low.height - high.y }
        const wide = Math.max(box.width, 3)
        shapes.push(frame({ ...box, x: box.x + (box.width - wide) / 2, width: wide }, theme.text, 1.5))
      }
      const cell = data.cursor === null ? undefined : data.cells[data.cursor]
      if (cell !== undefined) {
        const box = boxOf((data.cursor ?? 0) % data.steps.length, cell.layer - 1, api)
        const large = { x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4 }
        shapes.push(frame(large, theme.surface, 4), frame(large, theme.text, 2))
      }
      return { type: 'group', children: shapes }
    },
  }
}

function causeShapes({ status, count }: CauseMark, x: number, y: number, theme: ChartTheme): Shape[] {
  const colour = status === 'diverged' ? theme.diverged : theme.stalled
  const sign = status === 'diverged' ? `M${x - 4} ${y - 4}l8 8M${x - 4} ${y + 4}l8 -8` : `M${x - 5} ${y}h10`
  const plate =
    count > 1 ? { x: x - 10, y: y - 8, width: 32, height: 16 } : { x: x - 8, y: y - 8, width: 16, height: 16 }
  const font = { size: 11, weight: 600 as const, family: theme.fontFamily }
  return [
    {
      type: 'rect',
      shape: { ...plate, r: 4 },
      style: { fill: theme.surface, stroke: colour, lineWidth: 1 },
      silent: true,
    },
    strokes(sign, colour, 2),
    ...(count > 1 ? [centredText(String(count), x + 13, y + 0.5, theme.text, font)] : []),
  ]
}

function causeSeries(data: DepthMapData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'causes',
    name: 'causes',
    data: data.causes.map(({ column, layer }) => [column, layer - 1]),
    silent: true,
    tooltip: { show: false },
    z: 5,
    renderItem: ({ dataIndex }, api) => {
      const mark = data.causes[dataIndex]
      if (mark === undefined) return null
      const [x = 0, y = 0] = api.coord([mark.column, mark.layer - 1])
      return { type: 'group', children: causeShapes(mark, x, y, theme) }
    },
  }
}

function categories(labels: readonly string[], name: string, gap: number, theme: ChartTheme) {
  return {
    type: 'category' as const,
    data: [...labels],
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
 * Layers as rows, input at the bottom, recorded steps as columns; the colour is the median over the seeds of one
 * configuration, on a log scale for what a layer multiplies, hatched in the diverged colour where it is infinite, and open
 * where there is no value. A cross marks where trials that diverged left the healthy band, a dash where those that stalled did.
 */
export function depthMapChart(data: DepthMapData, theme: ChartTheme): ChartOption {
  const layers = Array.from({ length: data.layers }, (_, index) =>
    index + 1 === data.layers ? 'out' : String(index + 1),
  )
  const hasInfinite = data.cells.some(({ median }) => median === Infinity)
  const rows = categories(layers, 'layer', 30, theme)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: [
      { left: 50, right: 106, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
      { right: 82, width: 12, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
    ],
    xAxis: [
      categories(data.steps.map(String), 'step', 26, theme),
      { type: 'value', gridIndex: 1, min: 0, max: 1, show: false },
    ],
    yAxis: [
      {
        ...rows,
        axisLabel: { ...rows.axisLabel, interval: labelled(data.layers) },
      },
      {
        ...valueAxis(data.range, `median ${LAYER_QUANTITIES[data.quantity].title}`, theme),
        gridIndex: 1,
        position: 'right',
        nameGap: 46,
        splitLine: { show: false },
      },
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      extraCssText: `${tooltipStyle(theme).extraCssText ?? ''}max-width:22rem;white-space:normal;`,
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        return escapeHtml(depthCellSentence(data, first?.dataIndex ?? -1))
      },
    },
    series: [
      cellSeries(data, theme),
      markSeries(data, theme),
      causeSeries(data, theme),
      colourBar(data.range, hasInfinite ? { word: 'infinite', side: 'above' } : null, theme),
    ],
  }
}
