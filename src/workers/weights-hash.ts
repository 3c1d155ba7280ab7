import { createHash } from 'node:crypto'
import type { LayerParameters } from '@core/training'

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function learned({ weights, bias, others }: LayerParameters): readonly Float32Array[] {
  return [weights, bias, ...others]
}

/** All numbers after one another, little endian: one call of the hash costs as much as hashing a kilobyte. */
function littleEndianBytes(arrays: readonly Float32Array[]): Uint8Array {
  const values = new Float32Array(arrays.reduce((length, array) => length + array.length, 0))
  let at = 0
  for (const array of arrays) {
    values.set(array, at)
    at += array.length
  }
  return LITTLE_ENDIAN ? new Uint8Array(values.buffer) : Buffer.from(values.buffer).swap32()
}

/**
 * sha256 of the learned float32 numbers, layer by layer, little endian, lower-case hex: W row-major, b, then gamma and
 * beta of a normalization, the slope of prelu, and the multiplier of a residual branch, where the layer has them.
 */
export function weightsHash(parameters: readonly LayerParameters[]): string {
  return createHash('sha256')
    .update(littleEndianBytes(parameters.flatMap(learned)))
    .digest('hex')
}
