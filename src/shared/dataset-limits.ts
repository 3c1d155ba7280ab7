/** Limits of a `csv:` data set, with their reasons. */

/** Bytes of a CSV file: it is parsed in one go, about a second for this size. */
export const CSV_BYTES = 32 * 1024 * 1024

/** Columns of a CSV file: the label and the inputs of a network. */
export const CSV_COLUMNS = 10_001

/** Cells of a CSV file: 16 bytes each while it is read. */
export const CSV_CELLS = 20_000_000

/** Size of a number in a cell: its square and the sum of a million squares stay finite. */
export const CSV_LARGEST_NUMBER = 1e150

/** Characters of a cell that a message repeats. */
export const CSV_SHOWN_CHARACTERS = 40
