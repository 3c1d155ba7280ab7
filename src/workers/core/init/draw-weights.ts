import { required } from '@shared/scheme-parameters'
import { sparseZeros, TRUNCATED_NORMAL_STD } from '@shared/scheme-variances'
import { SCHEMES, weightVariance } from '@shared/schemes'
import type { ActivationSettings, InitSettings } from '@shared/trial-settings'
import { normalQuantile } from '../random/normal-quantile'
import { permuteLast } from '../random/permutation'
import type { Pace } from '../pace'
import type { UnitSource } from '../random/unit-source'
import { fillOrthogonal } from './orthogonal'
import { DRAW_OPERATIONS, weightRow, type WeightPlace } from './weight-place'

/** Row-major (fanOut, fanIn). */
export type Matrix = Float32Array | Float64Array

/** Phi(-2), the mass that the cut at two standard deviations takes from each side. */
const CUT_MASS = 0.02275013194817921

/** A draw through the inverse distribution function here, which is no kernel. */
const QUANTILE_OPERATIONS = 40

/**
 * Fills weights (fanOut, fanIn) row-major by the scheme. Entry (row, column) is a function of the scheme and of the unit
 * draw at (seed, weights, layer, row, column) alone: all schemes share their unit draws, and a wider layer keeps the
 * draws of a narrower one. Computed in double; lsuv starts from the orthogonal matrix (see lsuv.ts).
 * Reports each row to `pace`.
 * Source: the scheme's formula in SCHEMES.
 */
export function drawWeights(
  weights: Matrix,
  place: WeightPlace,
  init: InitSettings,
  activation: ActivationSettings,
  units: UnitSource,
  pace: Pace,
): void {
  const { fanIn, fanOut, kernelArea } = place
  const std = Math.sqrt(weightVariance({ fanIn, fanOut: kernelArea * fanOut, kernelArea, init, activation }))
  switch (SCHEMES[init.scheme].family) {
    case 'fixed':
      fillFixed(weights, place, init)
      return
    case 'normal':
      fillNormal(weights, place, std, units, pace)
      return
    case 'uniform':
      fillUniform(weights, place, Math.sqrt(3) * std, units, pace)
      return
    case 'truncated-normal':
      fillTruncatedNormal(weights, place, std / TRUNCATED_NORMAL_STD, units, pace)
      return
    case 'orthogonal':
      fillOrthogonal(weights, place, orthogonalGain(init), units, pace)
      return
    case 'sparse':
      fillNormal(weights, place, required(init.std, 'std', init.scheme), units, pace)
      maskColumns(weights, place, sparseZeros(fanOut, required(init.sparsity, 'sparsity', init.scheme)), pace)
  }
}

/** lsuv looks at the data before it applies its gain. */
function orthogonalGain(init: InitSettings): number {
  return init.scheme === 'lsuv' ? 1 : required(init.gain, 'gain', init.scheme)
}

/** The identity of a convolution passes the middle of its kernel on, as torch.nn.init.dirac_. */
function fillFixed(weights: Matrix, { fanIn, fanOut, kernelArea }: WeightPlace, init: InitSettings): void {
  weights.fill(init.scheme === 'constant' ? required(init.value, 'value', init.scheme) : 0)
  if (init.scheme !== 'identity') return
  const gain = required(init.gain, 'gain', init.scheme)
  const middle = (kernelArea - 1) / 2
  for (let unit = 0; unit < Math.min(fanIn / kernelArea, fanOut); unit += 1)
    weights[unit * fanIn + unit * kernelArea + middle] = gain
}

function fillNormal(weights: Matrix, place: WeightPlace, std: number, units: UnitSource, pace: Pace): void {
  const { fanIn, fanOut } = place
  for (let row = 0; row < fanOut; row += 1) {
    const draws = units.normals(fanIn, weightRow(place, row))
    for (let column = 0; column < fanIn; column += 1) weights[row * fanIn + column] = std * draws[column]
    pace.spend(DRAW_OPERATIONS * fanIn)
  }
}

function fillUniform(
  weights: Matrix,
  place: WeightPlace,
  bound: number,
  units: UnitSource,
  pace: Pace,
): void {
  const { fanIn, fanOut } = place
  for (let row = 0; row < fanOut; row += 1) {
    const draws = units.uniforms(fanIn, weightRow(place, row))
    for (let column = 0; column < fanIn; column += 1)
      weights[row * fanIn + column] = bound * (2 * draws[column] - 1)
    pace.spend(DRAW_OPERATIONS * fanIn)
  }
}

/** N(0, std^2) given |w| <= 2 std, by the inverse distribution function: still larger where the uniform is larger. */
function fillTruncatedNormal(
  weights: Matrix,
  place: WeightPlace,
  std: number,
  units: UnitSource,
  pace: Pace,
): void {
  const { fanIn, fanOut } = place
  for (let row = 0; row < fanOut; row += 1) {
    const draws = units.uniforms(fanIn, weightRow(place, row))
    for (let column = 0; column < fanIn; column += 1) {
      const normal = normalQuantile(CUT_MASS + draws[column] * (1 - 2 * CUT_MASS))
      weights[row * fanIn + column] = std * Math.max(-2, Math.min(2, normal))
    }
    pace.spend(QUANTILE_OPERATIONS * fanIn)
  }
}

/** Sets `zeros` entries of each column to 0, chosen uniformly by the draws of (seed, sparse-mask, layer, column). */
function maskColumns(
  weights: Matrix,
  { fanIn, fanOut, seed, layer }: WeightPlace,
  zeros: number,
  pace: Pace,
): void {
  const rows = new Int32Array(fanOut)
  for (let column = 0; column < fanIn; column += 1) {
    permuteLast(rows, zeros, { seed, purpose: 'sparse-mask', layer, row: column, step: 0 })
    for (const row of rows.subarray(fanOut - zeros)) weights[row * fanIn + column] = 0
    pace.spend(DRAW_OPERATIONS * fanOut)
  }
}
