import { canonicalJson } from './canonical-json'
import type { FieldTypes } from './sweep-spec-model'
import { SCHEMES } from './schemes'
import type { BiasSettings, InitSettings, LayerOverride } from './trial-settings'

/** The keys that say how many layers there are and how wide. */
export const SHAPE_KEYS = [
  'model.kind',
  'model.depth',
  'model.width',
  'model.residual',
  'model.convolution',
] as const
export type Shape = Pick<FieldTypes, (typeof SHAPE_KEYS)[number]>

/**
 * Widths of the hidden weight layers 1..L: of an mlp those of its layers, of a residual-mlp the stem and two layers a block,
 * of a cnn the output channels of its convolutions. Of a shape that the parser refuses they mean nothing.
 */
export function hiddenWidths(shape: Shape): readonly number[] {
  const depth = shape['model.depth'] ?? 0
  const width = shape['model.width'] ?? 0
  switch (shape['model.kind']) {
    case 'mlp':
      return layerByLayer(width, depth)
    case 'residual-mlp':
      return layerByLayer(width, 1 + 2 * depth)
    case 'cnn':
      return layerByLayer(shape['model.convolution']?.channels ?? 0, depth)
  }
}

function layerByLayer(units: number | readonly number[], layers: number): readonly number[] {
  return typeof units === 'number' ? Array.from({ length: layers }, () => units) : units
}

/** The layers that are written one by one; null where a depth says how many there are. */
export function writtenLayers(shape: Shape): readonly number[] | null {
  const units = shape['model.kind'] === 'cnn' ? shape['model.convolution']?.channels : shape['model.width']
  return typeof units === 'object' ? units : null
}

/** A depth beside layers that are written one by one has to be their number. */
export function depthContradicts(shape: Shape): boolean {
  const depth = shape['model.depth']
  const layers = writtenLayers(shape)
  return depth !== null && layers !== null && layers.length !== depth
}

/** Overrides by weight layer 1..L+1, ascending, without those that change nothing. */
export function layerOverrides(
  { init, overrides }: FieldTypes['model.init'],
  hiddenLayers: number,
): readonly LayerOverride[] {
  // Asked at every point of a grid.
  if (overrides.length === 0) return []
  const base = canonicalJson(init)
  return overrides
    .filter((override) => canonicalJson(override.init) !== base)
    .map((override) => ({
      layer: override.layer === 'last' ? hiddenLayers + 1 : override.layer,
      init: override.init,
    }))
    .sort((left, right) => left.layer - right.layer)
}

/** A scheme that draws the biases itself leaves nothing to `biasInit`: its hidden biases are uniform by their fan in. */
export function effectiveBias(init: InitSettings, bias: BiasSettings): BiasSettings {
  return SCHEMES[init.scheme].setsBias ? { kind: 'uniform-fan-in' } : bias
}

/** Fixup starts the output layer at 0, whatever `head` says. */
export function effectiveHead(shape: Shape, head: FieldTypes['model.head']): FieldTypes['model.head'] {
  const isFixup = shape['model.kind'] === 'residual-mlp' && shape['model.residual']?.branch === 'fixup'
  return isFixup ? 'zero' : head
}
