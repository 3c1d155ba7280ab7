import binary from './kernels.wasm?url&inline'
import type { SimdExports } from './simd-exports'

/** The compiled kernels on a memory of their own. */
export interface Instance {
  readonly exports: SimdExports
  /** Makes the memory at least `bytes` long. @throws RangeError when there is not that much. */
  readonly grow: (bytes: number) => ArrayBuffer
}

const PAGE = 65_536

/** Of this thread; compiled when the first machine is opened, after the engine's switches are set. */
let compiled: WebAssembly.Module | null = null

export function openInstance(): Instance {
  compiled ??= new WebAssembly.Module(bytesOf(binary))
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance<SimdExports>(compiled, { env: { memory } })
  return {
    exports,
    grow: (bytes) => {
      const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
      if (pages > 0) memory.grow(pages)
      return memory.buffer
    },
  }
}

/** The content of a data URL in base64. */
function bytesOf(url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
}
