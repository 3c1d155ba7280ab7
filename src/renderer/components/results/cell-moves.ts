const MOVES: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
}

export interface CellPosition {
  readonly row: number
  readonly column: number
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value))
}

/**
 * Where a key leads from a cell of a map, within it: arrows by one cell, Home and End along the row, Page Up and Down along the column;
 * null for a key that moves nothing.
 * @param upwards whether the first row is drawn lowest
 */
export function cellAfter(
  key: string,
  { row, column }: CellPosition,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  upwards = false,
): CellPosition | null {
  const move = MOVES[key]
  if (move === undefined) return null
  const [down, right] = move
  return { row: within(row + (upwards ? -down : down), rows), column: within(column + right, columns) }
}
