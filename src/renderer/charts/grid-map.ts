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
/** Cells lower than this hold no name beside them. */
const LABELLED_CELL = 13
/** Pixels of the lowest row of several lines that holds a name. */
const LOWEST_ROW = 12
/** Pixels of a name that still tells its row. */
const SHORTEST_LABEL = 90
const BLOCK_GAP = 14

interface Room {
  readonly configurations: number
  readonly seeds: number
  readonly width: number
  readonly height: number
}

/** Rows of cells of one size beside names of one width, in as many blocks as the height asks for and the width allows. */
function layoutWith(cell: number, label: number, { configurations, seeds, width, height }: Room): GridLayout {
  const fitting = Math.max(1, Math.min(seeds, Math.floor((width - label) / cell)))
  const linesEach = Math.max(1, Math.ceil(seeds / fitting))
  // Lines of one length: the last would else hold what is left over.
  const perLine = Math.max(1, Math.ceil(seeds / linesEach))
  const room = label + perLine * cell
  const mostBlocks = Math.max(1, Math.floor((width + BLOCK_GAP) / (room + BLOCK_GAP)))
  const rowsThatFit = Math.max(1, Math.floor(height / (linesEach * cell)))
  const rowsPerBlock = Math.max(
    1,
    Math.ceil(configurations / Math.min(mostBlocks, Math.ceil(configurations / rowsThatFit))),
  )
  return {
    cell,
    labelWidth: label,
    perLine,
    linesEach,
    blocks: Math.max(1, Math.ceil(configurations / rowsPerBlock)),
    rowsPerBlock,
    blockWidth: room,
    width,
    height: rowsPerBlock * linesEach * cell,
  }
}

/**
 * The largest cells with which the map fits into width x height, each row with its name; where none do, the lowest map with names that
 * can be read, which scrolls.
 * @param labelWidth pixels of the longest name; names are cut short where cells would get lower than them
 */
export function gridLayout(
  configurations: number,
  seeds: number,
  width: number,
  height: number,
  labelWidth: number,
): GridLayout {
  const room: Room = { configurations, seeds, width, height }
  const cells = Array.from({ length: LARGEST_CELL - SMALLEST_CELL + 1 }, (_, index) => LARGEST_CELL - index)
  const longest = Math.min(labelWidth, Math.floor(width / 2))
  const shortest = Math.min(longest, SHORTEST_LABEL)
  const full = Math.min(labelWidth, width - SMALLEST_CELL)
  const beside = Math.min(full, Math.max(shortest, width - seeds * LABELLED_CELL))
  const layouts = (label: number): readonly GridLayout[] =>
    cells
      .map((cell) => layoutWith(cell, label, room))
      .filter(
        ({ cell, linesEach, blockWidth }) =>
          blockWidth <= width && (linesEach === 1 ? cell >= LABELLED_CELL : linesEach * cell >= LOWEST_ROW),
      )
  const labels = [full, beside, shortest]
  const inOneLine = labels.flatMap((label) => layouts(label).filter(({ linesEach }) => linesEach === 1))
  const fits = (layout: GridLayout): boolean => layout.height <= height
  const found =
    inOneLine.find(fits) ??
    labels.flatMap((label) => layouts(label)).find(fits) ??
    [...layouts(beside)].sort((a, b) => a.height - b.height || b.cell - a.cell)[0]
  if (found === undefined) throw new Error('A map of the largest cells always exists')
  const spare = Math.floor((width - BLOCK_GAP * (found.blocks - 1)) / found.blocks)
  const label = Math.max(found.labelWidth, Math.min(labelWidth, spare - found.perLine * found.cell))
  return { ...found, labelWidth: label, blockWidth: label + found.perLine * found.cell }
}

/** Pixels from the top of a row to the middle of its name: of a row of several lines, beside the first. */
export function labelMiddle({ cell, linesEach }: GridLayout): number {
  return (linesEach === 1 ? cell : Math.min(linesEach * cell, LABELLED_CELL + 1)) / 2 - 1
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

/** The configuration whose row, name or cells, is under a point; null beside the rows. */
export function rowAt(x: number, y: number, layout: GridLayout, configurations: number): number | null {
  const block = Math.floor(x / (layout.blockWidth + BLOCK_GAP))
  const row = Math.floor(y / (layout.cell * layout.linesEach))
  const configuration = block * layout.rowsPerBlock + row
  const isInside =
    block >= 0 &&
    block < layout.blocks &&
    x - block * (layout.blockWidth + BLOCK_GAP) < layout.blockWidth &&
    row >= 0 &&
    row < layout.rowsPerBlock &&
    configuration < configurations
  return isInside ? configuration : null
}

/** The cell under a point; null beside the cells. */
export function cellAt(
  x: number,
  y: number,
  layout: GridLayout,
  { configurations, seeds }: GridStates,
): CellPlace | null {
  const configuration = rowAt(x, y, layout, configurations)
  if (configuration === null) return null
  const origin = rowOrigin(configuration, layout)
  const column = Math.floor((x - origin.x - layout.labelWidth) / layout.cell)
  const line = Math.floor((y - origin.y) / layout.cell)
  const seed = line * layout.perLine + column
  const isInside = column >= 0 && column < layout.perLine && seed < seeds.length
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

/** `he-normal · depth 20: 8 done, 2 diverged`, of the trials of one configuration. */
export function rowSentence({ index, label }: Configuration, { seeds, states }: GridStates): string {
  const own = states.slice(index * seeds.length, (index + 1) * seeds.length)
  const parts = TRIAL_STATES.flatMap((state) => {
    const count = own.filter((one) => one === state).length
    return count === 0 ? [] : [`${count} ${state}`]
  })
  return `${label}: ${parts.join(', ')}`
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
