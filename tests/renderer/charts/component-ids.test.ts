import { CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { PLACED_COMPONENTS, withComponentIds } from '../../../src/renderer/charts/component-ids'
import { axisRange } from '../../../src/renderer/charts/axis-range'
import { stepAxis, valueAxis, type ChartOption } from '../../../src/renderer/charts/chart-option'

use([CustomChart, GridComponent, LegendComponent, LineChart, SVGRenderer, TitleComponent, TooltipComponent])

const theme = CHART_THEMES.light
const range = axisRange([0, 1], 'linear')

/** A line of twelve points in each of so many panels; the axes with a title below are named by their places. */
function panels(count: number, titled: readonly number[]): ChartOption {
  const places = Array.from({ length: count }, (_, place) => place)
  return {
    animation: false,
    title: places.map((place) => ({ text: `panel ${place}`, top: 100 * place })),
    grid: places.map((place) => ({ top: 100 * place, height: 50 })),
    xAxis: places.map((gridIndex) => ({
      ...stepAxis(range, titled.includes(gridIndex) ? 'layer' : '', theme),
      gridIndex,
    })),
    yAxis: places.map((gridIndex) => ({ ...valueAxis(range, `value ${gridIndex}`, theme), gridIndex })),
    series: places.map((place) => ({
      type: 'line',
      id: `line-${place}`,
      xAxisIndex: place,
      yAxisIndex: place,
      data: Array.from({ length: 12 }, (_, index) => [index / 11, 0.5]),
    })),
  }
}

/** What is written after these options, each merged into the one before as EChart.vue does. */
function written(options: readonly ChartOption[]): readonly string[] {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 500 })
  for (const option of options)
    chart.setOption(withComponentIds(option), { replaceMerge: ['series', ...PLACED_COMPONENTS] })
  const texts = [...chart.renderToSVGString().matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text ?? '')
  chart.dispose()
  return texts.sort()
}

describe('withComponentIds', () => {
  test('lets the title of an axis move from panel to panel', () => {
    const below = panels(3, [2])
    expect(written([panels(3, [0, 1, 2]), below])).toEqual(written([below]))
    expect(written([below, panels(3, [0, 1, 2])])).toEqual(written([panels(3, [0, 1, 2])]))
  })

  test('lets panels come and go', () => {
    expect(written([panels(4, [2, 3]), panels(2, [0, 1])])).toEqual(written([panels(2, [0, 1])]))
    expect(written([panels(2, [0, 1]), panels(4, [2, 3])])).toEqual(written([panels(4, [2, 3])]))
  })

  test('keeps ids of its own and options without such components', () => {
    expect(withComponentIds({ grid: { id: 'mine', left: 1 }, series: [] })).toEqual({
      grid: [{ id: 'mine', left: 1 }],
      series: [],
    })
    expect(withComponentIds({ parallel: {} })).toEqual({ parallel: {} })
  })
})
