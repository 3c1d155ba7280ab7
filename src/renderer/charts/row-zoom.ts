import type { ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'

/** The wheel and a bar at the right scroll the rows of these vertical axes; `first` to `last` are in view at the start. */
export function rowZoom(
  theme: ChartTheme,
  yAxisIndex: number[],
  first: number,
  last: number,
): NonNullable<ChartOption['dataZoom']> {
  const common = { yAxisIndex, filterMode: 'none' as const, startValue: first, endValue: last }
  return [
    { ...common, type: 'inside', id: 'scroll-rows', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: true },
    {
      ...common,
      type: 'slider',
      id: 'scroll-bar',
      right: 4,
      width: 10,
      showDetail: false,
      showDataShadow: false,
      brushSelect: false,
      borderColor: 'transparent',
      backgroundColor: theme.gridLine,
      fillerColor: theme.axisLine,
    },
  ]
}
