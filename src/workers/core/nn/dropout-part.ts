import { setKey } from '../random/draw-address'
import { allocateSignal, signalOperations, type Part, type Wire, type Workbench } from './part'

const WORDS = 4294967296

/**
 * Inverted dropout: while training out = mask h, mask 0 for the share dropped and 1 / (1 - share) else; out = h when
 * evaluating. The mask is a function of (seed, layer, step, sample, feature) alone, so two configurations drop the same.
 */
export function createDropout(
  bench: Workbench,
  share: number,
  address: { readonly seed: number; readonly layer: number },
  input: Wire,
): { readonly part: Part; readonly output: Wire } {
  const { kernels } = bench.machine
  const { positions, features } = input.value
  const numbers = signalOperations(input.value)
  const value = allocateSignal(bench, bench.capacity.evaluate, positions, features)
  const mask = allocateSignal(bench, bench.capacity.train, positions, features).values
  const threshold = Math.min(WORDS - 1, Math.round(share * WORDS))
  const keepScale = Math.fround(1 / (1 - share))
  const key = new Uint32Array(2)
  setKey(key, address.seed, 'dropout')
  const [key0, key1] = key
  const h = input.value.values
  const out = value.values
  const delta = input.gradient.values
  const part: Part = {
    operations: numbers,
    forward: (samples, panels, mode, step) => {
      if (mode === 'evaluate') {
        kernels.scale(out, h, 1, panels * numbers)
        return
      }
      kernels.dropoutMask(
        mask,
        samples,
        positions,
        features,
        key0,
        key1,
        address.layer,
        step,
        threshold,
        keepScale,
      )
      kernels.multiply(out, h, mask, panels * numbers)
    },
    backward: (_, panels) => {
      kernels.multiply(delta, delta, mask, panels * numbers)
    },
  }
  return { part, output: { value, gradient: input.gradient } }
}
