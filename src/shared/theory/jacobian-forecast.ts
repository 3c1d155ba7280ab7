import type { TrialSettings } from '../trial-settings'
import type { Forecast, ForecastData } from './forecast-model'
import { startLayers } from './start-layers'

/**
 * E[|J|^2 (Frobenius) / outputs] of the input-output Jacobian before the first update. With a gradient of mean square 1 at
 * the K outputs, layer 1 of n units gets delta2_1, and each of the d inputs n Var(w_1) delta2_1; K of them make |J|^2 / K
 * = d n Var(w_1) delta2_1 / K, for one cotangent u ~ N(0, 1). Source: Pennington, Schoenholz and Ganguli 2017.
 * @returns null where it is not that simple: convolutions, normalizations, dropout, lsuv, and weights that are not drawn.
 */
export function forecastJacobian(
  { model, pretrain }: TrialSettings,
  data: ForecastData,
  { layers }: Forecast,
): number | null {
  if (model.kind === 'cnn' || model.normalization !== 'none' || model.dropout > 0) return null
  if (pretrain !== null && pretrain.transfer !== 'scratch') return null
  const [first] = startLayers(model, data)
  const [backward] = layers
  if (first === undefined || backward === undefined || first.init?.scheme === 'lsuv') return null
  return (data.features * first.units * first.weightVariance * backward.delta2) / data.classes
}
