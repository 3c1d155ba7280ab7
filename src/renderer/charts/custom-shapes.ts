import type { CustomSeriesOption } from 'echarts/charts'
import type { Box } from './seed-strip'

export type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
type Group = Extract<NonNullable<ReturnType<RenderItem>>, { type: 'group' }>
/** What a custom series draws. */
export type Shape = Group['children'][number]

/** Strokes through a box at 45 degrees, `apart` pixels from each other: hatching that needs no colour. */
export function hatching({ x, y, width, height }: Box, apart: number): string {
  let path = ''
  for (let offset = apart; offset < width + height; offset += apart) {
    const [x1, y1] = offset <= height ? [x, y + offset] : [x + offset - height, y + height]
    const [x2, y2] = offset <= width ? [x + offset, y] : [x + width, y + offset - width]
    path += `M${x1} ${y1}L${x2} ${y2}`
  }
  return path
}

export function rectangle(box: Box, style: { readonly fill: string; readonly opacity?: number }): Shape {
  return { type: 'rect', shape: { ...box }, style: { ...style }, silent: true }
}

/** Strokes along SVG path data. */
export function strokes(pathData: string, stroke: string, lineWidth: number, opacity = 1): Shape {
  return {
    type: 'path',
    shape: { pathData },
    style: { stroke, fill: 'none', lineWidth, opacity },
    silent: true,
  }
}

/** The frame of a cell that is pointed at, picked or under the keyboard's cursor. */
export function frame({ x, y, width, height }: Box, stroke: string, lineWidth: number): Shape {
  const inset = lineWidth / 2
  return {
    type: 'rect',
    shape: { x: x + inset, y: y + inset, width: width - lineWidth, height: height - lineWidth },
    style: { fill: 'none', stroke, lineWidth },
    silent: true,
  }
}

/** One line of text centred on a point. */
export function centredText(
  text: string,
  x: number,
  y: number,
  fill: string,
  font: { readonly size: number; readonly weight: 400 | 500 | 600; readonly family: string },
  opacity = 1,
): Shape {
  return {
    type: 'text',
    style: {
      text,
      x,
      y,
      fill,
      fontSize: font.size,
      fontWeight: font.weight,
      fontFamily: font.family,
      align: 'center',
      verticalAlign: 'middle',
      opacity,
    },
    silent: true,
  }
}
