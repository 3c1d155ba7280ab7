import { setKey, type DrawAddress } from './draw-address'
import { normalQuantile } from './normal-quantile'
import { philox } from './philox'

const counter = new Uint32Array(4)
const key = new Uint32Array(2)
const words = new Uint32Array(4)

const TWO_20 = 1048576
const TWO_MINUS_52 = 1 / 4503599627370496

/** A draw address with seed and purpose already made the key of Philox (`setKey`). */
export interface KeyedAddress {
  readonly key0: number
  readonly key1: number
  readonly row: number
  readonly layer: number
  readonly step: number
}

/**
 * out[column] = (n + 1/2) / 2^52 with n a 52-bit draw: uniform on the open interval (0, 1), symmetric about 1/2,
 * for column in [0, count). Counter: (column >> 1, row, layer, step); one block serves two columns.
 */
export function fillUnitUniforms(out: Float64Array, count: number, address: DrawAddress): void {
  fillKeyedUniforms(out, count, keyed(address))
}

/**
 * out[column] = inverse normal distribution function of the uniform that `fillUnitUniforms` draws at the same address:
 * N(0, 1), and larger exactly where the uniform is larger, so uniform and normal schemes are paired.
 */
export function fillUnitNormals(out: Float64Array, count: number, address: DrawAddress): void {
  fillKeyedNormals(out, count, keyed(address))
}

export function fillKeyedUniforms(out: Float64Array, count: number, address: KeyedAddress): void {
  key[0] = address.key0
  key[1] = address.key1
  counter[1] = address.row
  counter[2] = address.layer
  counter[3] = address.step
  for (let column = 0; column < count; column += 2) {
    counter[0] = column >>> 1
    philox(counter, key, words)
    out[column] = openUnit(words[0], words[1])
    if (column + 1 < count) out[column + 1] = openUnit(words[2], words[3])
  }
}

export function fillKeyedNormals(out: Float64Array, count: number, address: KeyedAddress): void {
  fillKeyedUniforms(out, count, address)
  for (let column = 0; column < count; column += 1) out[column] = normalQuantile(out[column])
}

function keyed({ seed, purpose, row, layer, step }: DrawAddress): KeyedAddress {
  setKey(key, seed, purpose)
  return { key0: key[0], key1: key[1], row, layer, step }
}

function openUnit(high: number, low: number): number {
  return (high * TWO_20 + (low >>> 12) + 0.5) * TWO_MINUS_52
}
