import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartTheme } from './chart-theme'
import type { Shape } from './custom-shapes'
import type { FactorAxis } from './factor-axes'
import type { HeatCell } from './heat-data'
import type { Box } from './seed-strip'

/** Pixels of a letter on an axis. */
const LETTER = 6.2
const LONGEST_LABEL = 130
/** Places of a category axis that all get their label. */
const ALL_LABELLED = 16

/** The labels of a factor along one side of a map of cells. */
export function placeAxis(axis: FactorAxis | null, count: number, gap: number, theme: ChartTheme) {
  return {
    type: 'category' as const,
    data: (axis?.places ?? [{ text: 'all' }]).slice(0, count).map(({ text }) => text),
    name: axis?.title ?? '',
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: theme.text,
      fontSize: 11,
      hideOverlap: true,
      width: LONGEST_LABEL,
      overflow: 'truncate' as const,
      ...(count <= ALL_LABELLED ? { interval: 0 } : {}),
    },
    splitLine: { show: false },
  }
}

/** Pixels that the labels of an axis at the left take. */
export function labelWidth(axis: FactorAxis | null): number {
  const longest = (axis?.places ?? []).reduce((most, { text }) => Math.max(most, text.length), 3)
  return Math.min(LONGEST_LABEL, longest * LETTER)
}

/** A series `cells` with a box for each cell, a pixel inside its place; `shapesOf` fills it. A higher layer takes another name. */
export function cellSeries(
  cells: readonly HeatCell[],
  shapesOf: (cell: HeatCell, index: number, box: Box) => Shape[],
  { id, z }: { readonly id: string; readonly z: number } = { id: 'cells', z: 2 },
): CustomSeriesOption {
  return {
    type: 'custom',
    id,
    name: id,
    data: cells.map(({ row, column }) => [column, row]),
    z,
    renderItem: ({ dataIndex }, api) => {
      const cell = cells[dataIndex]
      if (cell === undefined) return null
      const [x = 0, y = 0] = api.coord([cell.column, cell.row])
      const size = api.size?.([1, 1])
      const [width = 0, height = 0] = Array.isArray(size) ? size : []
      const box = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 }
      return { type: 'group', children: shapesOf(cell, dataIndex, box) }
    },
  }
}
