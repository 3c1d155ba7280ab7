import type { ChartTheme } from './chart-theme'
import { centredText, frame, hatching, rectangle, strokes, type Shape } from './custom-shapes'
import { FINAL_METRICS, sharePosition } from './final-metrics'
import { cellPresence, type HeatCell, type HeatData } from './heat-data'
import { formatMeasure } from './number-format'
import { rampColour, readableOn } from './ramp-colours'
import { seedStrip, type Box } from './seed-strip'

/** From these sizes on a cell has room for its parts. */
const STRIP_WIDTH = 34
const STRIP_HEIGHT = 26
const TEXT_WIDTH = 34
const TEXT_HEIGHT = 15
const COUNTS_WIDTH = 76
const COUNTS_HEIGHT = 58
/** Height of the bar of shares at the foot of a cell. */
const SHARES = 4

/** The colour of a median; the diverged colour where it is the worst value, null without a value. */
export function cellColour(
  { distribution }: HeatCell,
  { range }: HeatData,
  theme: ChartTheme,
): string | null {
  if (Number.isNaN(distribution.median)) return null
  const share = sharePosition(distribution.median, range)
  return Number.isNaN(share) ? theme.diverged : rampColour(share, theme)
}

/** The parts of the trials that diverged (hatched, at the right) and stalled (dashed, left of them), as lengths of a bar. */
function shareBar(cell: HeatCell, box: Box, theme: ChartTheme): Shape[] {
  const n = cell.marks.length
  const diverged = (box.width * cell.diverged) / n
  const stalled = (box.width * cell.stalled) / n
  const end = box.x + box.width
  const lost = { ...box, x: end - diverged, width: diverged }
  const stuck = { ...box, x: end - diverged - stalled, width: stalled }
  return [
    ...(diverged > 0
      ? [rectangle(lost, { fill: theme.diverged }), strokes(hatching(lost, 4), theme.surface, 1)]
      : []),
    ...(stalled > 0
      ? [
          rectangle(stuck, { fill: theme.stalled }),
          strokes(`M${stuck.x} ${box.y + box.height / 2}h${stalled}`, theme.surface, 1),
        ]
      : []),
  ]
}

/** The strip of seeds on a light band, so that the marks read on every colour. */
function stripShapes(cell: HeatCell, data: HeatData, box: Box, theme: ChartTheme): Shape[] {
  const worst = FINAL_METRICS[data.metric].isLoss ? 'right' : 'left'
  const size = box.width > 90 ? 2.2 : 1.7
  const { dots, dashes, crosses } = seedStrip(cell.marks, data.range, worst, box, size)
  const shapes: Shape[] = [rectangle(box, { fill: theme.surface, opacity: 0.88 })]
  if (dots !== '') {
    shapes.push({
      type: 'path',
      shape: { pathData: dots },
      style: { fill: theme.text, opacity: 0.75 },
      silent: true,
    })
  }
  if (dashes !== '') shapes.push(strokes(dashes, theme.text, 1.6))
  if (crosses !== '') shapes.push(strokes(crosses, theme.diverged, 1.4))
  return shapes
}

function texts(cell: HeatCell, box: Box, fill: string, theme: ChartTheme): Shape[] {
  const n = cell.marks.length
  const middle = box.x + box.width / 2
  const size = box.width > 90 && box.height > 40 ? 13 : 11
  const median = formatMeasure(cell.distribution.median, 2)
  const fits = box.width >= Math.max(TEXT_WIDTH, median.length * size * 0.6)
  if (!fits || box.height < TEXT_HEIGHT) return []
  const failed = [
    cell.diverged > 0 ? ` · ${cell.diverged}×` : '',
    cell.stalled > 0 ? ` · ${cell.stalled}–` : '',
  ].join('')
  const isCounted = box.width >= COUNTS_WIDTH && box.height >= COUNTS_HEIGHT / 2
  const y = box.y + box.height / 2
  const font = { size, weight: 600 as const, family: theme.fontFamily }
  if (!isCounted) return [centredText(median, middle, y, fill, font)]
  return [
    centredText(median, middle, y - 7, fill, font),
    centredText(`n=${n}${failed}`, middle, y + 8, fill, { ...font, size: 10, weight: 400 }),
  ]
}

function contents(cell: HeatCell, data: HeatData, box: Box, colour: string, theme: ChartTheme): Shape[] {
  const shapes: Shape[] = []
  const isLost = cell.distribution.n > 0 && !Number.isFinite(cell.distribution.median)
  if (isLost) shapes.push(strokes(hatching(box, 7), theme.surface, 1))
  const hasShares = cell.diverged + cell.stalled > 0 && box.height >= 12
  const foot = hasShares ? SHARES : 0
  const hasStrip = box.width >= STRIP_WIDTH && box.height >= STRIP_HEIGHT
  const stripHeight = hasStrip ? Math.min(32, Math.max(10, (box.height - foot) * 0.32)) : 0
  const strip = {
    x: box.x + 2,
    y: box.y + box.height - foot - stripHeight - (hasStrip ? 2 : 0),
    width: box.width - 4,
    height: stripHeight,
  }
  if (hasStrip) shapes.push(...stripShapes(cell, data, strip, theme))
  const head = { ...box, height: box.height - foot - stripHeight - (hasStrip ? 2 : 0) }
  const words = texts(cell, head, readableOn(colour), theme)
  // On hatching, letters need a ground of their own.
  if (isLost && words.length > 0) {
    const width = Math.min(head.width - 4, 64)
    const plate = {
      x: head.x + (head.width - width) / 2,
      y: head.y + head.height / 2 - 15,
      width,
      height: 30,
    }
    const height = Math.min(plate.height, head.height)
    shapes.push(rectangle({ ...plate, y: head.y + (head.height - height) / 2, height }, { fill: colour }))
  }
  shapes.push(...words)
  if (hasShares) {
    shapes.push(...shareBar(cell, { ...box, y: box.y + box.height - foot, height: foot }, theme))
  }
  return shapes
}

/** A cell of the map with everything in it; its ground alone takes the pointer. */
export function cellShapes(
  cell: HeatCell,
  index: number,
  data: HeatData,
  box: Box,
  theme: ChartTheme,
): Shape[] {
  const colour = cellColour(cell, data, theme)
  const presence = cellPresence(cell, data)
  const isOpen = colour === null || presence === 'hidden'
  const ground: Shape = {
    type: 'rect',
    shape: { ...box, r: 2 },
    style: isOpen ? { fill: theme.surface, stroke: theme.gridLine, lineWidth: 1 } : { fill: colour },
  }
  const isRemoved = cell.configurations.length === 0
  const shapes: Shape[] = [ground]
  if (isRemoved) shapes.push(strokes(hatching(box, 9), theme.gridLine, 1))
  if (!isOpen) shapes.push(...contents(cell, data, box, colour, theme))
  if (presence === 'faint') shapes.push(rectangle(box, { fill: theme.surface, opacity: 0.68 }))
  const isPointedAt = data.emphasized !== null && cell.configurations.includes(data.emphasized)
  const isPicked = data.brushed !== null && cell.configurations.some((one) => data.brushed?.has(one) === true)
  if (isPointedAt || isPicked) shapes.push(frame(box, theme.text, isPointedAt ? 2.5 : 1.5))
  if (data.cursor === index) shapes.push(frame(box, theme.palette[0] ?? theme.text, 3))
  return shapes
}
