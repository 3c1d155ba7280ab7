import type { CustomSeriesOption } from 'echarts/charts'
import { drawnValue, type AxisRange } from './axis-range'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { strokes, type Shape } from './custom-shapes'
import { layerAxis } from './layer-axis'
import { escapeHtml, formatMedian } from './number-format'
import { spectrumLack, spectrumRange, type LayerSpectrum, type SpectrumData } from './spectrum-data'

/** Share of a layer's room between its start and its end. */
const APART = 0.16

function sentence(data: SpectrumData, index: number): string {
  const [start, end] = [data.start[index], data.end[index]]
  if (start === undefined || end === undefined) return ''
  const text = ({ largest, smallest }: LayerSpectrum): string =>
    `${formatMedian(smallest, 2)} to ${formatMedian(largest, 2)}`
  const later = data.startOnly ? '' : `; at the end ${text(end)}`
  return `W of layer ${index + 1}: singular values ${text(start)} at the start${later}`
}

function ranges(
  data: SpectrumData,
  which: 'start' | 'end',
  range: AxisRange,
  colour: string,
  theme: ChartTheme,
): CustomSeriesOption {
  const layers = data[which]
  const offset = data.startOnly ? 0 : which === 'start' ? -APART : APART
  return {
    type: 'custom',
    id: which,
    name: which,
    data: layers.map(({ largest }, index) => [index + 1, drawnValue(largest.median, range)]),
    color: colour,
    z: 3,
    renderItem: ({ dataIndex }, api) => {
      const one = layers[dataIndex]
      if (one === undefined || Number.isNaN(one.largest.median)) return null
      const at = (value: number): readonly [number, number] => {
        const [x = 0, y = 0] = api.coord([dataIndex + 1 + offset, drawnValue(value, range)])
        return [x, y]
      }
      const [x, top] = at(one.largest.median)
      const [, bottom] = at(one.smallest.median)
      const dot = (y: number): Shape => ({
        type: 'circle',
        shape: { cx: x, cy: y, r: 3.5 },
        style: { fill: which === 'start' ? theme.surface : colour, stroke: colour, lineWidth: 1.75 },
      })
      return {
        type: 'group',
        children: [strokes(`M${x} ${top}V${bottom}`, colour, 2), dot(top), dot(bottom)],
      }
    },
  }
}

/** Largest and smallest singular value of each W, medians over the seeds: open at the start, full at the end. */
export function spectrumChart(data: SpectrumData, theme: ChartTheme): ChartOption {
  const range = spectrumRange(data)
  const axis = layerAxis(data.start.length)
  const lack = spectrumLack(data)
  const isShown = lack === null
  const accent = theme.palette[0] ?? theme.text
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 16, top: data.startOnly ? 12 : 28, bottom: 44, outerBoundsMode: 'none' },
    title: {
      show: !isShown,
      text: lack ?? '',
      left: 'center',
      top: 'middle',
      textStyle: { color: theme.mutedText, fontSize: 12, fontWeight: 'normal', fontFamily: theme.fontFamily },
    },
    xAxis: {
      ...stepAxis({ ...axis, min: 0.5, max: axis.max + 0.5 }, 'layer (the last is the output)', theme),
      show: isShown,
    },
    yAxis: { ...valueAxis(range, 'singular values of W', theme), show: isShown },
    legend: {
      show: isShown && !data.startOnly,
      top: 0,
      right: 16,
      itemWidth: 12,
      itemHeight: 8,
      icon: 'circle',
      selectedMode: false,
      data: ['start', 'end'],
      textStyle: { color: theme.mutedText, fontSize: 11, fontFamily: theme.fontFamily },
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      extraCssText: `${tooltipStyle(theme).extraCssText ?? ''}max-width:22rem;white-space:normal;`,
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        return escapeHtml(sentence(data, first?.dataIndex ?? -1))
      },
    },
    series: isShown
      ? [
          ranges(data, 'start', range, data.startOnly ? accent : theme.mutedText, theme),
          ...(data.startOnly ? [] : [ranges(data, 'end', range, accent, theme)]),
        ]
      : [],
  }
}
