import { setKey, type DrawAddress } from './draw-address'
import { philox } from './philox'
import type { KeyedAddress } from './unit-draws'

const counter = new Uint32Array(4)
const key = new Uint32Array(2)
const words = new Uint32Array(4)
const TWO_32 = 4294967296

/**
 * Puts a uniformly random permutation of 0..order.length-1 into `order` (Fisher-Yates from the end).
 * The draw for position i is word i mod 4 of block (i >> 2, row, layer, step); a word that would favour some values
 * is refused and replaced by the same word of the block with the next attempt in the top byte of the first counter word.
 * Source: Knuth, The Art of Computer Programming 2, algorithm 3.4.2P.
 */
export function permute(order: Int32Array, address: DrawAddress): void {
  setKey(key, address.seed, address.purpose)
  shuffleTail(order, 1, address)
}

/** As `permute`, its key already made. */
export function permuteKeyed(order: Int32Array, address: KeyedAddress): void {
  key[0] = address.key0
  key[1] = address.key1
  shuffleTail(order, 1, address)
}

/**
 * As `permute`, but only the last `chosen` places of `order` are final: a uniform choice without replacement.
 */
export function permuteLast(order: Int32Array, chosen: number, address: DrawAddress): void {
  setKey(key, address.seed, address.purpose)
  shuffleTail(order, Math.max(1, order.length - chosen), address)
}

function shuffleTail(
  order: Int32Array,
  firstFinal: number,
  { row, layer, step }: Pick<DrawAddress, 'row' | 'layer' | 'step'>,
): void {
  for (let index = 0; index < order.length; index += 1) order[index] = index
  counter[1] = row
  counter[2] = layer
  counter[3] = step
  let block = -1
  for (let index = order.length - 1; index >= firstFinal; index -= 1) {
    if (index >>> 2 !== block) {
      block = index >>> 2
      drawBlock(block, 0)
    }
    const other = boundedDraw(index, index + 1)
    const held = order[index]
    order[index] = order[other]
    order[other] = held
  }
}

/** Uniform on 0..range-1 for position `index`, whose first block stands in `words`. */
function boundedDraw(index: number, range: number): number {
  const limit = TWO_32 - (TWO_32 % range)
  const place = index & 3
  let word = words[place]
  if (word < limit) return word % range
  for (let attempt = 1; word >= limit; attempt += 1) {
    drawBlock(index >>> 2, attempt)
    word = words[place]
  }
  drawBlock(index >>> 2, 0)
  return word % range
}

function drawBlock(block: number, attempt: number): void {
  counter[0] = block + attempt * 0x1000000
  philox(counter, key, words)
}
