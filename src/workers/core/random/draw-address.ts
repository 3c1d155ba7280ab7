/**
 * What a draw is for. The numbers are part of every result: never reuse or change one, only add.
 * `weights` serves every scheme, the orthogonal ones included, so that all schemes share their unit draws.
 */
export const PURPOSES = {
  weights: 1,
  bias: 2,
  'data-order': 3,
  'sparse-mask': 4,
  'data-split': 5,
  dataset: 6,
  probe: 7,
  dropout: 8,
  jacobian: 9,
} as const
export type Purpose = keyof typeof PURPOSES

/**
 * Where a row of draws lives. Draw number `column` of the row depends on these five and on `column`, on nothing else.
 * All are whole numbers: seed in [0, 2^53), the others in [0, 2^32).
 */
export interface DrawAddress {
  readonly seed: number
  readonly purpose: Purpose
  /** Weight layer 1..L+1; 0 where there is none. */
  readonly layer: number
  /** Output unit of a weight matrix; 0 where there is none. */
  readonly row: number
  /** Epoch or step; 0 for what is drawn once. */
  readonly step: number
}

const TWO_32 = 4294967296
const PURPOSE_LIMIT = 256

/**
 * Philox key of a seed and a purpose: (low 32 bits of the seed, high 21 bits of the seed * 256 + purpose), one to one.
 * @throws when the seed is not a whole number in [0, 2^53).
 */
export function setKey(key: Uint32Array, seed: number, purpose: Purpose): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`A seed is a whole number in [0, 2^53), not ${String(seed)}`)
  }
  key[0] = seed % TWO_32
  key[1] = Math.floor(seed / TWO_32) * PURPOSE_LIMIT + PURPOSES[purpose]
}
