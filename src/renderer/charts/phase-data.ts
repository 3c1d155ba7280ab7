import type { Configuration, Expansion } from '@shared/sweep'
import { formatNoun } from '../common/format'
import type { DataTable } from './data-table'
import { factorAxes, type FactorAxis } from './factor-axes'
import { heldPlace, type HeatCell, type HeatChoice, type HeatData, type HeatGrid } from './heat-data'
import {
  biasVariance,
  criticalCurve,
  depthCurve,
  isTrainable,
  weightVarianceOf,
  type EdgePoint,
} from './phase-theory'

const DEPTH = 'model.depth'
const BIAS = 'model.biasInit'
const SCALE = 'model.init'

/** Theory over the cells of a diagram. */
export interface PhaseTheory {
  readonly edge: readonly EdgePoint[]
  /** What the edge is, in a few words. */
  readonly name: string
  /** Row-major: whether theory lets the cell train. */
  readonly trainable: readonly boolean[]
}

export interface PhaseData extends HeatData {
  /** Null where theory has nothing to say; then `silence` says why. */
  readonly theory: PhaseTheory | null
  readonly silence: string | null
}

/** Keys that span phase diagrams of this sweep, the first choice first; empty when it has no scale against depth or bias. */
export function phaseRows(axes: readonly FactorAxis[]): readonly string[] {
  const isNumeric = (key: string): boolean => axes.some((axis) => axis.key === key && axis.numbers !== null)
  return isNumeric(SCALE) ? [DEPTH, BIAS].filter(isNumeric) : []
}

/** Rows of depth or of bias over columns of scale; null when the sweep has no such factors. */
export function phaseChoice(
  axes: readonly FactorAxis[],
  rows: string | null,
  others: HeatChoice['others'],
): HeatChoice | null {
  const possible = phaseRows(axes)
  const chosen = possible.find((key) => key === rows) ?? possible[0]
  return chosen === undefined ? null : { rows: chosen, columns: SCALE, others, metric: 'trainLoss' }
}

/** The configurations that stand for each cell, one each; null where factors are pooled: theory has one answer a cell. */
function representatives(
  expansion: Expansion,
  grid: HeatGrid,
  choice: HeatChoice,
): readonly Configuration[] | null {
  const axes = factorAxes(expansion)
  const spanning = [choice.rows, choice.columns]
  if (axes.some(({ key }) => !spanning.includes(key) && heldPlace(choice, key) === null)) return null
  return grid.cells.flatMap(({ configurations }) => expansion.configurations[configurations[0] ?? -1] ?? [])
}

interface Measures {
  readonly columns: readonly number[]
  readonly rows: readonly number[]
}

/** sigma_w^2 by column and sigma_b^2 by row, or the reason why there are none. */
function variances(grid: HeatGrid, expansion: Expansion, isDepth: boolean): Measures | string {
  const columns: number[] = []
  const rows: number[] = []
  for (const { row, column, configurations } of grid.cells) {
    const configuration = expansion.configurations[configurations[0] ?? -1]
    if (configuration === undefined) continue
    const weights = weightVarianceOf(configuration)
    if (typeof weights === 'string') return weights
    const bias = biasVariance(configuration.settings.model.biasInit)
    if (bias === null) return 'the theory is of biases that are 0 or normal'
    columns[column] = weights
    rows[row] = bias
  }
  const isWhole = (held: readonly number[], count: number): boolean =>
    Array.from({ length: count }, (_, index) => held[index]).every((value) => value !== undefined)
  const isGrid = isWhole(columns, grid.columnCount) && (isDepth || isWhole(rows, grid.rowCount))
  return isGrid ? { columns, rows } : 'rules removed a row or a column'
}

/**
 * The theoretical edge on a diagram and what it says of each cell. Over depth: 6 xi_c, the depth to which a signal reaches;
 * over the bias: the critical line, and for each cell whether its depth is at most 6 xi_c.
 * @returns a sentence when theory has nothing to say
 */
export function phaseTheory(expansion: Expansion, grid: HeatGrid, choice: HeatChoice): PhaseTheory | string {
  const standing = representatives(expansion, grid, choice)
  if (standing === null) return 'the pooled factors have no common edge'
  const [first] = standing
  if (first === undefined) return 'no configuration is here'
  const { activation } = first.settings.model
  const isDepth = choice.rows === DEPTH
  const measures = variances(grid, expansion, isDepth)
  if (typeof measures === 'string') return measures
  const ensemble = { activation, weightVariances: measures.columns, biasVariances: measures.rows }
  const trainable = grid.cells.map(({ row, column, configurations }) => {
    const { model } = (expansion.configurations[configurations[0] ?? -1] ?? first).settings
    return isTrainable(
      activation,
      measures.columns[column] ?? NaN,
      measures.rows[row] ?? 0,
      model.widths.length,
    )
  })
  return isDepth
    ? {
        edge: depthCurve(ensemble, grid.rows?.numbers ?? []),
        name: '6 ξ, as deep as theory lets a signal reach',
        trainable,
      }
    : { edge: criticalCurve(ensemble), name: 'critical line, between order and chaos', trainable }
}

function learned({ marks, diverged, stalled }: HeatCell): number {
  return marks.length - diverged - stalled
}

/** Whether most of the seeds of a cell learned. */
function mostLearned(cell: HeatCell): boolean {
  return 2 * learned(cell) > cell.marks.length
}

/** `gain 0.5 to 2 at depth 4`: the columns of one row in which most seeds learned. */
function rowText(data: PhaseData, row: number): string {
  const own = data.cells.filter((cell) => cell.row === row && cell.marks.length > 0 && mostLearned(cell))
  const name = data.rows?.places[row]?.name ?? ''
  const text = (cell: HeatCell | undefined): string => data.columns?.places[cell?.column ?? -1]?.text ?? ''
  if (own.length === 0) return `none at ${name}`
  return own.length === 1
    ? `only ${text(own[0])} at ${name}`
    : `${text(own[0])} to ${text(own.at(-1))} at ${name}`
}

/** `Most seeds learn with gain of he-normal 0.35 to 2.83 at depth 2, only 1 at depth 32; theory and the majority agree in 43 of 45 cells; n=5 a cell.` */
export function phaseCaption(data: PhaseData): string {
  const measured = data.cells.filter(({ marks }) => marks.length > 0)
  if (measured.length === 0) return 'No trial has ended yet.'
  const n = measured.map(({ marks }) => marks.length)
  const [least, most] = [Math.min(...n), Math.max(...n)]
  const scale = (data.columns?.title ?? '').toLowerCase()
  const last = data.rowCount - 1
  const agreeing = measured.filter(
    (cell) => data.theory?.trainable[data.cells.indexOf(cell)] === mostLearned(cell),
  ).length
  const learning = `Most seeds learn with ${scale} ${rowText(data, 0)}${last > 0 ? `, ${rowText(data, last)}` : ''}`
  return `${[
    measured.some(mostLearned) ? learning : 'Most seeds learn in no cell',
    data.theory === null
      ? `no edge drawn: ${data.silence ?? ''}`
      : `theory and the majority of seeds agree in ${agreeing} of ${formatNoun(measured.length, 'cell')}`,
    `n=${least === most ? least : `${least} to ${most}`} a cell`,
    ...(data.others === '' ? [] : [`for ${data.others}`]),
  ].join('; ')}.`
}

export function phaseCellSentence(cell: HeatCell, data: PhaseData): string {
  const n = cell.marks.length
  if (n === 0) return `${cell.label}: no trial has ended.`
  const index = data.cells.indexOf(cell)
  const theory =
    data.theory === null
      ? ''
      : data.theory.trainable[index] === true
        ? ' Theory lets it train.'
        : ' Theory does not let it train.'
  return `${cell.label}: of ${formatNoun(n, 'seed')} ${learned(cell)} learned, ${cell.stalled} stalled, ${cell.diverged} diverged.${theory}`
}

/** Rows and columns as in the diagram: learned / stalled / diverged. */
export function phaseTable(data: PhaseData): DataTable {
  return {
    columns: [
      `${data.rows?.title ?? ''} (learned / stalled / diverged)`,
      ...(data.columns?.places ?? []).slice(0, data.columnCount).map(({ name }) => name),
    ],
    rows: Array.from({ length: data.rowCount }, (_, row) => [
      data.rows?.places[row]?.name ?? '',
      ...data.cells
        .filter((cell) => cell.row === row)
        .map((cell) =>
          cell.marks.length === 0 ? '–' : `${learned(cell)} / ${cell.stalled} / ${cell.diverged}`,
        ),
    ]),
  }
}

export function phaseCsv(data: PhaseData): DataTable {
  return {
    columns: [
      'cell',
      data.rows?.title ?? 'row',
      data.columns?.title ?? 'column',
      'n',
      'learned',
      'stalled',
      'diverged',
      'theory',
    ],
    rows: data.cells.map((cell, index) => [
      cell.label,
      data.rows?.places[cell.row]?.text ?? '',
      data.columns?.places[cell.column]?.text ?? '',
      ...[cell.marks.length, learned(cell), cell.stalled, cell.diverged].map(String),
      data.theory === null ? '' : data.theory.trainable[index] === true ? 'trains' : 'does not train',
    ]),
  }
}
