import { describe, expect, test } from 'vitest'
import { calibrationChart, skillChart } from '../../../src/renderer/charts/calibration-chart'
import {
  calibrationCaption,
  calibrationData,
  calibrationTable,
  skillCaption,
  skillTable,
} from '../../../src/renderer/charts/calibration-data'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import {
  distanceText,
  drawnCurveCaption,
  drawnCurveChart,
  drawnCurveTable,
} from '../../../src/renderer/charts/drawn-curve-chart'
import {
  predictedStrip,
  predictedStripCaption,
  predictedStripChart,
  winnerText,
} from '../../../src/renderer/charts/prediction-strip'
import { winnerOf } from '../../../src/renderer/study/prediction-results'
import { expansionOf, resultsOf, trialsOf } from '../results/result-fixtures'
import { called, items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light

describe('the seeds over the prediction', () => {
  const expansion = expansionOf()
  const results = resultsOf(trialsOf(expansion))
  const data = predictedStrip(results, expansion, 'trainLoss', { configuration: 1, confidence: 0.6 })

  test('show every seed, and a frame around the row that was named', () => {
    const series = seriesById(predictedStripChart(data, theme))
    expect(items(part(series, 'dots-0', 'data'))).toHaveLength(3)
    const api = { coord: ([, row]: readonly number[]) => [0, 100 * (row ?? 0)] }
    const drawn = called(part(series, 'prediction', 'renderItem'), { coordSys: { x: 10, width: 300 } }, api)
    expect(part(drawn, 'children', 0, 'shape')).toMatchObject({ x: 10, width: 300, y: 53 })
    expect(part(drawn, 'children', 1, 'style', 'text')).toBe('you: 60 %')
  })

  test('have no frame when an old run is shown again', () => {
    const again = predictedStrip(results, expansion, 'trainLoss', null)
    expect(Object.keys(seriesById(predictedStripChart(again, theme)))).not.toContain('prediction')
    expect(predictedStripCaption(again)).not.toContain('You named')
  })

  test('say what was named, who won and in how many seeds', () => {
    const named = expansion.configurations[1]?.label ?? ''
    expect(predictedStripCaption(data)).toContain(`You named ${named}, 60 % sure. `)
    const best = expansion.configurations[0]?.label ?? ''
    expect(winnerText(data, winnerOf(results, 'trainLoss'), true)).toBe(
      `${best} has the lowest median and was first in 3 of 3 seeds.`,
    )
    expect(winnerText(data, { best: [0, 1], wins: [1, 1], seeds: 1 }, false)).toContain(
      'share the highest median',
    )
    expect(winnerText(data, { best: [], wins: [0, 0], seeds: 1 }, true)).toBe(
      'Every median diverged: nobody won.',
    )
  })
})

describe('the seeds over the drawn curve', () => {
  const data = {
    quantity: 'loss-by-step',
    drawn: { xs: [0, 10, 20], ys: [2, 2, 2] },
    measured: {
      xs: [0, 10, 20],
      seeds: [
        { seed: 0, ys: [2, 1, 0.5] },
        { seed: 1, ys: [2, 1.2, NaN] },
        { seed: 2, ys: [2, 1.1, 0.7] },
      ],
    },
  } as const

  test('draw each seed, their median and the drawn curve dashed', () => {
    const series = seriesById(drawnCurveChart(data, theme))
    expect(Object.keys(series)).toEqual([
      'median-seed-0',
      'median-seed-1',
      'median-seed-2',
      'median-median',
      'median-drawn',
    ])
    expect(items(part(series, 'median-median', 'data'))).toEqual([
      [0, 2],
      [10, 1.1],
      [20, 0.7],
    ])
    expect(part(series, 'median-drawn', 'lineStyle', 'type')).toEqual([6, 4])
    expect(items(part(series, 'median-seed-1', 'data'))[2]).toEqual([20, NaN])
  })

  test('tell the way of the median, and every number in the table', () => {
    expect(drawnCurveCaption(data)).toBe(
      'training loss, 3 seeds: the median goes from 2.00 at step 0 to 0.700 at step 20.',
    )
    expect(drawnCurveTable(data).rows[1]).toEqual(['10', '2.00', '1.10', '1.00', '1.20', '1.10'])
  })

  test('the distance is told with its side and its end', () => {
    const far = { distance: 0.8, bias: 0.8, atEnd: 1.3, isWithin: false }
    expect(distanceText('loss-by-step', far)).toBe(
      'That is off: your curve lies 0.80 from the median of the seeds on average, mostly above it, and ends 1.3 too high at the last step.',
    )
    const near = { distance: 0.3, bias: 0.01, atEnd: -0.4, isWithin: true }
    expect(distanceText('signal-by-layer', near)).toBe(
      'That is close: your curve lies 0.30 powers of ten from the median of the seeds on average, partly above and partly below it, and ends 0.40 powers of ten too low at the last layer.',
    )
  })
})

describe('calibration', () => {
  const made = (confidence: number, isRight: boolean): Parameters<typeof calibrationData>[0][number] => ({
    at: '2026-11-22T08:00:00.000Z',
    subject: { kind: 'lesson', lesson: 'lesson-a', place: [0, 0] },
    outcome: { kind: 'winner', confidence, isRight, choices: 2 },
  })
  const five = [made(0.9, true), made(0.9, false), made(0.6, true), made(0.6, false), made(0.5, true)]
  const data = calibrationData(five)

  test('has a dot a bin at what was stated and what came true, with its interval', () => {
    const series = seriesById(calibrationChart(data, theme))
    expect(items(part(series, 'bins', 'data'))).toEqual([
      [50, 100],
      [60, 50],
      [90, 50],
    ])
    const api = { coord: (point: readonly number[]) => point }
    const stroke = called(part(series, 'intervals', 'renderItem'), { dataIndex: 1 }, api)
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((key) => Number(part(stroke, 'shape', key)))
    expect([x1, x2]).toEqual([60, 60])
    expect(y1).toBeCloseTo(9.45, 1)
    expect(y2).toBeCloseTo(90.55, 1)
    expect(called(part(series, 'bins', 'label', 'formatter'), { dataIndex: 2 })).toBe('n=2')
  })

  test('judges nobody by fewer predictions than tell', () => {
    expect(calibrationCaption(data)).toBe(
      '5 predictions, on average 70 % sure and 60 % right: within chance of each other.',
    )
    const many = Array.from({ length: 40 }, () => five).flat()
    expect(calibrationCaption(calibrationData(many))).toBe(
      '200 predictions, on average 70 % sure and 60 % right: 10 points too sure.',
    )
    expect(calibrationCaption(calibrationData(five.slice(0, 4)))).toBe(
      '4 predictions, on average 75 % sure and 50 % right.',
    )
    expect(calibrationCaption(calibrationData([]))).toBe('No prediction has been made yet.')
  })

  test('the running mean goes over that of guessing', () => {
    const series = seriesById(skillChart(data, theme))
    expect(items(part(series, 'brier', 'data'))[1]).toEqual([2, expect.closeTo(0.41, 10)])
    expect(items(part(series, 'chance', 'data'))).toHaveLength(5)
    expect(skillCaption(data)).toBe(
      'Mean Brier score 0.32 after 5 predictions, worse than the 0.25 of guessing at random; mean log score 0.91; in both 0 is best.',
    )
  })

  test('the tables hold every number', () => {
    expect(calibrationTable(data).rows[2]).toEqual(['80 % to 100 %', '90 %', '2', '1', '50 % [9 %, 91 %]'])
    expect(skillTable(data, new Map()).rows[1]?.slice(3, 7)).toEqual(['90 %', 'no', '0.810', '2.30'])
  })

  test('the table names what each prediction was about', () => {
    const claim = { ...made(0.9, true), subject: { kind: 'claim', claim: 'C05' } } as const
    const rows = (titles: ReadonlyMap<string, string>): unknown =>
      skillTable(calibrationData([claim, made(0.9, true)]), titles).rows.map(([, about]) => about)
    expect(rows(new Map([['lesson-a', '5. He']]))).toEqual(['claim C05', 'lesson 5. He'])
    expect(rows(new Map())).toEqual(['claim C05', 'lesson lesson-a'])
  })
})
