import { quartiles } from '@shared/statistics/quantiles'
import { SPECTRUM_COLUMNS } from '@shared/trial-result'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { formatMeasure, formatMedian, type CountedQuartiles } from './number-format'

/** Singular values of one weight layer over the seeds, at the start or the end. */
export interface LayerSpectrum {
  readonly largest: CountedQuartiles
  readonly smallest: CountedQuartiles
}

export interface SpectrumData {
  readonly label: string
  /** By weight layer 1..L+1. */
  readonly start: readonly LayerSpectrum[]
  readonly end: readonly LayerSpectrum[]
  /** Trials with singular values. */
  readonly n: number
  /** Mean squared singular value of the Jacobian at step 0 over the seeds; null when nobody measured it. */
  readonly jacobian: CountedQuartiles | null
  /** What theory expects of it; null where that is not simple. */
  readonly predicted: number | null
  /** No update was taken: start and end are one. */
  readonly startOnly: boolean
}

/** What this chart needs of a trial. */
export interface SpectrumTrial {
  readonly spectrum: Float32Array
  readonly jacobian: number | null
  readonly steps: number
}

function layerSpectrum(trials: readonly SpectrumTrial[], row: number): LayerSpectrum {
  const width = SPECTRUM_COLUMNS.length
  const column = (name: (typeof SPECTRUM_COLUMNS)[number]): CountedQuartiles => {
    const place = row * width + SPECTRUM_COLUMNS.indexOf(name)
    const values = trials.flatMap(({ spectrum }) => {
      const value = spectrum[place] ?? NaN
      return Number.isNaN(value) ? [] : [value]
    })
    return { ...quartiles(values), n: values.length }
  }
  return { largest: column('largestSingularValue'), smallest: column('smallestSingularValue') }
}

export function spectrumData(
  label: string,
  trials: readonly SpectrumTrial[],
  layerCount: number,
  predicted: number | null,
): SpectrumData {
  const measured = trials.filter(
    ({ spectrum }) => spectrum.length === 2 * layerCount * SPECTRUM_COLUMNS.length,
  )
  const rows = (from: number): LayerSpectrum[] =>
    Array.from({ length: layerCount }, (_, layer) => layerSpectrum(measured, from + layer))
  const jacobians = trials.flatMap(({ jacobian }) => (jacobian === null ? [] : [jacobian]))
  return {
    label,
    start: rows(0),
    end: rows(layerCount),
    n: measured.length,
    jacobian: jacobians.length === 0 ? null : { ...quartiles(jacobians), n: jacobians.length },
    predicted,
    startOnly: measured.every(({ steps }) => steps === 0),
  }
}

export function spectrumRange({ start, end }: SpectrumData): AxisRange {
  return axisRange(
    [...start, ...end].flatMap(({ largest, smallest }) => [largest.median, smallest.median]),
    'log',
  )
}

/** What stands in the place of the marks where there is none that a log axis can show; null where there is. */
export function spectrumLack({ n, start, end }: SpectrumData): string | null {
  const medians = [...start, ...end].map(({ largest }) => largest.median)
  if (medians.some((median) => median > 0)) return null
  if (n === 0) return 'No trial with singular values has ended yet.'
  return medians.includes(0)
    ? 'Every W is exactly 0: none has a singular value above 0.'
    : 'The singular values of matrices over 512 wide are not computed.'
}

/** Largest over smallest singular value of the layer in which it is largest. */
function worstCondition(
  layers: readonly LayerSpectrum[],
): { readonly layer: number; readonly condition: number } | null {
  const found = layers
    .map(({ largest, smallest }, index) => ({
      layer: index + 1,
      condition: largest.median / smallest.median,
    }))
    .filter(({ condition }) => !Number.isNaN(condition))
  return found.sort((a, b) => (a.condition === b.condition ? 0 : b.condition - a.condition))[0] ?? null
}

function conditionText(condition: number): string {
  return Number.isFinite(condition) ? formatMeasure(condition, 2) : 'without a bound'
}

function jacobianText({ jacobian, predicted }: SpectrumData): string[] {
  if (jacobian === null) return []
  const theory = predicted === null ? '' : `, ${formatMeasure(predicted)} predicted`
  return [`Jacobian at step 0: mean squared singular value ${formatMedian(jacobian)}${theory}`]
}

/** `σ of layer 1 from 0.11 to 2.3, condition 21 at the start, 35 at the end; Jacobian ...: 1.9 [1.5, 2.4], 2.0 predicted; n=10.` */
export function spectrumCaption(data: SpectrumData): string {
  if (data.n === 0) return `${data.label}: no trial with singular values has ended yet.`
  const start = worstCondition(data.start)
  if (start === null) {
    const isZero = data.start.some(({ largest }) => largest.median === 0)
    const reason = isZero
      ? 'every W is exactly 0 at the start'
      : 'the singular values of matrices over 512 wide are not computed'
    return `${[...jacobianText(data), reason, `n=${data.n}`].join('; ')}.`
  }
  const end = data.end[start.layer - 1]
  const later =
    data.startOnly || end === undefined
      ? ''
      : `, ${conditionText(end.largest.median / end.smallest.median)} at the end`
  return `${[
    ...jacobianText(data),
    `W of layer ${start.layer} is stretched most unevenly: largest over smallest singular value ${conditionText(start.condition)} at the start${later}`,
    `n=${data.n}`,
  ].join('; ')}.`
}

function cells({ start, end }: SpectrumData, index: number): readonly (CountedQuartiles | undefined)[] {
  return [start[index]?.smallest, start[index]?.largest, end[index]?.smallest, end[index]?.largest]
}

export function spectrumTable(data: SpectrumData): DataTable {
  return {
    columns: ['layer', 'smallest, start', 'largest, start', 'smallest, end', 'largest, end'],
    rows: data.start.map((_, index) => [
      index + 1 === data.start.length ? `${index + 1} (output)` : String(index + 1),
      ...cells(data, index).map((one) => (one === undefined ? '–' : formatMedian(one))),
    ]),
  }
}

export function spectrumCsv(data: SpectrumData): DataTable {
  return {
    columns: ['configuration', 'layer', 'when', 'singular value', 'median', 'q25', 'q75', 'n'],
    rows: data.start.flatMap((_, index) =>
      cells(data, index).map((one, place) => [
        data.label,
        String(index + 1),
        place < 2 ? 'start' : 'end',
        place % 2 === 0 ? 'smallest' : 'largest',
        ...[one?.median, one?.q25, one?.q75, data.n].map((value) => String(value ?? NaN)),
      ]),
    ),
  }
}
