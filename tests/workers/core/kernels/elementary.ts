import { openInstance } from '@core/kernels/simd/instance'

const START = 65_536
const { exports, grow } = openInstance()

type ElementaryName = 'mapExp' | 'mapExpm1' | 'mapLog' | 'mapLog1p' | 'mapNormalDistribution'

/** One of the elementary functions of kernels.wasm, by itself. */
export function elementary(name: ElementaryName, x: Float32Array): Float32Array {
  const length = Math.ceil(x.length / 4) * 4
  const out = START + 4 * length
  const memory = new Float32Array(grow(START + 8 * length))
  memory.set(x, START / 4)
  exports[name](START, out, length)
  return memory.slice(out / 4, out / 4 + x.length)
}
