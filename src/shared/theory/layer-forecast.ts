import type { ModelSettings, TrialSettings } from '../trial-settings'
import { backwardPass } from './backward-pass'
import type { Forecast, ForecastData, LayerForecast, NoForecast } from './forecast-model'
import { forwardPass, type ForwardLayer } from './forward-pass'
import { gradientResponse, outputGradient, type OutputState } from './output-gradient'
import { startLayers, untheoretical, type StartLayer } from './start-layers'

/**
 * E[z^2], E[h^2] and E[delta^2] of every weight layer before the first update, from the real shapes, schemes and biases and
 * the second moment of the real inputs:
 * z2_l = fan_in Var(w) h2_(l-1) + Var(b) + b^2, h2_l = E[phi(u)^2] / (1 - p), u ~ N(b, z2_l - b^2) or, behind a normalization,
 * about N(0, 1); delta2 as in backward-pass.ts. Expectations over draws of the weights; `batch` is the number of samples in
 * a batch. Source: Poole et al. 2016; Schoenholz et al. 2017.
 */
export function forecastLayers(
  settings: TrialSettings,
  data: ForecastData,
  batch = settings.train.batchSize,
): Forecast | NoForecast {
  const { model, train, pretrain } = settings
  if (pretrain !== null && pretrain.transfer !== 'scratch')
    return {
      theory: null,
      reason: 'The weights come from a training, and no theory of their draw says how large they are.',
    }
  if (model.kind === 'cnn' && data.image === null)
    return { theory: null, reason: 'A convolutional network needs images as data.' }
  const starts = startLayers(model, data)
  for (const start of starts) {
    const reason = untheoretical(start)
    if (reason !== null) return { theory: null, reason }
  }
  const forward = forwardPass(model, starts, data)
  const backward = backwardPass(model, forward)
  const layers = forward.map((layer, index): LayerForecast => {
    const { delta2 = NaN, spread = NaN } = backward[index] ?? {}
    return layerForecast(layer, delta2, spread)
  })
  const z2 = layers.at(-1)?.z2 ?? NaN
  const outputs: OutputState = { loss: train.loss, classes: data.classes, z2, batch }
  return {
    theory: starts.every(isFixed) ? 'exact' : 'mean-field',
    layers,
    outputDelta2: outputGradient(outputs),
    outputResponse: gradientResponse(outputs),
    approximations: approximations(model, starts, data),
  }
}

/** The mean over positions before the output of a cnn depends on how much the positions have in common. */
function isUnknown({ isOutput, positionsBefore, weightVariance }: StartLayer): boolean {
  return isOutput && positionsBefore > 1 && weightVariance > 0
}

function layerForecast(
  { start, z2, z2Spread, signal }: ForwardLayer,
  delta2: number,
  spread: number,
): LayerForecast {
  const size = isUnknown(start) ? NaN : z2
  const h2 = start.isOutput ? size : signal.square
  return {
    layer: start.layer,
    zMean: start.biasMean,
    z2: size,
    h2,
    delta2,
    spread: { z2: z2Spread, h2: start.isOutput ? z2Spread : signal.spread, delta2: spread },
  }
}

/** Nothing of the layer is drawn. */
function isFixed({ weightVariance, biasVariance }: StartLayer): boolean {
  return weightVariance === 0 && biasVariance === 0
}

function approximations(
  model: ModelSettings,
  starts: readonly StartLayer[],
  { featureVariance }: ForecastData,
): string[] {
  const found: string[] = []
  if (model.normalization === 'batch')
    found.push('Batches are taken to be large, and the units of a layer to be normal over the samples.')
  if (model.normalization === 'batch' && featureVariance === null)
    found.push('The mean of every feature over the samples is taken to be 0, which layer 1 feels.')
  if (starts.some(({ coverage }) => coverage < 1))
    found.push('Zero padding: every position counts the mean number of weights that lie on the image.')
  if ((model.convolution?.stride ?? 1) > 1)
    found.push('Stride: every position of a layer is taken to be read equally often.')
  if (starts.some(isUnknown))
    found.push(
      'The size of the outputs depends on how alike the positions of an image are, which is not forecast.',
    )
  return found
}
