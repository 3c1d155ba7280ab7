const SPECIAL = [0, -0, NaN, Infinity, -Infinity, 1, -1, 2 ** -149, -(2 ** -149), 2 ** -126, -(2 ** -126)]

/**
 * Every sign and exponent of float32 (subnormals, infinities and NaN with them), each with `mantissas` mantissas: the two
 * ends and a scatter between that differs from exponent to exponent. Filled up with zeros to a multiple of 16.
 */
export function allExponents(mantissas: number): Float32Array {
  const words: number[] = []
  for (let high = 0; high < 512; high += 1) {
    for (let index = 0; index < mantissas; index += 1) {
      const scatter = Math.imul(high * mantissas + index, 0x9e3779b1) >>> 9
      words.push((high << 23) | (index === 0 ? 0 : index === 1 ? 0x7fffff : scatter))
    }
  }
  const values = new Float32Array(Math.ceil((words.length + SPECIAL.length) / 16) * 16)
  new Int32Array(values.buffer).set(words)
  values.set(SPECIAL, words.length)
  return values
}

/** `count` (a multiple of 16) evenly spread float32 from `low` to `high`. */
export function spread(low: number, high: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1))
}

/** Bits of a float32 with all NaN made equal. */
export function bitsOf(values: Float32Array): Int32Array {
  const bits = new Int32Array(values.slice().buffer)
  for (let index = 0; index < values.length; index += 1) {
    if (Number.isNaN(values[index])) bits[index] = 0x7fc00000
  }
  return bits
}
