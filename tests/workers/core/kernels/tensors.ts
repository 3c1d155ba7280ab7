import { LANES, pad2, pad8, panelCount, panelNumbers, panelPlace } from '@core/kernels/layout'

export type Shape = Readonly<Record<string, number>>

/** How a tensor lies in memory. An axis is a name in the shape of the case, or `=n` for n places that mean different things. */
export interface Layout {
  readonly type: 'f32' | 'f64' | 'i32'
  readonly axes: readonly string[]
  /** Numbers with padding. */
  readonly numbers: (extents: readonly number[]) => number
  readonly place: (indices: readonly number[], extents: readonly number[]) => number
  /** What padding holds where the contract says so; elsewhere it is garbage. */
  readonly padding?: number
}

/** Panels of (samples, positions, features). */
export function panels(features: string, positions = 'positions'): Layout {
  return {
    type: 'f32',
    axes: ['samples', positions, features],
    numbers: ([s = 0, p = 0, f = 0]) => panelNumbers(s, p, f),
    place: ([s = 0, p = 0, f = 0], [, positions = 0, features = 0]) =>
      panelPlace(s, p, f, positions, features),
  }
}

/** Weights: row-major (pad2(rows), pad8(columns)). */
export function matrix(rows: string, columns: string): Layout {
  return {
    type: 'f32',
    axes: [rows, columns],
    numbers: ([r = 0, c = 0]) => pad2(r) * pad8(c),
    place: ([r = 0, c = 0], [, columns = 0]) => r * pad8(columns) + c,
  }
}

/** One number a feature, pad8(features) of them. */
export function vector(features: string): Layout {
  return { type: 'f32', axes: [features], numbers: ([f = 0]) => pad8(f), place: ([f = 0]) => f }
}

/** One number a sample and position, in lanes as panels have them. */
export function lanes(): Layout {
  return {
    type: 'f32',
    axes: ['samples', 'positions'],
    numbers: ([s = 0, p = 0]) => panelCount(s) * p * LANES,
    place: ([s = 0, p = 0], [, positions = 0]) =>
      (Math.floor(s / LANES) * positions + p) * LANES + (s % LANES),
  }
}

/** One number a sample, whole panels of them. */
export function samples(type: 'f32' | 'i32', padding?: number): Layout {
  return {
    type,
    axes: ['samples'],
    numbers: ([s = 0]) => panelCount(s) * LANES,
    place: ([s = 0]) => s,
    ...(padding === undefined ? {} : { padding }),
  }
}

/** A row-major array without padding. */
export function plain(type: Layout['type'], ...axes: readonly string[]): Layout {
  return {
    type,
    axes,
    numbers: (extents) => extents.reduce((product, extent) => product * extent, 1),
    place: (indices, extents) => indices.reduce((place, index, axis) => place * extents[axis]! + index, 0),
  }
}

export function extentsOf(layout: Layout, shape: Shape): number[] {
  return layout.axes.map((axis) => {
    const extent = axis.startsWith('=') ? Number(axis.slice(1)) : shape[axis]
    if (extent === undefined) throw new Error(`the shape has no axis ${axis}`)
    return extent
  })
}

/** compute(indices, place in logical order) of every real entry, the last axis running fastest. The indices are reused. */
export function mapEntries(
  extents: readonly number[],
  compute: (indices: readonly number[], flat: number) => number,
): number[] {
  const count = extents.reduce((product, extent) => product * extent, 1)
  const indices = extents.map(() => 0)
  const entries = new Array<number>(count)
  for (let flat = 0; flat < count; flat += 1) {
    entries[flat] = compute(indices, flat)
    for (let axis = extents.length - 1; axis >= 0; axis -= 1) {
      indices[axis]! += 1
      if (indices[axis]! < extents[axis]!) break
      indices[axis] = 0
    }
  }
  return entries
}

export function flatIndex(indices: readonly number[], extents: readonly number[]): number {
  let place = 0
  for (let axis = 0; axis < extents.length; axis += 1) place = place * extents[axis]! + indices[axis]!
  return place
}
