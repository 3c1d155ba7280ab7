/**
 * Random numbers for resampling: never for anything that makes a trial's bits (those draws are the core's). xoshiro128** of
 * Blackman and Vigna (2021, 10.1145/3460772), its state filled by SplitMix64 (Steele et al. 2014, 10.1145/2660193.2660195).
 * The same seed gives the same numbers on every machine: all of it is 32-bit integer arithmetic.
 */
export class RandomStream {
  private a: number
  private b: number
  private c: number
  private d: number

  /** @param state four words, not all zero */
  private constructor(state: readonly [number, number, number, number]) {
    ;[this.a, this.b, this.c, this.d] = state
  }

  /** @param seed a safe integer of any sign */
  static ofSeed(seed: number): RandomStream {
    const [first, second] = splitMix64(BigInt(seed), 2)
    return RandomStream.ofState([low(first), high(first), low(second), high(second)])
  }

  /**
   * The stream at a given state, as the published test values start.
   * @throws RangeError for four zeros, from where the generator never moves
   */
  static ofState(state: readonly [number, number, number, number]): RandomStream {
    if (state.every((word) => word === 0)) throw new RangeError('the state must not be all zero')
    return new RandomStream(state)
  }

  /** A whole number in [0, 2^32). */
  word(): number {
    const scaled = Math.imul(this.b, 5)
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result
  }

  /**
   * A whole number in [0, bound), each equally likely, for bounds up to 2^21: the upper word of word * bound, and another word in the
   * few cases that would make some numbers likelier (Lemire 2019, 10.1145/3230636). The product is exact in a double.
   */
  below(bound: number): number {
    for (;;) {
      const product = this.word() * bound
      const upper = Math.floor(product / TWO_32)
      const lower = product - upper * TWO_32
      if (lower >= bound || lower >= TWO_32 % bound) return upper
    }
  }

  /** A multiple of 2^-53 in [0, 1). */
  unit(): number {
    const upper = this.word() >>> 5
    const lower = this.word() >>> 6
    return (upper * 67108864 + lower) / 9007199254740992
  }
}

const TWO_32 = 4294967296
const MASK_64 = (1n << 64n) - 1n

function low(word: bigint | undefined): number {
  return Number((word ?? 0n) & 0xffffffffn)
}

function high(word: bigint | undefined): number {
  return Number((word ?? 0n) >> 32n)
}

/** The first `count` numbers of SplitMix64, each in [0, 2^64). */
export function splitMix64(seed: bigint, count: number): readonly bigint[] {
  let state = seed & MASK_64
  return Array.from({ length: count }, () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK_64
    let mixed = state
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK_64
    return mixed ^ (mixed >> 31n)
  })
}
