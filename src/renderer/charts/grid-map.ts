import { describeFirstCause } from '@shared/first-cause-text'
import {
  TRIAL_STATES,
  type Configuration,
  type RunningTrial,
  type SweepState,
  type TrialRecord,
  type TrialState,
} from '@shared/sweep'

/** State of every trial, row-major: (configurations, seeds). */
export interface GridStates {
  readonly configurations: number
  readonly seeds: readonly number[]
  readonly states: readonly TrialState[]
}

export function gridStates(
  configurations: number,
  seeds: readonly number[],
  trials: Iterable<TrialRecord>,
  running: readonly RunningTrial[],
  sweepState: SweepState,
): GridStates {
  const column = new Map(seeds.map((seed, index) => [seed, index]))
  const waiting: TrialState = sweepState === 'cancelled' ? 'cancelled' : 'queued'
  const states = Array.from<unknown, TrialState>({ length: configurations * seeds.length }, () => waiting)
  const set = (configuration: number, seed: number, state: TrialState): void => {
    const index = column.get(seed)
    if (index !== undefined && configuration < configurations)
      states[configuration * seeds.length + index] = state
  }
  for (const { configuration, seed } of running) set(configuration, seed, 'running')
  for (const { configuration, seed, status } of trials) set(configuration, seed, status)
  return { configurations, seeds, states }
}

/**
 * Where the cells lie, in pixels. Configurations are rows; rows that do not fit below each other stand in several
 * blocks side by side, and the seeds of a configuration wrap onto several lines when even the smallest cells do
 * not fit beside each other.
 */
export interface GridLayout {
  readonly cell: number
  readonly labelWidth: number
  readonly perLine: number
  readonly linesEach: number
  readonly blocks: number
  readonly rowsPerBlock: number
  readonly blockWidth: number
  readonly width: number
  readonly height: number
}

const LARGEST_CELL = 22
const SMALLEST_CELL = 6
/** Rows lower than this hold no text. */
const LABELLED_CELL = 13
/** Pixels of a label that still tells its row. */
const SHORTEST_LABEL = 90
const BLOCK_GAP = 14

/**
 * The largest cells with which the map fits into width x height; the smallest, and more height, when none do.
 * @param labelWidth pixels of the longest label; labels are cut short where cells would get lower than their text,
 *   and left out where even that does not do
 */
export function gridLayout(
  configurations: number,
  seeds: number,
  width: number,
  height: number,
  labelWidth: number,
): GridLayout {
  const at = (cell: number, label: number, mayWrap: boolean): GridLayout | null => {
    const fitting = Math.max(1, Math.min(seeds, Math.floor((width - label) / cell)))
    const linesEach = Math.max(1, Math.ceil(seeds / fitting))
    // Lines of one length: the last would else hold what is left over.
    const perLine = Math.max(1, Math.ceil(seeds / linesEach))
    const blockWidth = label + perLine * cell
    const rowsThatFit = Math.max(1, Math.floor(height / (linesEach * cell)))
    const blocks = mayWrap ? 1 : Math.max(1, Math.ceil(configurations / rowsThatFit))
    const rowsPerBlock = Math.ceil(configurations / blocks)
    if (!mayWrap && (linesEach > 1 || blocks * (blockWidth + BLOCK_GAP) - BLOCK_GAP > width)) return null
    return {
      cell,
      labelWidth: label,
      perLine,
      linesEach,
      blocks,
      rowsPerBlock,
      blockWidth,
      width,
      height: rowsPerBlock * linesEach * cell,
    }
  }
  const cells = Array.from({ length: LARGEST_CELL - SMALLEST_CELL + 1 }, (_, index) => LARGEST_CELL - index)
  const labelled = cells.filter((cell) => cell >= LABELLED_CELL)
  const shortLabel = Math.min(labelWidth, Math.max(SHORTEST_LABEL, width - seeds * LABELLED_CELL))
  const layouts = [
    ...labelled.map((cell) => at(cell, labelWidth, false)),
    ...labelled.map((cell) => at(cell, shortLabel, false)),
    ...cells.map((cell) => at(cell, 0, false)),
    ...cells.map((cell) => at(cell, 0, true)).filter((layout) => layout !== null && layout.height <= height),
    at(SMALLEST_CELL, 0, true),
  ]
  const layout = layouts.find((one) => one !== null)
  if (layout === undefined) throw new Error('A wrapped layout always exists')
  return layout
}

export interface CellPlace {
  readonly configuration: number
  /** Index of the seed. */
  readonly seed: number
}

/** Upper left corner of a configuration's row, its label included. */
export function rowOrigin(configuration: number, layout: GridLayout): { x: number; y: number } {
  const block = Math.floor(configuration / layout.rowsPerBlock)
  return {
    x: block * (layout.blockWidth + BLOCK_GAP),
    y: (configuration - block * layout.rowsPerBlock) * layout.linesEach * layout.cell,
  }
}

export function cellOrigin({ configuration, seed }: CellPlace, layout: GridLayout): { x: number; y: number } {
  const row = rowOrigin(configuration, layout)
  return {
    x: row.x + layout.labelWidth + (seed % layout.perLine) * layout.cell,
    y: row.y + Math.floor(seed / layout.perLine) * layout.cell,
  }
}

/** The cell under a point; null beside the cells. */
export function cellAt(
  x: number,
  y: number,
  layout: GridLayout,
  { configurations, seeds }: GridStates,
): CellPlace | null {
  const block = Math.floor(x / (layout.blockWidth + BLOCK_GAP))
  const column = Math.floor((x - block * (layout.blockWidth + BLOCK_GAP) - layout.labelWidth) / layout.cell)
  const line = Math.floor(y / layout.cell)
  const row = Math.floor(line / layout.linesEach)
  const configuration = block * layout.rowsPerBlock + row
  const seed = (line % layout.linesEach) * layout.perLine + column
  const isInside =
    block >= 0 &&
    block < layout.blocks &&
    column >= 0 &&
    column < layout.perLine &&
    row >= 0 &&
    row < layout.rowsPerBlock &&
    configuration < configurations &&
    seed < seeds.length
  return isInside ? { configuration, seed } : null
}

export interface StatePaths {
  readonly state: TrialState
  readonly count: number
  /** SVG path data of the cells, and of the marks that tell the state without its colour. */
  readonly cells: string
  readonly marks: string
}

/** The mark of a state in a unit square, as strokes: colour is never the only sign. */
const MARKS: Readonly<Record<TrialState, readonly (readonly [number, number, number, number])[]>> = {
  queued: [],
  running: [[0.5, 0.44, 0.5, 0.56]],
  done: [],
  stalled: [[0.25, 0.5, 0.75, 0.5]],
  diverged: [
    [0.28, 0.28, 0.72, 0.72],
    [0.72, 0.28, 0.28, 0.72],
  ],
  cancelled: [[0.28, 0.72, 0.72, 0.28]],
  error: [
    [0.5, 0.22, 0.5, 0.58],
    [0.5, 0.76, 0.5, 0.78],
  ],
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** SVG path of a state's mark inside the square at (x, y). */
export function markPath(state: TrialState, x: number, y: number, size: number): string {
  return MARKS[state]
    .map(
      ([x1, y1, x2, y2]) =>
        `M${round(x + x1 * size)} ${round(y + y1 * size)}L${round(x + x2 * size)} ${round(y + y2 * size)}`,
    )
    .join('')
}

/** One pair of paths a state, however many trials there are. */
export function statePaths(grid: GridStates, layout: GridLayout): readonly StatePaths[] {
  const gap = layout.cell >= 10 ? 2 : 1
  const size = layout.cell - gap
  const parts = new Map(TRIAL_STATES.map((state) => [state, { count: 0, cells: [''], marks: [''] }]))
  grid.states.forEach((state, index) => {
    const place = { configuration: Math.floor(index / grid.seeds.length), seed: index % grid.seeds.length }
    const { x, y } = cellOrigin(place, layout)
    const part = parts.get(state)
    if (part === undefined) return
    part.count++
    part.cells.push(`M${x} ${y}h${size}v${size}h-${size}z`)
    if (size >= 7) part.marks.push(markPath(state, x, y, size))
  })
  return TRIAL_STATES.flatMap((state) => {
    const part = parts.get(state)
    if (part === undefined || part.count === 0) return []
    return [{ state, count: part.count, cells: part.cells.join(''), marks: part.marks.join('') }]
  })
}

/** `he-normal · depth 20, seed 4: diverged. At step 92 ...`, with the first cause as one sentence. */
export function cellSentence(
  configuration: Configuration,
  seed: number,
  state: TrialState,
  record: TrialRecord | undefined,
  running: RunningTrial | undefined,
): string {
  const head = `${configuration.label}, seed ${seed}: ${state}`
  const cause = record?.firstCause ?? null
  if (cause !== null) return `${head}. ${describeFirstCause(cause)}`
  if (running !== undefined && state === 'running') return `${head}, step ${running.step} of ${running.steps}`
  if (record?.message) return `${head}, ${record.message}`
  const loss = record?.final?.trainLoss
  return loss === undefined ? head : `${head}, final train loss ${Number(loss.toPrecision(3))}`
}
