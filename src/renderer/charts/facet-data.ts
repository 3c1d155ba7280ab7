import type { BandChoice, CurveMetric } from '@shared/statistics/convergence-bands'
import type { LossName } from '@shared/trial-settings'
import type { Expansion } from '@shared/sweep'
import type { AxisScale } from './axis-range'
import { bandPoint, type ConvergenceData, type ConvergenceLine } from './convergence-data'
import { bandText, bandWords, convergenceCsv } from './convergence-text'
import type { DataTable } from './data-table'
import { axisPositions, factorAxes, type FactorAxis } from './factor-axes'
import type { LineStyle } from './line-styles'
import { formatCounted } from './number-format'
import type { ShownSweep } from './shown-sweep'
import { perStep, type StepScale } from './step-scale'

/** Which factors make the panels and the colours; null where none does. */
export interface FacetChoice {
  readonly rows: string | null
  readonly columns: string | null
  readonly colour: string | null
  /** The first row of panels that is drawn. */
  readonly from: number
}

export interface FacetPanel {
  /** Where it is drawn. */
  readonly row: number
  readonly column: number
  /** `depth 10 · adam`; empty when there is one panel. */
  readonly name: string
  readonly lines: readonly ConvergenceLine[]
  readonly n: number
  readonly diverged: number
}

export interface FacetGrid {
  readonly panels: readonly FacetPanel[]
  /** Of the panels as drawn. */
  readonly rowCount: number
  readonly columnCount: number
  /** Rows of the whole sweep, and the first drawn of them. */
  readonly allRows: number
  readonly from: number
  /** Columns left out: more cannot be read. */
  readonly columnsLeft: number
  readonly colour: FactorAxis | null
  /** Styles of the colour's values, by place. */
  readonly colourStyles: readonly LineStyle[]
  /** Factors that neither a panel nor a colour tells apart. */
  readonly mixed: readonly string[]
  /** Every line of the sweep, for the axes that all panels share. */
  readonly lines: readonly ConvergenceLine[]
  readonly loss: LossName | null
  /** What the axes below count. */
  readonly stepScale: StepScale
}

export interface FacetData extends FacetGrid {
  readonly metric: CurveMetric
  readonly scale: AxisScale
  readonly choice: BandChoice
  readonly chanceLevel: number | null
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
}

/** Panels beside each other, of two factors and of one that is wrapped. */
const MOST_COLUMNS = 8
const WRAPPED_COLUMNS = 4
/** Panels drawn at once: more are a press away. */
const MOST_PANELS = 36
const PALETTE = 8
const LEAST_ORDERED = 4

/** The scheme for the colours where it varies, else the last factor; the others make the panels, and a lone factor does both. */
export function defaultFacetChoice(axes: readonly FactorAxis[]): FacetChoice {
  const colour = axes.find(({ key }) => key === 'model.init') ?? axes.at(-1)
  const [columns, rows] = axes.filter((axis) => axis !== colour)
  const alone = axes.length === 1 ? (colour?.key ?? null) : null
  return { rows: rows?.key ?? null, columns: columns?.key ?? alone, colour: colour?.key ?? null, from: 0 }
}

/** As in every other chart: a hue a name, and along the ramp for four numbers and more. */
function placeStyles({ places, numbers }: FactorAxis): readonly LineStyle[] {
  const isOrdered = (numbers !== null && places.length >= LEAST_ORDERED) || places.length > PALETTE
  return places.map(({ index }, place) => ({
    colour: isOrdered ? place / (places.length - 1) : index,
    isOrdered,
    dash: [],
  }))
}

function commonLoss({ configurations }: Expansion): LossName | null {
  const [first, ...others] = configurations.map(({ settings }) => settings.train.loss)
  return first !== undefined && others.every((other) => other === first) ? first : null
}

interface Layout {
  readonly columnCount: number
  readonly allRows: number
  readonly rowCount: number
  readonly columnsLeft: number
  readonly isWrapped: boolean
}

function layoutOf(rows: FactorAxis | null, columns: FactorAxis | null): Layout {
  const across = columns?.places.length ?? 1
  const isWrapped = rows === null && across > WRAPPED_COLUMNS
  // Rows as equal as they can be: five panels are three and two.
  const wrapped = Math.ceil(across / Math.ceil(across / WRAPPED_COLUMNS))
  const columnCount = isWrapped ? wrapped : Math.min(MOST_COLUMNS, across)
  const allRows = isWrapped ? Math.ceil(across / columnCount) : (rows?.places.length ?? 1)
  return {
    columnCount,
    allRows,
    rowCount: Math.min(allRows, Math.floor(MOST_PANELS / columnCount)),
    columnsLeft: isWrapped ? 0 : across - columnCount,
    isWrapped,
  }
}

/** One panel for each pair of values of two factors, the lines of its configurations in it. */
export function facetGrid(sweep: ShownSweep, choice: FacetChoice, stepScale: StepScale = 'steps'): FacetGrid {
  const { expansion, byConfiguration, styles } = sweep
  const axes = factorAxes(expansion)
  const positions = axisPositions(expansion, axes)
  const axisOf = (key: string | null): number => axes.findIndex((axis) => axis.key === key)
  const [rowAxis, columnAxis, colourAxis] = [
    axisOf(choice.rows),
    axisOf(choice.columns),
    axisOf(choice.colour),
  ]
  const [rows = null, columns = null, colour = null] = [axes[rowAxis], axes[columnAxis], axes[colourAxis]]
  const { columnCount, allRows, rowCount, columnsLeft, isWrapped } = layoutOf(rows, columns)
  const from = Math.min(choice.from, Math.max(0, allRows - rowCount))
  const told = [choice.rows, choice.columns, choice.colour]
  const mixed = axes.filter(({ key }) => !told.includes(key)).map(({ title }) => title.toLowerCase())
  const colourStyles = colour === null ? [] : placeStyles(colour)
  const lines = expansion.configurations.flatMap((configuration): ConvergenceLine[] => {
    const { index, label } = configuration
    const own = byConfiguration[index]
    const style = styles[index]
    if (own === undefined || style === undefined) return []
    const hue = colourStyles[positions[index]?.[colourAxis] ?? -1]
    return [
      {
        configuration: index,
        label,
        // The panels and colours tell the factors apart; dashes are for what is left.
        style: { ...style, ...hue, dash: mixed.length > 0 ? style.dash : [] },
        band: own.band,
        perStep: perStep(configuration, own.trials, stepScale),
        seeds: [],
        running: [],
      },
    ]
  })
  const panels = Array.from({ length: rowCount * columnCount }, (_, index): FacetPanel => {
    const [row, column] = [Math.floor(index / columnCount), index % columnCount]
    const place = isWrapped
      ? { row: 0, column: (row + from) * columnCount + column }
      : { row: row + from, column }
    const own = lines.filter(({ configuration }) => {
      const at = positions[configuration] ?? []
      return (
        (rows === null || at[rowAxis] === place.row) && (columns === null || at[columnAxis] === place.column)
      )
    })
    const names = [rows?.places[place.row]?.name, columns?.places[place.column]?.name]
    return {
      row,
      column,
      name: names.filter((name) => name !== undefined).join(' · '),
      lines: own,
      n: own.reduce((sum, { band }) => sum + band.trials, 0),
      diverged: own.reduce((sum, { band }) => sum + band.divergedAt.length, 0),
    }
  })
  return {
    // The last row of wrapped panels may be short.
    panels: panels.filter(({ name }) => name !== '' || (rows === null && columns === null)),
    rowCount,
    columnCount,
    allRows,
    from,
    columnsLeft,
    colour,
    colourStyles,
    mixed,
    lines,
    loss: commonLoss(expansion),
    stepScale,
  }
}

/** The lines of a panel, or of all of them, as the convergence chart has them. */
export function convergenceOf(data: FacetData, lines: readonly ConvergenceLine[]): ConvergenceData {
  const { metric, loss, scale, choice, stepScale, hidden, emphasized, brushed, chanceLevel } = data
  return {
    lines,
    metric,
    loss,
    scale,
    choice,
    stepScale,
    hidden,
    emphasized,
    brushed,
    chanceLevel,
    seedsShown: 'none',
    drawn: new Set(lines.map(({ configuration }) => configuration)),
  }
}

/** One row a configuration of the panels drawn: where it ends. */
export function facetTable(data: FacetData): DataTable {
  return {
    columns: ['configuration', 'panel', 'last step', bandWords(data.choice), 'n, diverged'],
    rows: data.panels.flatMap(({ name, lines }) =>
      lines.map(({ label, band }) => {
        const point = bandPoint(band, band.steps.length - 1)
        return [
          label,
          name === '' ? 'all' : name,
          Number.isNaN(point.step) ? '–' : String(point.step),
          bandText(point),
          formatCounted(band.trials, band.divergedAt.length),
        ]
      }),
    ),
  }
}

/** Long format: every step of every configuration, those of the panels that are not drawn too. */
export function facetCsv(data: FacetData): DataTable {
  return convergenceCsv(convergenceOf(data, data.lines))
}
