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
 * Layers that start at 0 have equal units, and hide the gradient from what lies below, until the first update that they
 * get: an output layer the first one, the second layer of a residual branch below it the one after that.
 */
const PASSING_UPDATES = 2

/**
 * The first measured quantity that left its healthy band: at the earliest point, there in the order of computing - forward
 * from layer 1 up, then delta from the last hidden layer down. Equal units and a vanished gradient have to be there at the
 * next point after PASSING_UPDATES as well. A gradient that is back in layer 1 has not vanished: it went around a residual
 * branch that lets little through. Null when nothing left its band, or nothing was recorded.
 */
export function findBandExit(recorded: RecordedLayers): FirstCause | null {
  const rowLength = recorded.units.length * COLUMNS
  const rows = recorded.layers.length / rowLength
  for (let row = 0; row < rows; row += 1) {
    const exit = exitAt(recorded, row, laterRow(recorded, row, rows))
    if (exit !== null) return exit
  }
  return null
}

function stepOf({ curve }: RecordedLayers, row: number): number {
  return curve[row * CURVE_COLUMNS.length]
}

/** The first row at least PASSING_UPDATES after another; null when there is none. */
function laterRow(recorded: RecordedLayers, row: number, rows: number): number | null {
  const wanted = stepOf(recorded, row) + PASSING_UPDATES
  for (let later = row + 1; later < rows; later += 1) if (stepOf(recorded, later) >= wanted) return later
  return null
}

function exitAt(recorded: RecordedLayers, row: number, later: number | null): FirstCause | null {
  const { units } = recorded
  const last = units.length - 1
  const step = stepOf(recorded, row)
  const ask = (index: number, band: HealthyBand): FirstCause | null => {
    const value = measured(recorded, row, index, band)
    const side = sideOf(band, value)
    if (side === null) return null
    const mayPass = side === 'below' && (band === DISTINCT_BAND || band === GRADIENT_BAND)
    if (mayPass && later !== null && isInside(band, measured(recorded, later, index, band))) return null
    if (side === 'below' && band === GRADIENT_BAND && isInside(band, measured(recorded, row, 0, band)))
      return null
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
 * the final loss itself. A number that was not finite in the source of the trial came before all of them.
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
  if (notFinite.phase === 'pretraining') return notFinite
  return exit !== null && exit.step < notFinite.step ? exit : notFinite
}
