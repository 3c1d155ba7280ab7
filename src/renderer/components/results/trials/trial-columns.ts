import { factorHeading } from '@shared/factor-titles'
import type { Factor } from '@shared/sweep'
import { factorText } from '../../../charts/configuration-rows'
import { TRIAL_COLUMNS, trialCell, type TrialColumn, type TrialRow } from '../../../charts/trial-rows'

export interface ColumnDescription {
  readonly id: string
  readonly column: TrialColumn
  readonly heading: string
  /** What the column holds, for the tooltip. */
  readonly note: string
  /** In rem. */
  readonly width: number
  readonly numeric: boolean
}

/** Width of a letter of the table, the letters after which a value is cut, and what stands around a text. */
const LETTER_REM = 0.42
const MOST_LETTERS = 26
const PADDING_REM = 1
/** The arrows of a heading that sorts. */
const ARROWS_REM = 1.1

const WORST = 'a diverged trial has none and stays behind the others'
const DESCRIPTIONS: Readonly<
  Record<(typeof TRIAL_COLUMNS)[number], Pick<ColumnDescription, 'heading' | 'note' | 'width' | 'numeric'>>
> = {
  label: { heading: 'configuration', note: 'Configuration', width: 14, numeric: false },
  seed: { heading: 'seed', note: 'Seed', width: 3.75, numeric: true },
  status: { heading: 'status', note: 'How the trial ended', width: 6, numeric: false },
  trainLoss: metric('train loss', 'Final loss on the whole training split'),
  trainAccuracy: metric('train acc.', 'Share correct on the whole training split'),
  testLoss: metric('test loss', 'Final loss on the test split'),
  testAccuracy: metric('test acc.', 'Share correct on the test split'),
  steps: { heading: 'steps', note: 'Updates done', width: 4.25, numeric: true },
  milliseconds: { heading: 'ms', note: 'Wall time in the worker, milliseconds', width: 4, numeric: true },
  cause: {
    heading: 'first cause',
    note: 'Where a diverged or stalled trial left the healthy band first; sorts by the step',
    width: 7.5,
    numeric: false,
  },
  weightsHash: {
    heading: 'weights',
    note: 'The first letters of the sha256 of the final weights: equal weights have equal hashes',
    width: 5.25,
    numeric: false,
  },
}

function metric(heading: string, note: string): (typeof DESCRIPTIONS)['trainLoss'] {
  return { heading, note: `${note}; ${WORST}`, width: 5.4, numeric: true }
}

function factorColumn({ key, values }: Factor): ColumnDescription {
  const heading = factorHeading(key)
  const longest = values.reduce<number>((most, value) => Math.max(most, factorText(value).length), 0)
  return {
    id: key,
    column: { factor: key },
    heading,
    note: key,
    width:
      PADDING_REM +
      Math.max(Math.min(longest, MOST_LETTERS) * LETTER_REM, heading.length * LETTER_REM + ARROWS_REM),
    numeric: values.every((value) => typeof value === 'number'),
  }
}

/** A column a factor; the configuration's own name where there is none. */
export function trialColumns(factors: readonly Factor[]): readonly ColumnDescription[] {
  return [
    ...factors.map(factorColumn),
    ...TRIAL_COLUMNS.filter((column) => column !== 'label' || factors.length === 0).map((column) => ({
      id: column,
      column,
      ...DESCRIPTIONS[column],
    })),
  ]
}

/** What a cell shows; a hash in full in its title. */
interface RowCell extends Pick<ColumnDescription, 'id' | 'numeric'> {
  readonly text: string
  readonly title: string
}

export function rowCells(row: TrialRow, columns: readonly ColumnDescription[]): readonly RowCell[] {
  return columns.map(({ id, column, numeric }) => {
    const text = trialCell(row, column)
    return { id, numeric, text, title: id === 'weightsHash' ? (row.trial.weightsHash ?? text) : text }
  })
}
