import { createHash } from 'node:crypto'
import type { LayerParameters } from '@core/training'

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function learned({ weights, bias, others }: LayerParameters): readonly Float32Array[] {
  return [weights, bias, ...others]
}

/** Numbers that are gathered before they are hashed: a call of the hash costs as much as hashing a kilobyte. */
const GATHERED = 1_000_000

/** Everything in one piece; large arrays each as it stands, because a copy of them takes as long as their hash. */
function piecesOf(arrays: readonly Float32Array[]): readonly Float32Array[] {
  const length = arrays.reduce((sum, array) => sum + array.length, 0)
  if (length > GATHERED) return arrays
  const values = new Float32Array(length)
  let at = 0
  for (const array of arrays) {
    values.set(array, at)
    at += array.length
  }
  return [values]
}

function littleEndianBytes(values: Float32Array): Uint8Array {
  if (LITTLE_ENDIAN) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return Buffer.from(values.slice().buffer).swap32()
}

/**
 * sha256 of the learned float32 numbers, layer by layer, little endian, lower-case hex: W row-major, b, then gamma and
 * beta of a normalization, the slope of prelu, and the multiplier of a residual branch, where the layer has them.
 */
export function weightsHash(parameters: readonly LayerParameters[]): string {
  const hash = createHash('sha256')
  for (const piece of piecesOf(parameters.flatMap(learned))) hash.update(littleEndianBytes(piece))
  return hash.digest('hex')
}
