import type { ImageShape } from '@core/training'
import type { ModelSettings } from '@shared/trial-settings'
import { REFERENCE_ACTIVATIONS } from './reference-network'

/** The learned tensors of a weight layer, flat: W, b, then gamma and beta, the slope, the multiplier where it has them. */
export type ReferenceTensors = number[][]

/** What dropout multiplies: [layer][sample][feature]. */
export type ReferenceMasks = (layer: number, sample: number, feature: number) => number

/** [sample][position][feature] */
type Values = number[][][]

const EPSILON = 1e-5

/**
 * Outputs of a model in mode train, in float64: one loop an equation, nothing shared with the core. `x` row-major, images
 * as (channels, height, width).
 */
export function referenceModel(
  model: ModelSettings,
  image: ImageShape | null,
  layers: readonly ReferenceTensors[],
  x: readonly (readonly number[])[],
  masks: ReferenceMasks = () => 1,
): number[][] {
  let shape = image
  let h: Values = model.kind === 'cnn' ? asImages(x, shape!) : x.map((row) => [[...row]])
  let blockInput = h
  for (const [index, width] of model.widths.entries()) {
    const [weights, bias, ...others] = layers[index]!
    const isResidual = model.kind === 'residual-mlp' && index > 0
    if (isResidual && index % 2 === 1) blockInput = h
    let patches = h
    if (model.kind === 'cnn') {
      const convolved = gather(h, shape!, model)
      patches = convolved.patches
      shape = { channels: width, height: convolved.height, width: convolved.width }
    }
    let z = affine(patches, weights!, bias!)
    if (isResidual && index % 2 === 0) {
      const scale = branchScale(model, others)
      h = z.map((rows, s) =>
        rows.map((row, p) => row.map((value, f) => blockInput[s]![p]![f]! + scale * value)),
      )
      continue
    }
    if (model.normalization === 'batch') z = batchNorm(z, others[0]!, others[1]!)
    if (model.normalization === 'layer') z = layerNorm(z, others[0]!, others[1]!)
    const { name, slope } = model.activation
    const learned = name === 'prelu' ? others.at(-1)![0]! : (slope ?? (name === 'elu' ? 1 : 0.01))
    const phi = REFERENCE_ACTIVATIONS[name]!(learned)
    h = z.map((rows, s) => rows.map((row) => row.map((value, f) => phi(value) * masks(index + 1, s, f))))
  }
  const [weights, bias] = layers[model.widths.length]!
  const averages = h.map((rows) => [
    rows[0]!.map((_, f) => rows.reduce((sum, row) => sum + row[f]!, 0) / rows.length),
  ])
  return affine(averages, weights!, bias!).map((rows) => rows[0]!)
}

function asImages(x: readonly (readonly number[])[], { channels, height, width }: ImageShape): Values {
  const pixels = height * width
  return x.map((row) =>
    Array.from({ length: pixels }, (_, p) =>
      Array.from({ length: channels }, (_, c) => row[c * pixels + p]!),
    ),
  )
}

function affine(h: Values, weights: readonly number[], bias: readonly number[]): Values {
  return h.map((rows) =>
    rows.map((row) =>
      bias.map((b, o) => row.reduce((sum, value, k) => sum + weights[o * row.length + k]! * value, b)),
    ),
  )
}

function gather(
  h: Values,
  { channels, height, width }: ImageShape,
  { convolution }: ModelSettings,
): { patches: Values; height: number; width: number } {
  const { kernel, stride, padding } = convolution!
  const reach = (kernel - 1) / 2
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)]
  const wrap = (place: number, size: number): number => ((place % size) + size) % size
  const at = (image: number[][], c: number, y: number, x: number): number => {
    if (padding === 'circular') return image[wrap(y, height) * width + wrap(x, width)]![c]!
    return y < 0 || x < 0 || y >= height || x >= width ? 0 : image[y * width + x]![c]!
  }
  const patches = h.map((image) =>
    Array.from({ length: rows * columns }, (_, place) => {
      const [top, left] = [Math.floor(place / columns) * stride - reach, (place % columns) * stride - reach]
      return Array.from({ length: channels * kernel * kernel }, (_, k) => {
        const [c, ky, kx] = [Math.floor(k / (kernel * kernel)), Math.floor(k / kernel) % kernel, k % kernel]
        return at(image, c, top + ky, left + kx)
      })
    }),
  )
  return { patches, height: rows, width: columns }
}

function normalized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return values.map((value) => (value - mean) / Math.sqrt(variance + EPSILON))
}

function batchNorm(z: Values, gamma: readonly number[], beta: readonly number[]): Values {
  const positions = z[0]!.length
  const columns = gamma.map((_, f) => normalized(z.flatMap((rows) => rows.map((row) => row[f]!))))
  return z.map((rows, s) =>
    rows.map((row, p) => row.map((_, f) => gamma[f]! * columns[f]![s * positions + p]! + beta[f]!)),
  )
}

function layerNorm(z: Values, gamma: readonly number[], beta: readonly number[]): Values {
  return z.map((rows) => rows.map((row) => normalized(row).map((value, f) => gamma[f]! * value + beta[f]!)))
}

function branchScale({ residual, widths }: ModelSettings, others: readonly number[][]): number {
  if (residual?.branch === 'fixup' || residual?.branch === 'rezero') return others[0]![0]!
  return residual?.branch === 'scaled' ? 1 / Math.sqrt((widths.length - 1) / 2) : 1
}

/** Central differences of `loss` with respect to every number of every tensor, which are moved in place. */
export function slopes(tensors: readonly number[][], loss: () => number, width = 1e-5): number[][] {
  return tensors.map((values) =>
    values.map((held, place) => {
      values[place] = held + width
      const above = loss()
      values[place] = held - width
      const below = loss()
      values[place] = held
      return (above - below) / (2 * width)
    }),
  )
}
