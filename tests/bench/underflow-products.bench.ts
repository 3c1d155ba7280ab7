import { test } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { denseWorkspaceBytes, panelCount, panelNumbers, weightNumbers } from '@core/kernels/layout'
import { machineLine, print } from './machine'

const ROUNDS = 7
const WIDTH = 128
const SAMPLES = 128

/** Values of one size with all signs and some spread. */
function fill(values: Float32Array, start: number, count: number, size: number): void {
  for (let place = 0; place < count; place++) {
    values[start + place] = size * (((place * 7919) % 1009) / 504.5 - 1)
  }
}

test('matrix products whose terms underflow', () => {
  const { kernels, heap } = openMachine('simd')
  const tensorBytes = 4 * panelNumbers(SAMPLES, 1, WIDTH)
  const weightBytes = 4 * weightNumbers(WIDTH, WIDTH)
  const workspaceBytes = denseWorkspaceBytes(SAMPLES, 1, WIDTH, WIDTH)
  heap.reserve(3 * tensorBytes + 2 * weightBytes + workspaceBytes + 8192)
  const [x, delta, z] = [heap.allocate(tensorBytes), heap.allocate(tensorBytes), heap.allocate(tensorBytes)]
  const [weights, gradient] = [heap.allocate(weightBytes), heap.allocate(weightBytes)]
  const bias = heap.allocate(4 * WIDTH)
  const workspace = heap.allocate(workspaceBytes)
  const panels = panelCount(SAMPLES)
  const products = {
    forward: () => kernels.denseForward(x, weights, bias, z, panels, WIDTH, WIDTH),
    'input gradient': () => kernels.denseInputGradient(delta, weights, z, 0, panels, WIDTH, WIDTH, workspace),
    'weight gradient': () =>
      kernels.denseWeightGradient(x, delta, gradient, 0, WIDTH, SAMPLES, 1, WIDTH, WIDTH, workspace),
  }
  const kinds = {
    ordinary: [1, 1],
    'terms underflow to subnormal numbers': [1e-20, 1e-20],
    'operands are subnormal': [1e-40, 1],
    'terms underflow to zero': [1e-30, 1e-30],
  } as const
  print(
    `\nMatrix products of ${String(SAMPLES)} x ${String(WIDTH)} x ${String(WIDTH)}, least of ${String(ROUNDS)} rounds, microseconds. ${machineLine()}\n`,
  )
  print(`| | ${Object.keys(products).join(' | ')} |`)
  print('| --- | --: | --: | --: |')
  const least = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, [signal, weight]] of Object.entries(kinds)) {
      fill(heap.f32, x / 4, tensorBytes / 4, signal)
      // The weight gradient multiplies x and delta: together they are as small as x and the weights.
      fill(heap.f32, delta / 4, tensorBytes / 4, kind === 'operands are subnormal' ? 1 : signal)
      fill(heap.f32, weights / 4, weightBytes / 4, weight)
      for (const [name, product] of Object.entries(products)) {
        const key = `${kind} ${name}`
        for (let repeat = 0; repeat < 5; repeat++) {
          const start = performance.now()
          for (let count = 0; count < 50; count++) product()
          least.set(key, Math.min(least.get(key) ?? Infinity, (performance.now() - start) * 20))
        }
      }
    }
  }
  for (const kind of Object.keys(kinds)) {
    const cells = Object.keys(products).map((name) => {
      const time = least.get(`${kind} ${name}`) ?? NaN
      const times = time / (least.get(`ordinary ${name}`) ?? NaN)
      return `${time.toFixed(0)} (${times.toFixed(2)} x)`
    })
    print(`| ${kind} | ${cells.join(' | ')} |`)
  }
})
