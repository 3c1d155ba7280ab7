import type { CustomSeriesOption } from 'echarts/charts'
import type { Metric } from '@shared/statistics/metrics'
import type { WinnerVerdict } from '@shared/study/prediction-scores'
import type { Expansion, SweepResults } from '@shared/sweep'
import { formatShare } from '../common/format'
import { createBandCache } from './band-cache'
import type { ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { lineStyles } from './line-styles'
import { stripChart } from './seeds-chart'
import { stripCaption, stripData, stripRows, type StripData } from './seeds-data'

export interface PredictedStrip {
  readonly strip: StripData
  /** What was named, and how surely; null when an old run is shown again. */
  readonly guess: { readonly configuration: number; readonly confidence: number } | null
}

/** Every seed of every configuration of the sweep, with what was predicted. */
export function predictedStrip(
  results: SweepResults,
  expansion: Expansion,
  metric: Metric,
  guess: PredictedStrip['guess'],
): PredictedStrip {
  const sweep = {
    id: results.summary.id,
    name: results.summary.name,
    expansion,
    trials: results.trials,
    byConfiguration: createBandCache()(expansion.configurations.length, results.trials, 'trainLoss'),
    styles: lineStyles(expansion),
    isLive: false,
  }
  const strip = stripData(stripRows(sweep, metric), 'grid', {
    metric,
    seeds: expansion.seeds,
    emphasized: null,
    brushed: null,
    joined: null,
    hidden: new Set(),
  })
  return { strip, guess }
}

/** The row that was named, outlined, with the confidence at its upper edge. */
function guessSeries({ strip, guess }: PredictedStrip, theme: ChartTheme): CustomSeriesOption[] {
  const row = strip.rows.findIndex(({ configuration }) => configuration === guess?.configuration)
  if (guess === null || row < 0) return []
  return [
    {
      type: 'custom',
      id: 'prediction',
      name: '',
      // Its place is the row; across, it spans the plot.
      data: [[0, row]],
      encode: { x: -1, y: 1 },
      silent: true,
      clip: false,
      tooltip: { show: false },
      z: 2,
      renderItem: ({ coordSys }, api) => {
        const [x, width] = ['x', 'width'].map((key) => Number(Reflect.get(coordSys, key)))
        const [, top = 0] = api.coord([strip.rows[row]?.dots[0]?.value ?? 1, row - 0.47])
        const [, bottom = 0] = api.coord([strip.rows[row]?.dots[0]?.value ?? 1, row + 0.47])
        return {
          type: 'group',
          silent: true,
          children: [
            {
              type: 'rect',
              shape: { x: x ?? 0, y: top, width: width ?? 0, height: bottom - top, r: 4 },
              style: { fill: 'none', stroke: theme.text, lineWidth: 1.5, lineDash: [5, 4] },
            },
            {
              type: 'text',
              style: {
                text: `you: ${formatShare(guess.confidence)}`,
                x: (x ?? 0) + (width ?? 0) - 6,
                y: top + 4,
                fill: theme.text,
                fontSize: 11,
                fontFamily: theme.fontFamily,
                textAlign: 'right',
              },
            },
          ],
        }
      },
    },
  ]
}

/** The strip plot of the seeds' final values, with the prediction as a dashed frame around its row. */
export function predictedStripChart(data: PredictedStrip, theme: ChartTheme): ChartOption {
  const option = stripChart(data.strip, theme)
  const series = [option.series ?? []].flat()
  return { ...option, series: [...series, ...guessSeries(data, theme)] }
}

/** `You named xavier-normal, 60 % sure. he-normal ends lowest in 5 of 5 seeds, ...` */
export function predictedStripCaption({ strip, guess }: PredictedStrip): string {
  const named = strip.visible.find(({ configuration }) => configuration === guess?.configuration)
  const said =
    guess === null || named === undefined
      ? ''
      : `You named ${named.label}, ${formatShare(guess.confidence)} sure. `
  return `${said}${stripCaption(strip)}`
}

/** Who has the best median, and in how many seeds it was first: `he-normal has the lowest median and was first in 5 of 5 seeds.` */
export function winnerText(
  { strip }: PredictedStrip,
  { best, wins, seeds }: WinnerVerdict,
  isLoss: boolean,
): string {
  const names = best.map(
    (place) => strip.visible.find(({ configuration }) => configuration === place)?.label ?? '',
  )
  const word = isLoss ? 'lowest' : 'highest'
  const [only] = best
  if (only === undefined) return 'Every median diverged: nobody won.'
  if (best.length > 1) return `${names.join(' and ')} share the ${word} median: naming any of them was right.`
  return `${names.join('')} has the ${word} median and was first in ${wins[only] ?? 0} of ${seeds} seeds.`
}
