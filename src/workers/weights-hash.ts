import { createHash } from 'node:crypto'
import type { LayerParameters } from '@core/train'

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function littleEndianBytes(values: Float32Array): Uint8Array {
  const copy = new Uint8Array(values.byteLength)
  copy.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return LITTLE_ENDIAN ? copy : Buffer.from(copy.buffer).swap32()
}

/** sha256 of the float32 weights, layer by layer, W row-major then b, little endian; lower-case hex. */
export function weightsHash(parameters: readonly LayerParameters[]): string {
  const hash = createHash('sha256')
  for (const { weights, bias } of parameters) {
    hash.update(littleEndianBytes(weights))
    hash.update(littleEndianBytes(bias))
  }
  return hash.digest('hex')
}
