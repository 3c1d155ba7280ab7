import type { CustomSeriesOption } from 'echarts/charts'
import { cellSeries, labelWidth, placeAxis } from './cell-map'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { centredText, frame, rectangle, strokes, type Shape } from './custom-shapes'
import { cellPresence, type HeatCell } from './heat-data'
import { escapeHtml } from './number-format'
import { phaseCellSentence, type PhaseData } from './phase-data'
import type { EdgePoint } from './phase-theory'
import { readableOn } from './ramp-colours'
import type { Box } from './seed-strip'

/** Pixels from which on a part of a cell shows its count, and its sign alone. */
const COUNT_WIDTH = 24
const SIGN_WIDTH = 9

/** The edge lies between the colours of the cells and their marks. */
const EDGE_LAYER = 3
const MARK_LAYER = 4

interface Part {
  readonly count: number
  readonly colour: string
  readonly sign: 'learned' | 'stalled' | 'diverged'
}

function partsOf({ marks, stalled, diverged }: HeatCell, theme: ChartTheme): readonly Part[] {
  const parts: readonly Part[] = [
    { count: marks.length - stalled - diverged, colour: theme.done, sign: 'learned' },
    { count: stalled, colour: theme.stalled, sign: 'stalled' },
    { count: diverged, colour: theme.diverged, sign: 'diverged' },
  ]
  return parts.filter(({ count }) => count > 0)
}

/** A tick, a dash or a cross around a point: what a part is without its colour. */
function signPath(sign: Part['sign'], x: number, y: number): string {
  switch (sign) {
    case 'learned':
      return `M${x - 4} ${y}l3 3.5l5 -7`
    case 'stalled':
      return `M${x - 4} ${y}h8`
    case 'diverged':
      return `M${x - 3.5} ${y - 3.5}l7 7M${x - 3.5} ${y + 3.5}l7 -7`
  }
}

interface PlacedPart extends Part {
  readonly box: Box
}

/** The parts of a cell with their places in its box, in order. */
function placedParts(cell: HeatCell, box: Box, theme: ChartTheme): readonly PlacedPart[] {
  let x = box.x
  return partsOf(cell, theme).map((part) => {
    const width = (box.width * part.count) / cell.marks.length
    const own = { ...part, box: { ...box, x, width } }
    x += width
    return own
  })
}

/** Opacity of what a veil covers in a cell outside the brush. */
const VEILED = 0.32

/** Half the width of the ground below a sign and number, and its reach above and below the middle of the part. */
const GROUND = { side: 9, above: 15, below: 17, alone: 9 }

/** Of the part's own colour: seen only where the edge would run through what stands on it. */
function groundShapes(part: PlacedPart, isCounted: boolean, opacity: number, theme: ChartTheme): Shape[] {
  const { box, colour } = part
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const left = Math.max(box.x, x - GROUND.side)
  const top = Math.max(box.y, y - (isCounted ? GROUND.above : GROUND.alone))
  const ground: Box = {
    x: left,
    y: top,
    width: Math.min(box.x + box.width, x + GROUND.side) - left,
    height: Math.min(box.y + box.height, y + (isCounted ? GROUND.below : GROUND.alone)) - top,
  }
  return [
    ...(opacity < 1 ? [rectangle(ground, { fill: theme.surface })] : []),
    rectangle(ground, { fill: colour, opacity }),
  ]
}

/** The sign and number of a part, on a ground that the edge runs below: it hides neither. */
function labelShapes(part: PlacedPart, opacity: number, theme: ChartTheme): Shape[] {
  const { count, colour, sign, box } = part
  if (box.width < SIGN_WIDTH || box.height < SIGN_WIDTH) return []
  const ink = readableOn(colour)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const isCounted = box.width >= COUNT_WIDTH && box.height >= 28
  const shapes = [
    ...groundShapes(part, isCounted, opacity, theme),
    strokes(signPath(sign, x, isCounted ? y - 7 : y), ink, 1.6, opacity),
  ]
  if (isCounted) {
    const font = { size: 11, weight: 500 as const, family: theme.fontFamily }
    shapes.push(centredText(String(count), x, y + 8, ink, font, opacity))
  }
  return shapes
}

/** Nothing is drawn in a cell without a trial, or whose configurations are hidden. */
function isOpen(cell: HeatCell, data: PhaseData): boolean {
  return cell.marks.length === 0 || cellPresence(cell, data) === 'hidden'
}

function cellShapes(cell: HeatCell, data: PhaseData, box: Box, theme: ChartTheme): Shape[] {
  const isEmpty = isOpen(cell, data)
  const shapes: Shape[] = [
    {
      type: 'rect',
      shape: { ...box },
      style: { fill: theme.surface, stroke: theme.gridLine, lineWidth: isEmpty ? 1 : 0 },
    },
  ]
  if (!isEmpty)
    shapes.push(...placedParts(cell, box, theme).map((part) => rectangle(part.box, { fill: part.colour })))
  if (cellPresence(cell, data) === 'faint')
    shapes.push(rectangle(box, { fill: theme.surface, opacity: 1 - VEILED }))
  return shapes
}

/** What stands above the edge: signs and numbers, and the frames of what is pointed at, picked or under the cursor. */
function markShapes(cell: HeatCell, index: number, data: PhaseData, box: Box, theme: ChartTheme): Shape[] {
  const opacity = cellPresence(cell, data) === 'faint' ? VEILED : 1
  const shapes = isOpen(cell, data)
    ? []
    : placedParts(cell, box, theme).flatMap((part) => labelShapes(part, opacity, theme))
  const isPointedAt = data.emphasized !== null && cell.configurations.includes(data.emphasized)
  const isPicked = data.brushed !== null && cell.configurations.some((one) => data.brushed?.has(one) === true)
  if (isPointedAt || isPicked) shapes.push(frame(box, theme.text, isPointedAt ? 2.5 : 1.5))
  if (data.cursor === index) shapes.push(frame(box, theme.palette[0] ?? theme.text, 3))
  return shapes
}

/** The runs of an edge inside the frame: along the frame itself it says only that it lies outside. */
export function runsInside(edge: readonly EdgePoint[], rowCount: number): readonly (readonly EdgePoint[])[] {
  const isOutside = (point: EdgePoint | undefined): boolean =>
    point === undefined || point[1] >= rowCount - 0.5 || point[1] <= -0.5
  const runs: EdgePoint[][] = [[]]
  edge.forEach((point, index) => {
    const isLoose = isOutside(point) && isOutside(edge[index - 1]) && isOutside(edge[index + 1])
    if (isLoose) runs.push([])
    else runs.at(-1)?.push(point)
  })
  return runs.filter(({ length }) => length > 1)
}

/** The edge over the cells and below their marks: dark on a light line, so that it reads on every colour. */
function edgeSeries(data: PhaseData, theme: ChartTheme): CustomSeriesOption {
  const edge = data.theory?.edge ?? []
  return {
    type: 'custom',
    id: 'edge',
    name: 'edge',
    data: edge.length > 1 ? [[0, 0]] : [],
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: EDGE_LAYER,
    renderItem: (_, api) => {
      const [x0 = 0, y0 = 0] = api.coord([0, 0])
      const size = api.size?.([1, 1])
      const [width = 0, height = 0] = Array.isArray(size) ? size : []
      const runs = runsInside(edge, data.rowCount).map((run) =>
        run.map(([column, row]) => [x0 + column * width, y0 - row * height]),
      )
      const line = (
        points: number[][],
        stroke: string,
        lineWidth: number,
        lineDash: number[] | 'solid',
      ): Shape => ({
        type: 'polyline',
        shape: { points },
        style: { stroke, fill: 'none', lineWidth, lineDash, lineJoin: 'round' },
        silent: true,
      })
      return {
        type: 'group',
        children: runs.flatMap((points) => [
          line(points, theme.surface, 6, 'solid'),
          line(points, theme.text, 2.5, [7, 4]),
        ]),
      }
    },
  }
}

/**
 * Scale against depth, or against the biases: each cell is divided by the shares of its seeds that learned, stalled and
 * diverged, each with its sign and number. The dashed line is the edge of theory.
 */
export function phaseChart(data: PhaseData, theme: ChartTheme): ChartOption {
  const left = labelWidth(data.rows) + 40
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left, right: 16, top: 14, bottom: 46, outerBoundsMode: 'none' },
    xAxis: placeAxis(data.columns, data.columnCount, 28, theme),
    yAxis: placeAxis(data.rows, data.rowCount, labelWidth(data.rows) + 18, theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const cell = data.cells[first?.dataIndex ?? -1]
        return cell === undefined ? '' : escapeHtml(phaseCellSentence(cell, data))
      },
    },
    series: [
      cellSeries(data.cells, (cell, _, box) => cellShapes(cell, data, box, theme)),
      edgeSeries(data, theme),
      {
        ...cellSeries(data.cells, (cell, index, box) => markShapes(cell, index, data, box, theme), {
          id: 'marks',
          z: MARK_LAYER,
        }),
        silent: true,
        tooltip: { show: false },
      },
    ],
  }
}
