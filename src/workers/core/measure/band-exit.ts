import {
  DEAD_BAND,
  DISTINCT_BAND,
  GRADIENT_BAND,
  OUTPUT_BAND,
  SATURATED_BAND,
  SIGNAL_BAND,
  sideOf,
} from '@shared/healthy-band'
import type { HealthyBand } from '@shared/healthy-band'
import { CURVE_COLUMNS, LAYER_COLUMNS } from '@shared/trial-result'
import type { FirstCause, LayerColumn } from '@shared/trial-result'

/** What a trial recorded: points of its curve with the layer statistics beside them. */
export interface RecordedLayers {
  readonly curve: Float32Array
  readonly layers: Float32Array
  /** Units of each weight layer 1..L+1. */
  readonly units: readonly number[]
}

const COLUMNS = LAYER_COLUMNS.length

/** What is asked of each hidden layer on the way forward, in this order, and of the output layer. */
const FORWARD_BANDS = [DISTINCT_BAND, DEAD_BAND, SATURATED_BAND, SIGNAL_BAND]

/**
 * The first measured quantity that left its healthy band: at the earliest point, there in the order of computing - forward
 * from layer 1 up, then delta from the last hidden layer down. Equal units and a vanished gradient have to be there at the
 * next point as well: the second layer of a residual branch and an output layer that start at 0 have equal units, and
 * hide the gradient from what lies below, for one update only. Null when nothing left its band, or nothing was recorded.
 */
export function findBandExit(recorded: RecordedLayers): FirstCause | null {
  const rowLength = recorded.units.length * COLUMNS
  const rows = recorded.layers.length / rowLength
  for (let row = 0; row < rows; row += 1) {
    const next = row + 1 < rows ? row + 1 : null
    const exit = exitAt(recorded, row, next)
    if (exit !== null) return exit
  }
  return null
}

function exitAt(recorded: RecordedLayers, row: number, next: number | null): FirstCause | null {
  const { units, curve } = recorded
  const last = units.length - 1
  const step = curve[row * CURVE_COLUMNS.length]
  const ask = (index: number, band: HealthyBand): FirstCause | null => {
    const value = measured(recorded, row, index, band)
    const side = sideOf(band, value)
    if (side === null) return null
    const mayPass = side === 'below' && (band === DISTINCT_BAND || band === GRADIENT_BAND)
    if (mayPass && next !== null && isInside(band, measured(recorded, next, index, band))) return null
    return { step, layer: index + 1, quantity: band.quantity, side, value }
  }
  for (let index = 0; index < last; index += 1) {
    for (const band of FORWARD_BANDS) {
      if (band === DISTINCT_BAND && units[index] === 1) continue
      const exit = ask(index, band)
      if (exit !== null) return exit
    }
  }
  const atOutput = ask(last, OUTPUT_BAND)
  if (atOutput !== null) return atOutput
  for (let index = last - 1; index >= 0; index -= 1) {
    const exit = ask(index, GRADIENT_BAND)
    if (exit !== null) return exit
  }
  return null
}

function isInside(band: HealthyBand, value: number): boolean {
  return !Number.isNaN(value) && sideOf(band, value) === null
}

function measured(recorded: RecordedLayers, row: number, index: number, { quantity }: HealthyBand): number {
  const last = recorded.units.length - 1
  switch (quantity) {
    case 'delta2':
      return valueAt(recorded, row, index, 'delta2') / valueAt(recorded, row, last, 'delta2')
    case 'z2':
    case 'h2':
    case 'dead':
    case 'saturated':
    case 'distinct':
      return valueAt(recorded, row, index, quantity)
    default:
      throw new Error(`${quantity} has no column of its own`)
  }
}

function valueAt({ layers, units }: RecordedLayers, row: number, index: number, column: LayerColumn): number {
  return layers[(row * units.length + index) * COLUMNS + LAYER_COLUMNS.indexOf(column)]
}

/**
 * The first cause of a diverged or stalled trial. Diverged: a quantity that left its band at an earlier step than the first
 * number that was not finite; else that number: at its own step the quantities are made of it. Stalled: what left its band, else
 * the final loss itself.
 */
export function chooseFirstCause(
  recorded: RecordedLayers,
  notFinite: FirstCause | null,
  end: { readonly step: number; readonly loss: number },
): FirstCause {
  const exit = findBandExit(recorded)
  if (notFinite === null) {
    const layer = recorded.units.length
    return exit ?? { step: end.step, layer, quantity: 'loss', side: 'above', value: end.loss }
  }
  return exit !== null && exit.step < notFinite.step ? exit : notFinite
}
