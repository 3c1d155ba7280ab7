import type { ModelSettings } from '../trial-settings'
import { activationMoments, type ActivationMoments } from './activation-moments'
import { forwardSpread } from './finite-width'
import type { ForecastData } from './forecast-model'
import { blockCount, type StartLayer } from './start-layers'

/** What a weight layer receives. */
export interface Signal {
  /** E[h^2] and E[h]. */
  readonly square: number
  readonly mean: number
  /** Variance of a unit over the samples. */
  readonly sampleVariance: number
  /** Variance of ln E[h^2] over draws, for one input. */
  readonly spread: number
}

/** A weight layer on the way forward. */
export interface ForwardLayer {
  readonly start: StartLayer
  /** As drawn, or as lsuv has scaled it. */
  readonly weightVariance: number
  readonly z2: number
  readonly z2Spread: number
  /** Its h: after the residual sum where there is one. */
  readonly signal: Signal
  /** E[(dh/dz)^2] through dropout, activation and normalization. */
  readonly slopeSquare: number
  /** E[(dh/dz)^4] / E[(dh/dz)^2]^2. */
  readonly slopeKurtosis: number
}

/** As the core adds to a variance before it divides by it. */
const NORMALIZATION_EPSILON = 1e-5

/** Second moments from the inputs to the outputs, layer by layer. */
export function forwardPass(
  model: ModelSettings,
  starts: readonly StartLayer[],
  data: ForecastData,
): ForwardLayer[] {
  return runForward(model, starts, data, scaledVariances(model, starts, data))
}

/**
 * Weight variances with lsuv carried out: W is scaled until z has variance gain^2, without dropout and before batch
 * normalization knows any moments. Source: Mishkin and Matas 2016, algorithm 1.
 */
function scaledVariances(model: ModelSettings, starts: readonly StartLayer[], data: ForecastData): number[] {
  const drawn = starts.map(({ weightVariance }) => weightVariance)
  if (starts.every(({ init }) => init?.scheme !== 'lsuv')) return drawn
  const normalization = model.normalization === 'batch' ? 'none' : model.normalization
  const bare: ModelSettings = { ...model, normalization, dropout: 0 }
  return runForward(bare, starts, data, null).map(({ weightVariance }) => weightVariance)
}

/** `variances` null: as drawn, and lsuv is carried out on the way. */
function runForward(
  model: ModelSettings,
  starts: readonly StartLayer[],
  data: ForecastData,
  variances: readonly number[] | null,
): ForwardLayer[] {
  const layers: ForwardLayer[] = []
  let signal: Signal = {
    square: data.meanSquare,
    mean: 0,
    sampleVariance: data.featureVariance ?? data.meanSquare,
    spread: 0,
  }
  let skip = signal
  for (const [index, start] of starts.entries()) {
    if (start.block === 'first') skip = signal
    const variance = variances === null ? fittedVariance(start, signal) : (variances[index] ?? 0)
    const layer = forwardLayer(model, start, variance, signal)
    layers.push(start.block === 'second' ? addSkip(model, layer, skip, signal) : layer)
    signal = layers.at(-1)?.signal ?? signal
  }
  return layers
}

/** Inputs that one weight of the layer is a factor of, mean over positions. */
function effectiveFan({ fanIn, coverage }: StartLayer): number {
  return fanIn * coverage
}

/** Variance that lsuv ends at; a layer that nothing reaches keeps what it was drawn with. */
function fittedVariance(start: StartLayer, { square }: Signal): number {
  const { init, weightVariance, biasVariance } = start
  if (init?.scheme !== 'lsuv' || init.gain === null || !(square > 0 && square < Infinity))
    return weightVariance
  return Math.max(0, init.gain * init.gain - biasVariance) / (effectiveFan(start) * square)
}

function forwardLayer(
  model: ModelSettings,
  start: StartLayer,
  weightVariance: number,
  before: Signal,
): ForwardLayer {
  const fan = effectiveFan(start)
  const fed = scaled(fan * weightVariance, before.square)
  const variance = fed + start.biasVariance
  const overSamples = scaled(fan * weightVariance, before.sampleVariance)
  const z2 = start.biasMean ** 2 + variance
  const isFitted = start.init?.scheme === 'lsuv' && model.normalization !== 'batch'
  const { moments, gain } = activated(model, start, variance, overSamples)
  const spread = forwardSpread({
    before: isFitted || isNormalized(model, start) ? 0 : before.spread,
    signalShare: share(fed, variance),
    varianceShare: share(variance, z2),
    units: start.units,
    moments,
    lengthSpread: isFitted ? 0 : start.lengthSpread,
  })
  const square = moments.square
  return {
    start,
    weightVariance,
    z2,
    z2Spread: spread.z2,
    signal: {
      square,
      mean: moments.mean,
      sampleVariance: start.activated ? square - moments.mean ** 2 : overSamples,
      spread: spread.h2,
    },
    slopeSquare: moments.slopeSquare * gain,
    slopeKurtosis: moments.slopeKurtosis,
  }
}

function isNormalized({ normalization }: ModelSettings, { activated }: StartLayer): boolean {
  return activated && normalization !== 'none'
}

/** A weight of 0 passes nothing on, even of a signal that is infinite. */
function scaled(factor: number, value: number): number {
  return factor === 0 ? 0 : factor * value
}

function share(part: number, whole: number): number {
  if (whole === 0) return 0
  return whole === Infinity ? 1 : part / whole
}

/** Moments of h, and what normalization multiplies the squared gradient by. */
function activated(
  { activation, normalization, dropout }: ModelSettings,
  { activated: isActivated, biasMean }: StartLayer,
  variance: number,
  overSamples: number,
): { readonly moments: ActivationMoments; readonly gain: number } {
  if (!isActivated) return { moments: passedOn(biasMean, variance), gain: 1 }
  if (normalization === 'none')
    return { moments: dropped(activationMoments(activation, biasMean, variance), dropout), gain: 1 }
  const divisor = (normalization === 'batch' ? overSamples : variance) + NORMALIZATION_EPSILON
  const unit = divisor === Infinity ? 1 : 1 - NORMALIZATION_EPSILON / divisor
  return { moments: dropped(activationMoments(activation, 0, unit), dropout), gain: 1 / divisor }
}

/** h = z, for the layers that no activation follows. */
function passedOn(mean: number, variance: number): ActivationMoments {
  const square = mean * mean + variance
  return {
    mean,
    square,
    slopeSquare: 1,
    squareKurtosis: 1 + share(2 * variance, square) * (2 - share(variance, square)),
    slopeKurtosis: 1,
    response: share(variance, square),
  }
}

/** h times 0 with probability p, else times 1 / (1 - p). Source: Srivastava et al. 2014, inverted. */
function dropped(moments: ActivationMoments, p: number): ActivationMoments {
  const kept = 1 - p
  return {
    ...moments,
    square: moments.square / kept,
    slopeSquare: moments.slopeSquare / kept,
    squareKurtosis: moments.squareKurtosis / kept,
    slopeKurtosis: moments.slopeKurtosis / kept,
  }
}

/** What a residual block multiplies its branch by at the start. */
export function branchScale(model: ModelSettings): number {
  if (model.residual?.branch === 'rezero') return 0
  return model.residual?.branch === 'scaled' ? 1 / Math.sqrt(blockCount(model)) : 1
}

/** h = skip + alpha z: the weights of z have mean 0, so only a constant bias is correlated with the skip. */
function addSkip(model: ModelSettings, layer: ForwardLayer, skip: Signal, before: Signal): ForwardLayer {
  const alpha = branchScale(model)
  const { biasMean, units } = layer.start
  const branch = scaled(alpha * alpha, layer.z2)
  const square = skip.square + branch + 2 * alpha * biasMean * skip.mean
  const kept = share(skip.square, square)
  const added = share(branch, square)
  const follows = before.spread === 0 || skip.spread === 0 ? 0 : 1
  const own = Math.max(0, layer.z2Spread - follows * skip.spread)
  return {
    ...layer,
    signal: {
      square,
      mean: skip.mean + alpha * biasMean,
      sampleVariance: skip.sampleVariance + scaled(alpha * alpha, layer.signal.sampleVariance),
      spread: (kept + follows * added) ** 2 * skip.spread + added * added * own + (4 * kept * added) / units,
    },
  }
}
