import { required, SCHEMES, sparseZeros, TRUNCATED_NORMAL_STD, weightVariance } from '@shared/schemes'
import type { ActivationSettings, InitSettings } from '@shared/trial-settings'
import { normalQuantile } from '../random/normal-quantile'
import { permuteLast } from '../random/permutation'
import { fillUnitNormals, fillUnitUniforms } from '../random/unit-draws'
import { fillOrthogonal } from './orthogonal'
import { weightRow, type WeightPlace } from './weight-place'

/** Phi(-2), the mass that the cut at two standard deviations takes from each side. */
const CUT_MASS = 0.02275013194817921

/**
 * Fills weights (fanOut, fanIn) row-major by the scheme. Entry (row, column) is a function of the scheme and of the unit
 * draw at (seed, weights, layer, row, column) alone: all schemes share their unit draws, and a wider layer keeps the
 * draws of a narrower one. Computed in double, rounded to float32 once.
 * Source: the scheme's formula in SCHEMES.
 */
export function drawWeights(
  weights: Float32Array,
  place: WeightPlace,
  init: InitSettings,
  activation: ActivationSettings,
): void {
  const { fanIn, fanOut } = place
  const std = Math.sqrt(weightVariance({ fanIn, fanOut, init, activation }))
  switch (SCHEMES[init.scheme].family) {
    case 'fixed':
      fillFixed(weights, place, init)
      return
    case 'normal':
      fillNormal(weights, place, std)
      return
    case 'uniform':
      fillUniform(weights, place, Math.sqrt(3) * std)
      return
    case 'truncated-normal':
      fillTruncatedNormal(weights, place, std / TRUNCATED_NORMAL_STD)
      return
    case 'orthogonal':
      fillOrthogonal(weights, place, required(init.gain, 'gain', init.scheme))
      return
    case 'sparse':
      fillNormal(weights, place, required(init.std, 'std', init.scheme))
      maskColumns(weights, place, sparseZeros(fanOut, required(init.sparsity, 'sparsity', init.scheme)))
  }
}

function fillFixed(weights: Float32Array, { fanIn, fanOut }: WeightPlace, init: InitSettings): void {
  weights.fill(init.scheme === 'constant' ? required(init.value, 'value', init.scheme) : 0)
  if (init.scheme !== 'identity') return
  const gain = required(init.gain, 'gain', init.scheme)
  for (let unit = 0; unit < Math.min(fanIn, fanOut); unit += 1) weights[unit * fanIn + unit] = gain
}

function fillNormal(weights: Float32Array, place: WeightPlace, std: number): void {
  const draws = new Float64Array(place.fanIn)
  for (let row = 0; row < place.fanOut; row += 1) {
    fillUnitNormals(draws, place.fanIn, weightRow(place, row))
    for (let column = 0; column < place.fanIn; column += 1)
      weights[row * place.fanIn + column] = std * draws[column]
  }
}

function fillUniform(weights: Float32Array, place: WeightPlace, bound: number): void {
  const draws = new Float64Array(place.fanIn)
  for (let row = 0; row < place.fanOut; row += 1) {
    fillUnitUniforms(draws, place.fanIn, weightRow(place, row))
    for (let column = 0; column < place.fanIn; column += 1) {
      weights[row * place.fanIn + column] = bound * (2 * draws[column] - 1)
    }
  }
}

/** N(0, std^2) given |w| <= 2 std, by the inverse distribution function: still larger where the uniform is larger. */
function fillTruncatedNormal(weights: Float32Array, place: WeightPlace, std: number): void {
  const draws = new Float64Array(place.fanIn)
  for (let row = 0; row < place.fanOut; row += 1) {
    fillUnitUniforms(draws, place.fanIn, weightRow(place, row))
    for (let column = 0; column < place.fanIn; column += 1) {
      const normal = normalQuantile(CUT_MASS + draws[column] * (1 - 2 * CUT_MASS))
      weights[row * place.fanIn + column] = std * Math.max(-2, Math.min(2, normal))
    }
  }
}

/** Sets `zeros` entries of each column to 0, chosen uniformly by the draws of (seed, sparse-mask, layer, column). */
function maskColumns(
  weights: Float32Array,
  { fanIn, fanOut, seed, layer }: WeightPlace,
  zeros: number,
): void {
  const rows = new Int32Array(fanOut)
  for (let column = 0; column < fanIn; column += 1) {
    permuteLast(rows, zeros, { seed, purpose: 'sparse-mask', layer, row: column, step: 0 })
    for (const row of rows.subarray(fanOut - zeros)) weights[row * fanIn + column] = 0
  }
}
