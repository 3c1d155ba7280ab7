import { createHash } from 'node:crypto'
import type { LayerParameters } from '@core/training'

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function littleEndianBytes(values: Float32Array): Uint8Array {
  const copy = new Uint8Array(values.byteLength)
  copy.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return LITTLE_ENDIAN ? copy : Buffer.from(copy.buffer).swap32()
}

/**
 * sha256 of the learned float32 numbers, layer by layer, little endian, lower-case hex: W row-major, b, then gamma and
 * beta of a normalization, the slope of prelu, and the multiplier of a residual branch, where the layer has them.
 */
export function weightsHash(parameters: readonly LayerParameters[]): string {
  const hash = createHash('sha256')
  for (const { weights, bias, others } of parameters) {
    for (const values of [weights, bias, ...others]) hash.update(littleEndianBytes(values))
  }
  return hash.digest('hex')
}
