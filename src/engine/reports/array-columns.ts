import { HISTOGRAM_BINS, LAYER_COLUMNS } from '@shared/trial-result'
import type { LayerColumn } from '@shared/trial-result'

/** Columns of histograms.f32. */
export const HISTOGRAM_COLUMNS: readonly string[] = [
  'step',
  'smallest',
  'largest',
  ...Array.from({ length: HISTOGRAM_BINS }, (_, bin) => `bin${String(bin)}`),
]

/** The layer statistics of engine 1. */
export const ENGINE_1_COLUMNS: readonly LayerColumn[] = ['z2', 'h2', 'delta2']

/** The columns of layer statistics by their names; null when one is unknown or there twice. */
export function knownColumns(names: readonly string[]): readonly LayerColumn[] | null {
  const columns = names.flatMap((name) => LAYER_COLUMNS.filter((known) => known === name))
  return columns.length === names.length && new Set(columns).size === names.length ? columns : null
}

/** All the columns of today, in their order. */
function isComplete(columns: readonly LayerColumn[]): boolean {
  return columns.length === LAYER_COLUMNS.length && LAYER_COLUMNS.every((name, k) => columns[k] === name)
}

/** Layer statistics in LAYER_COLUMNS, reduced to some of the columns. Every bit is kept, also of a NaN. */
export function selectColumns(values: Float32Array, columns: readonly LayerColumn[]): Float32Array {
  if (isComplete(columns)) return values
  const rows = values.length / LAYER_COLUMNS.length
  const selected = new Float32Array(rows * columns.length)
  for (const [to, name] of columns.entries())
    copyColumn(values, LAYER_COLUMNS.indexOf(name), LAYER_COLUMNS.length, selected, to, columns.length)
  return selected
}

/** The reverse: layer statistics in LAYER_COLUMNS, NaN in those that are missing. */
export function expandColumns(values: Float32Array, columns: readonly LayerColumn[]): Float32Array {
  if (isComplete(columns)) return values
  const rows = columns.length === 0 ? 0 : values.length / columns.length
  const expanded = new Float32Array(rows * LAYER_COLUMNS.length).fill(NaN)
  for (const [from, name] of columns.entries())
    copyColumn(values, from, columns.length, expanded, LAYER_COLUMNS.indexOf(name), LAYER_COLUMNS.length)
  return expanded
}

/** Copies one column between row-major arrays, as words: a float may lose the payload of a NaN on its way. */
function copyColumn(
  source: Float32Array,
  from: number,
  sourceWidth: number,
  target: Float32Array,
  to: number,
  targetWidth: number,
): void {
  const words = new Uint32Array(source.buffer, source.byteOffset, source.length)
  const copied = new Uint32Array(target.buffer, target.byteOffset, target.length)
  for (let row = 0; row * sourceWidth + from < words.length; row++)
    copied[row * targetWidth + to] = words[row * sourceWidth + from] ?? 0
}
