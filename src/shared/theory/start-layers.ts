import { required } from '../scheme-parameters'
import { SCHEMES, weightVariance } from '../schemes'
import type { InitSettings, ModelSettings } from '../trial-settings'
import type { ForecastData } from './forecast-model'

/** How the weights of one layer are drawn, as far as second moments go. */
export interface StartLayer {
  /** Weight layer 1..L+1. */
  readonly layer: number
  /** Columns of W: kernel^2 channels for a convolution. */
  readonly fanIn: number
  /** Rows of W. */
  readonly units: number
  /** kernel^2 of a convolution, else 1. */
  readonly kernelArea: number
  /** Positions of the output; 1 of a dense layer. */
  readonly positions: number
  readonly positionsBefore: number
  /** Share of the kernel's entries that lie on the image, mean over positions; below 1 with zero padding. */
  readonly coverage: number
  /** Followed by normalization, activation and dropout. */
  readonly activated: boolean
  readonly block: 'first' | 'second' | null
  readonly isOutput: boolean
  /** Null when the layer starts at zero, bias included. */
  readonly init: InitSettings | null
  /** Variance of one weight, before lsuv has looked at the data. */
  readonly weightVariance: number
  /** Mean and variance of a bias. */
  readonly biasMean: number
  readonly biasVariance: number
  /** 0 where W keeps lengths, up to 1 for independent weights; see finite-width.ts. */
  readonly lengthSpread: number
}

type Shape = Pick<StartLayer, 'fanIn' | 'units' | 'kernelArea' | 'positions' | 'positionsBefore' | 'coverage'>

/**
 * The weight layers of a model at its start, as the core lays them out and draws them.
 * @throws when a cnn gets data that is no image.
 */
export function startLayers(model: ModelSettings, data: ForecastData): StartLayer[] {
  const hidden = model.kind === 'cnn' ? convolutionShapes(model, data) : denseShapes(model, data.features)
  const last = hidden.at(-1)
  const output = denseShape(last?.units ?? data.features, data.classes)
  return [...hidden, { ...output, positionsBefore: last?.positions ?? 1 }].map((shape, index) =>
    startLayer(model, shape, index + 1, index === hidden.length),
  )
}

function denseShape(fanIn: number, units: number): Shape {
  return { fanIn, units, kernelArea: 1, positions: 1, positionsBefore: 1, coverage: 1 }
}

function denseShapes({ widths }: ModelSettings, features: number): Shape[] {
  return widths.map((width, index) => denseShape(widths[index - 1] ?? features, width))
}

function convolutionShapes({ widths, convolution }: ModelSettings, { image }: ForecastData): Shape[] {
  if (image === null || convolution === null) throw new Error('A cnn needs images as data')
  const { kernel, stride, padding } = convolution
  let { channels, height, width } = image
  return widths.map((units) => {
    const read = { channels, height, width }
    height = Math.floor((height - 1) / stride) + 1
    width = Math.floor((width - 1) / stride) + 1
    channels = units
    const coverage =
      padding === 'circular'
        ? 1
        : sideCoverage(read.height, kernel, stride) * sideCoverage(read.width, kernel, stride)
    return {
      fanIn: kernel * kernel * read.channels,
      units,
      kernelArea: kernel * kernel,
      positions: height * width,
      positionsBefore: read.height * read.width,
      coverage,
    }
  })
}

/** Share of a kernel's columns on a row of `size` pixels, mean over its places 0, stride, 2 stride, ... */
function sideCoverage(size: number, kernel: number, stride: number): number {
  const margin = (kernel - 1) / 2
  let inside = 0
  let places = 0
  for (let place = 0; place < size; place += stride) {
    inside += Math.min(size - 1, place + margin) - Math.max(0, place - margin) + 1
    places += 1
  }
  return inside / (places * kernel)
}

function startLayer(model: ModelSettings, shape: Shape, layer: number, isOutput: boolean): StartLayer {
  const inBlock = model.kind === 'residual-mlp' && layer > 1 && !isOutput
  const block = inBlock ? (layer % 2 === 0 ? 'first' : 'second') : null
  const place = { ...shape, layer, activated: !isOutput && block !== 'second', block, isOutput } as const
  const init = initOf(model, place)
  if (init === null)
    return { ...place, init, weightVariance: 0, biasMean: 0, biasVariance: 0, lengthSpread: 1 }
  const { fanIn, units, kernelArea } = shape
  const variance = weightVariance({
    fanIn,
    fanOut: kernelArea * units,
    kernelArea,
    init,
    activation: model.activation,
  })
  return {
    ...place,
    init,
    weightVariance: variance * fixupFactor(model, place),
    ...biasMoments(model, init, place),
    lengthSpread: SCHEMES[init.scheme].family === 'orthogonal' ? Math.max(0, 1 - units / fanIn) : 1,
  }
}

type Place = Pick<StartLayer, 'layer' | 'block' | 'isOutput' | 'fanIn'>

/** Null for a layer that starts at zero; an override comes first. */
function initOf(model: ModelSettings, { layer, block, isOutput }: Place): InitSettings | null {
  const override = model.overrides.find((entry) => entry.layer === layer)
  if (override !== undefined) return override.init
  const branch = model.residual?.branch
  if (isOutput && (model.head === 'zero' || branch === 'fixup')) return null
  return block === 'second' && (branch === 'zero-last' || branch === 'fixup') ? null : model.init
}

/** Of the variance: fixup multiplies the first weights of its D blocks by D^(-1/2). */
function fixupFactor(model: ModelSettings, { layer, block }: Place): number {
  if (model.residual?.branch !== 'fixup' || block !== 'first') return 1
  return model.overrides.some((entry) => entry.layer === layer) ? 1 : 1 / blockCount(model)
}

/** Residual blocks: two layers each behind the stem. */
export function blockCount({ widths }: ModelSettings): number {
  return (widths.length - 1) / 2
}

function biasMoments(
  model: ModelSettings,
  init: InitSettings,
  { isOutput, fanIn }: Place,
): Pick<StartLayer, 'biasMean' | 'biasVariance'> {
  const { biasInit } = model
  if (SCHEMES[init.scheme].setsBias) return { biasMean: 0, biasVariance: 1 / (3 * fanIn) }
  if (isOutput) return { biasMean: 0, biasVariance: 0 }
  switch (biasInit.kind) {
    case 'constant':
      return { biasMean: biasInit.value, biasVariance: 0 }
    case 'uniform-fan-in':
      return { biasMean: 0, biasVariance: 1 / (3 * fanIn) }
    case 'normal':
      return { biasMean: 0, biasVariance: biasInit.std ** 2 }
  }
}

/** Why second moments say nothing of a layer's start; null when they do. */
export function untheoretical({ layer, init }: StartLayer): string | null {
  if (init === null) return null
  if (init.scheme === 'identity')
    return `The identity of layer ${layer} is not random: what comes out depends on the data, not on a variance.`
  if (init.scheme === 'constant' && required(init.value, 'value', 'constant') !== 0)
    return `The units of layer ${layer} are all the same: they are one unit, which no average over units describes.`
  return null
}
