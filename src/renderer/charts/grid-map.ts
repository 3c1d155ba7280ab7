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

/** Where the cells lie, in pixels; the seeds of a configuration wrap onto several lines when they do not fit. */
export interface GridLayout {
  readonly cell: number
  readonly labelWidth: number
  readonly perLine: number
  readonly linesEach: number
  readonly width: number
  readonly height: number
}

const LARGEST_CELL = 22
const SMALLEST_CELL = 6
/** Rows lower than this hold no text. */
const LABELLED_CELL = 13
const MOST_LABEL_SHARE = 0.5

/**
 * The largest cells with which the map fits into width x height; the smallest, and more height, when none do.
 * @param labelWidth pixels of the longest label, which is left out when rows get lower than its text
 */
export function gridLayout(
  configurations: number,
  seeds: number,
  width: number,
  height: number,
  labelWidth: number,
): GridLayout {
  const at = (cell: number): GridLayout => {
    const label = cell >= LABELLED_CELL ? Math.min(labelWidth, width * MOST_LABEL_SHARE) : 0
    const perLine = Math.max(1, Math.min(seeds, Math.floor((width - label) / cell)))
    const linesEach = Math.max(1, Math.ceil(seeds / perLine))
    return { cell, labelWidth: label, perLine, linesEach, width, height: configurations * linesEach * cell }
  }
  for (let cell = LARGEST_CELL; cell > SMALLEST_CELL; cell--) {
    const layout = at(cell)
    if (layout.height <= height && (layout.linesEach === 1 || cell < LABELLED_CELL)) return layout
  }
  return at(SMALLEST_CELL)
}

export interface CellPlace {
  readonly configuration: number
  /** Index of the seed. */
  readonly seed: number
}

export function cellOrigin({ configuration, seed }: CellPlace, layout: GridLayout): { x: number; y: number } {
  return {
    x: layout.labelWidth + (seed % layout.perLine) * layout.cell,
    y: (configuration * layout.linesEach + Math.floor(seed / layout.perLine)) * layout.cell,
  }
}

/** The cell under a point; null beside the cells. */
export function cellAt(
  x: number,
  y: number,
  layout: GridLayout,
  { configurations, seeds }: GridStates,
): CellPlace | null {
  const column = Math.floor((x - layout.labelWidth) / layout.cell)
  const line = Math.floor(y / layout.cell)
  const configuration = Math.floor(line / layout.linesEach)
  const seed = (line % layout.linesEach) * layout.perLine + column
  const isInside =
    column >= 0 &&
    column < layout.perLine &&
    line >= 0 &&
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

/** `he-normal · depth 20, seed 4: diverged at step 92 (z of layer 7)`. */
export function cellSentence(
  configuration: Configuration,
  seed: number,
  state: TrialState,
  record: TrialRecord | undefined,
  running: RunningTrial | undefined,
): string {
  const head = `${configuration.label}, seed ${seed}: ${state}`
  const cause = record?.firstCause ?? null
  if (cause !== null) {
    const where = cause.quantity === 'loss' ? 'the loss' : `${cause.quantity} of layer ${cause.layer}`
    return `${head} at step ${cause.step} (${where})`
  }
  if (running !== undefined && state === 'running') return `${head}, step ${running.step} of ${running.steps}`
  if (record?.message) return `${head}, ${record.message}`
  const loss = record?.final?.trainLoss
  return loss === undefined ? head : `${head}, final train loss ${Number(loss.toPrecision(3))}`
}
