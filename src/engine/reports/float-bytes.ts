const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function swapFloats(bytes: Uint8Array): Uint8Array {
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse()
  return bytes
}

/** A copy of the values as little endian float32, every bit kept (payloads of NaN included). */
export function floatsToBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
  return hostIsLittleEndian ? bytes : swapFloats(bytes)
}

/** A copy of `count` little endian float32 values from byte `offset` on. */
export function bytesToFloats(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const copy = new Uint8Array(count * 4)
  copy.set(bytes.subarray(offset, offset + count * 4))
  return new Float32Array((hostIsLittleEndian ? copy : swapFloats(copy)).buffer)
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
