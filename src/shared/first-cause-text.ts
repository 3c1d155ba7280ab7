import { DEAD_BAND, GRADIENT_BAND, OUTPUT_BAND, SATURATED_BAND, SIGNAL_BAND } from './healthy-band'
import type { FirstCause } from './trial-result'

/** One plain sentence: step, layer, quantity, value and what that means. */
export function describeFirstCause(cause: FirstCause): string {
  const at = cause.phase === undefined ? `At step ${cause.step}` : `At step ${cause.step} of the pretraining`
  if (cause.side === 'not-finite') return `${at} ${notFiniteText(cause)}`
  return `${at} ${cause.side === 'below' ? belowText(cause) : aboveText(cause)}`
}

function notFiniteText({ layer, quantity }: FirstCause): string {
  switch (quantity) {
    case 'z':
    case 'z2':
      return `a pre-activation z of layer ${layer} was no finite number any more: the signal overflowed.`
    case 'h':
    case 'h2':
      return `an activation h of layer ${layer} was no finite number any more: the signal overflowed.`
    case 'delta':
    case 'delta2':
      return `a gradient delta of layer ${layer} was no finite number any more: the gradient overflowed.`
    case 'W':
      return `a weight of layer ${layer} was no finite number any more: the update overflowed.`
    case 'b':
      return `a bias of layer ${layer} was no finite number any more: the update overflowed.`
    case 'gamma':
      return `a scale gamma of the normalization of layer ${layer} was no finite number any more: the update overflowed.`
    case 'beta':
      return `a shift beta of the normalization of layer ${layer} was no finite number any more: the update overflowed.`
    case 'slope':
      return `the learned slope of layer ${layer} was no finite number any more: the update overflowed.`
    case 'multiplier':
      return `the learned multiplier of the branch that ends in layer ${layer} was no finite number any more: the update overflowed.`
    case 'loss':
    case 'dead':
    case 'saturated':
    case 'distinct':
      return 'the loss was no finite number any more, though every layer still was.'
  }
}

function belowText({ layer, quantity, value }: FirstCause): string {
  switch (quantity) {
    case 'delta2':
      return `the mean square of delta in layer ${layer} was ${numberText(value)} of the output layer's, below ${numberText(GRADIENT_BAND.below)}: the gradient vanished on its way down.`
    case 'distinct':
      return `all units of layer ${layer} had the same weights: equal units get equal gradients and stay one unit.`
    default:
      return `the mean square of ${letterOf(quantity)} in layer ${layer} was ${numberText(value)}, below ${numberText(SIGNAL_BAND.below)}: the signal vanished.`
  }
}

function aboveText({ layer, quantity, value }: FirstCause): string {
  switch (quantity) {
    case 'delta2':
      return `the mean square of delta in layer ${layer} was ${numberText(value)} times the output layer's, above ${numberText(GRADIENT_BAND.above)}: the gradient exploded on its way down.`
    case 'dead':
      return `${percentText(value)} of the units of layer ${layer} were dead, more than ${percentText(DEAD_BAND.above)}: no gradient passes a dead unit.`
    case 'saturated':
      return `${percentText(value)} of the activations of layer ${layer} were saturated, more than ${percentText(SATURATED_BAND.above)}: hardly a gradient passes a flat slope.`
    case 'loss':
      return `the loss was still ${value === null ? 'no' : lossText(value)}, no better than chance, and no measured layer had left its healthy band.`
    case 'z2':
      return `the mean square of the outputs z (layer ${layer}) was ${largeText(value, OUTPUT_BAND.above)}: the signal exploded.`
    default:
      return `the mean square of ${letterOf(quantity)} in layer ${layer} was ${largeText(value, SIGNAL_BAND.above)}: the signal exploded.`
  }
}

function letterOf(quantity: FirstCause['quantity']): string {
  return quantity.endsWith('2') ? quantity.slice(0, -1) : quantity
}

function largeText(value: number | null, limit: number | null): string {
  return value === Infinity ? 'too large for float32' : `${numberText(value)}, above ${numberText(limit)}`
}

/** Two significant digits: 3.1e-9, 0.00012, 42, 1e4. */
function numberText(value: number | null): string {
  if (value === null) return 'out of range'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no number' : 'infinitely many'
  const size = Math.abs(value)
  if (value !== 0 && (size <= 1e-4 || size >= 1e4)) {
    const [digits = '', exponent = ''] = value.toExponential(1).split('e')
    return `${digits.replace(/\.0$/, '')}e${exponent.replace('+', '')}`
  }
  return String(Number(value.toPrecision(2)))
}

function percentText(share: number | null): string {
  return share === null || !Number.isFinite(share) ? 'too many' : `${Math.floor(100 * share)} %`
}

function lossText(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(4) : numberText(value)
}
