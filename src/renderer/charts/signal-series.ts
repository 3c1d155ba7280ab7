import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { drawnValue } from './axis-range'
import { bandOutlines } from './band-polygon'
import { bandSeries, medianSeries, type BandDrawing } from './band-series'
import type { TheoryCurve } from './signal-data'

/** Of the curve of infinite width. */
export const THEORY_DASH = [5, 4]

/** The quartiles of each layer as upright lines, which leave the theory behind them visible. */
function whiskerSeries(drawing: BandDrawing): CustomSeriesOption {
  const { range, q25, q75, colour, opacity } = drawing
  const places = Array.from(drawing.xs).flatMap((x, index) => {
    const [low, high] = [q25[index] ?? NaN, q75[index] ?? NaN]
    return Number.isFinite(low) && !Number.isNaN(high)
      ? [[x, drawnValue(low, range), drawnValue(high, range)] as const]
      : []
  })
  return {
    type: 'custom',
    id: `whiskers-${drawing.id}`,
    name: drawing.name,
    data: places.map(([x, low]) => [x, low]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 5,
    renderItem: ({ dataIndex }, api) => {
      const [x, low, high] = places[dataIndex] ?? [NaN, NaN, NaN]
      const points = [api.coord([x, low]), api.coord([x, high])]
      return {
        type: 'polyline',
        shape: { points },
        style: { stroke: colour, fill: 'none', lineWidth: 1.5, opacity: 0.7 * opacity },
        silent: true,
      }
    },
  }
}

function theorySeries(drawing: BandDrawing, theory: TheoryCurve): LineSeriesOption {
  return {
    ...medianSeries({ ...drawing, median: theory.expected, dots: 0 }),
    id: `theory-${drawing.id}`,
    lineStyle: { color: drawing.colour, width: 1.75, type: THEORY_DASH, opacity: drawing.opacity },
    silent: true,
    triggerEvent: false,
    z: 4,
  }
}

function theoryBandSeries(drawing: BandDrawing, theory: TheoryCurve): CustomSeriesOption {
  const low = theory.bands.map((band) => band.low)
  const high = theory.bands.map((band) => band.high)
  const outlines = bandOutlines(drawing.xs, low, high, drawing.range)
  return {
    ...bandSeries({ ...drawing, q25: low, q75: high }),
    id: `theory-band-${drawing.id}`,
    data: outlines.map((outline) => [...(outline[0] ?? [0, drawing.range.min])]),
    z: 2,
  }
}

/**
 * One configuration at the start over its theory: dots with their quartiles as upright lines, dashed the curve of infinite width,
 * shaded where the medians of as many networks of this width lie (with a band opacity above 0).
 */
export function startSeries(
  drawing: BandDrawing,
  theory: TheoryCurve,
): (LineSeriesOption | CustomSeriesOption)[] {
  const isDotted = drawing.dots > 0
  // The measured line steps back behind its dots, so that the dashes of the theory are seen between them.
  const median = medianSeries({ ...drawing, width: drawing.width - 1 })
  const measured = isDotted
    ? { ...median, lineStyle: { ...median.lineStyle, opacity: drawing.opacity * 0.3 } }
    : median
  return [
    measured,
    theorySeries(drawing, theory),
    ...(drawing.bandOpacity > 0 ? [theoryBandSeries(drawing, theory)] : []),
    ...(isDotted && drawing.isStrong ? [whiskerSeries(drawing)] : []),
  ]
}
