import type { SweepSelection } from '../use-sweep-selection'

/** Picks configurations for every chart, besides those picked before; picked once more, they are let go. */
export function pickConfigurations(selection: SweepSelection, configurations: readonly number[]): void {
  if (configurations.length === 0) return
  const picked = new Set(selection.brushed.value ?? [])
  const isPicked = configurations.every((index) => picked.has(index))
  for (const index of configurations) {
    if (isPicked) picked.delete(index)
    else picked.add(index)
  }
  selection.brush(picked.size === 0 ? null : picked)
}

/** Points at the one configuration of a cell; several cannot be pointed at. */
export function pointAt(selection: SweepSelection, configurations: readonly number[]): void {
  const [only] = configurations
  selection.emphasize(configurations.length === 1 && only !== undefined ? only : null)
}
