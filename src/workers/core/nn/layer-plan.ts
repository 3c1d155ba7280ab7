import type { ModelSettings } from '@shared/trial-settings'
import type { ImageShape } from '../training'

/** What a network stands between. */
export interface NetworkInterface {
  readonly features: number
  /** Null when the features are no image. */
  readonly image: ImageShape | null
  readonly classes: number
}

/** Where a convolution reads; its padding is (kernel - 1) / 2 on every side. */
export interface ConvolutionPlan {
  readonly image: ImageShape
  readonly kernel: number
  readonly stride: number
  readonly circular: boolean
}

/** One weight layer of a network that is not built yet. */
export interface LayerPlan {
  /** Weight layer 1..L+1. */
  readonly layer: number
  /** Columns of W: kernel^2 * channels for a convolution. */
  readonly fanIn: number
  /** Rows of W. */
  readonly fanOut: number
  /** kernel^2 of a convolution, else 1. */
  readonly kernelArea: number
  /** Positions of its output. */
  readonly positions: number
  readonly convolution: ConvolutionPlan | null
  /** Followed by normalization, activation and dropout: hidden, and not the second layer of a residual block. */
  readonly activated: boolean
  /** Its place in a residual block. */
  readonly block: 'first' | 'second' | null
  readonly isOutput: boolean
}

/**
 * The weight layers of a model on its data, in order. A cnn reads an image, and its output layer the mean over positions.
 * @throws when a cnn gets data that is no image, or lacks its settings (the spec refuses both).
 */
export function planLayers(
  model: ModelSettings,
  { features, image, classes }: NetworkInterface,
): LayerPlan[] {
  const hidden = model.kind === 'cnn' ? planConvolutions(model, image) : planDense(model, features)
  const last = hidden.at(-1)
  const output = densePlan(hidden.length + 1, last?.fanOut ?? features, classes)
  return [...hidden, { ...output, activated: false, isOutput: true }]
}

/** Rows of the output of a convolution along a side of `size` pixels. */
function convolvedSize(size: number, stride: number): number {
  return Math.floor((size - 1) / stride) + 1
}

function densePlan(layer: number, fanIn: number, fanOut: number): LayerPlan {
  return {
    layer,
    fanIn,
    fanOut,
    kernelArea: 1,
    positions: 1,
    convolution: null,
    activated: true,
    block: null,
    isOutput: false,
  }
}

function planDense({ kind, widths }: ModelSettings, features: number): LayerPlan[] {
  return widths.map((width, index) => {
    const plan = densePlan(index + 1, index === 0 ? features : widths[index - 1], width)
    if (kind !== 'residual-mlp' || index === 0) return plan
    const second = index % 2 === 0
    return { ...plan, activated: !second, block: second ? 'second' : 'first' }
  })
}

function planConvolutions({ widths, convolution }: ModelSettings, image: ImageShape | null): LayerPlan[] {
  if (image === null || convolution === null) {
    throw new Error('A cnn needs images as data and the settings of its convolutions')
  }
  const { kernel, stride, padding } = convolution
  const kernelArea = kernel * kernel
  let shape = image
  return widths.map((channels, index) => {
    const read = shape
    shape = {
      channels,
      height: convolvedSize(read.height, stride),
      width: convolvedSize(read.width, stride),
    }
    return {
      ...densePlan(index + 1, read.channels * kernelArea, channels),
      kernelArea,
      positions: shape.height * shape.width,
      convolution: { image: read, kernel, stride, circular: padding === 'circular' },
    }
  })
}
