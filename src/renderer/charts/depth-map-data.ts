import { describeFirstCause } from '@shared/first-cause-text'
import type { LayerBand, LayerQuantity } from '@shared/statistics/layer-bands'
import type { TrialRecord } from '@shared/sweep'
import { formatNoun } from '../common/format'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { LAYER_QUANTITIES } from './layer-quantities'
import { formatCounted, formatMeasure, formatMedian } from './number-format'

/** Cells that are drawn: with more layers fewer of the recorded steps are. */
const MOST_CELLS = 4000
const MOST_COLUMNS = 120
const LEAST_COLUMNS = 20

/** Median over the seeds at one layer and step. */
export interface DepthCell {
  /** Weight layer 1..L+1. */
  readonly layer: number
  readonly step: number
  readonly median: number
  readonly q25: number
  readonly q75: number
  readonly n: number
  readonly diverged: number
}

/** Where trials left the healthy band first. */
export interface CauseMark {
  readonly layer: number
  /** Last column at or before the step. */
  readonly column: number
  readonly step: number
  readonly status: 'diverged' | 'stalled'
  readonly count: number
  /** That of the first of them. */
  readonly sentence: string
}

/** One quantity of one configuration over layers and recorded steps. */
export interface DepthMap {
  readonly label: string
  readonly quantity: LayerQuantity
  readonly layers: number
  /** The recorded steps that have a column. */
  readonly steps: readonly number[]
  /** Recorded steps, drawn or not. */
  readonly recorded: number
  /** Row-major (layers, columns), layer 1 first. */
  readonly cells: readonly DepthCell[]
  readonly range: AxisRange
  readonly causes: readonly CauseMark[]
  /** Trials that diverged, also after the last recorded step. */
  readonly diverged: number
  readonly bands: readonly LayerBand[]
}

export interface DepthMapData extends DepthMap {
  /** Column of the step chosen; -1 when nothing was recorded by then. */
  readonly column: number
  /** The cell of the keyboard's cursor. */
  readonly cursor: number | null
}

/** Indices of at most `most` places, evenly apart, with the first and the last. */
export function spacedPlaces(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index)
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)))
}

/** The last place whose step is at or before `step`; -1 when there is none. */
export function placeOfStep(steps: readonly number[], step: number): number {
  return steps.findLastIndex((candidate) => candidate <= step)
}

function causeMarks(
  trials: readonly TrialRecord[],
  steps: readonly number[],
  layers: number,
): readonly CauseMark[] {
  const marks = new Map<string, CauseMark>()
  for (const { firstCause, status } of [...trials].sort((a, b) => a.seed - b.seed)) {
    if (firstCause === null || firstCause.phase !== undefined) continue
    if (status !== 'diverged' && status !== 'stalled') continue
    const column = placeOfStep(steps, firstCause.step)
    const { layer, step } = firstCause
    if (column < 0 || layer < 1 || layer > layers) continue
    const key = `${status} ${layer} ${column}`
    const known = marks.get(key)
    marks.set(
      key,
      known === undefined
        ? { layer, column, step, status, count: 1, sentence: describeFirstCause(firstCause) }
        : { ...known, count: known.count + 1 },
    )
  }
  return [...marks.values()]
}

/** @param bands of one configuration, ascending by step */
export function depthMap(
  label: string,
  quantity: LayerQuantity,
  bands: readonly LayerBand[],
  trials: readonly TrialRecord[],
): DepthMap {
  const layers = bands[0]?.median.length ?? 0
  const most = Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, Math.floor(MOST_CELLS / Math.max(1, layers))))
  const drawn = spacedPlaces(bands.length, most).flatMap((place) => bands[place] ?? [])
  const steps = drawn.map(({ step }) => step)
  const cells = Array.from({ length: layers }, (_, index) =>
    drawn.map(({ step, median, q25, q75, n, diverged }) => ({
      layer: index + 1,
      step,
      median: median[index] ?? NaN,
      q25: q25[index] ?? NaN,
      q75: q75[index] ?? NaN,
      n,
      diverged,
    })),
  ).flat()
  const { scale, group } = LAYER_QUANTITIES[quantity]
  return {
    label,
    quantity,
    layers,
    steps,
    recorded: bands.length,
    cells,
    range: axisRange(
      bands.flatMap(({ median }) => [...median]),
      scale,
      group === 'Units' ? 0 : null,
    ),
    causes: causeMarks(trials, steps, layers),
    diverged: trials.filter(({ status }) => status === 'diverged').length,
    bands,
  }
}

function nameOf(quantity: LayerQuantity): string {
  return LAYER_QUANTITIES[quantity].title.replace(/,.*$/, '').replace(/\(.*$/, '').trim()
}

/** `0.013 [0.010, 0.016]`; words for what is no number. */
function valueText({ median, q25, q75, n }: DepthCell): string {
  if (Number.isNaN(median)) return 'no value'
  return formatMedian({ median, q25, q75, n }, 2)
}

export function depthCellSentence(map: DepthMap, index: number): string {
  const cell = map.cells[index]
  if (cell === undefined) return ''
  const name = cell.layer === map.layers ? `layer ${cell.layer} (output)` : `layer ${cell.layer}`
  const column = map.steps.indexOf(cell.step)
  const causes = map.causes
    .filter((mark) => mark.layer === cell.layer && mark.column === column)
    .map(
      ({ count, status, sentence }) =>
        ` ${formatNoun(count, 'trial')} ${status === 'diverged' ? 'that diverged' : 'that stalled'} left the healthy band here: ${sentence}`,
    )
  return `${name}, step ${cell.step}: ${nameOf(map.quantity)} ${valueText(cell)}, ${formatCounted(cell.n, cell.diverged)}.${causes.join('')}`
}

function placeText({ layer, step }: Pick<DepthCell, 'layer' | 'step'>, steps: number): string {
  return steps > 1 ? `layer ${layer}, step ${step}` : `layer ${layer}`
}

function extremesText({ quantity, bands, steps }: DepthMap): string {
  const all = bands.flatMap(({ step, median }) =>
    Array.from(median, (value, index) => ({ value, layer: index + 1, step })),
  )
  const finite = all.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value)
  const [low] = finite
  const high = finite.at(-1)
  if (low === undefined || high === undefined) return `${nameOf(quantity)}: no finite value`
  const [least, most] = [formatMeasure(low.value, 2), formatMeasure(high.value, 2)]
  if (low.value === high.value) return `${nameOf(quantity)} is ${least} everywhere`
  if (least === most) return `${nameOf(quantity)} is about ${least} everywhere`
  return `${nameOf(quantity)} from ${least} (${placeText(low, steps.length)}) to ${most} (${placeText(high, steps.length)})`
}

/** `he-normal · depth 20: mean z² from 0.33 (layer 7, step 0) to 62 (layer 21, step 400); 3 diverged first in layer 20, step 7; n=10.` */
export function depthMapCaption(map: DepthMap): string {
  const last = map.bands.at(-1)
  if (last === undefined) return `${map.label}: no trial with layer statistics has ended yet.`
  const causes = (['diverged', 'stalled'] as const).flatMap((status) => {
    const marks = map.causes.filter((mark) => mark.status === status)
    const [first, ...others] = [...marks].sort((a, b) => b.count - a.count)
    if (first === undefined) return []
    const rest = others.reduce((sum, { count }) => sum + count, 0)
    const elsewhere = rest === 0 ? '' : `, ${rest} elsewhere`
    return [
      `${formatNoun(first.count, 'trial')} that ${status} left the healthy band first in ${placeText(first, 2)}${elsewhere}`,
    ]
  })
  const drawn =
    map.steps.length < map.recorded ? [`${map.steps.length} of ${map.recorded} recorded steps drawn`] : []
  const counted = formatCounted(last.n, Math.max(last.diverged, map.diverged))
  return `${map.label}: ${[extremesText(map), ...causes, ...drawn, counted].join('; ')}.`
}

/** Rows: recorded steps; columns: layers. */
export function depthMapTable({ layers, bands }: DepthMap): DataTable {
  return {
    columns: ['step', 'n, diverged', ...Array.from({ length: layers }, (_, index) => `layer ${index + 1}`)],
    rows: bands.map(({ step, median, n, diverged }) => [
      String(step),
      formatCounted(n, diverged),
      ...Array.from(median, (value) => formatMeasure(value)),
    ]),
  }
}

/** Long format, one line a step and layer, every recorded step. */
export function depthMapCsv({ label, quantity, bands }: DepthMap): DataTable {
  return {
    columns: ['configuration', 'step', 'layer', `${quantity} median`, 'q25', 'q75', 'n', 'diverged'],
    rows: bands.flatMap(({ step, median, q25, q75, n, diverged }) =>
      Array.from(median, (value, index) => [
        label,
        ...[step, index + 1, value, q25[index] ?? NaN, q75[index] ?? NaN, n, diverged].map(String),
      ]),
    ),
  }
}
