import { test } from 'vitest'
import { machineLine, print } from './machine'
import { measureUnderflow } from './underflow'

/** With weights 0.01 randn a layer of width 64 passes on 6 % of its input: the depth decides how small numbers get. */
const DEPTHS = [10, 20, 25, 28, 30, 32, 34, 36, 40, 60]

test('what subnormal numbers cost', () => {
  print(`\nA training step of 64-64xDEPTH-10, batch 64, SGD: 0.01 randn against he-normal. ${machineLine()}`)
  for (const depth of DEPTHS) {
    const { milliseconds, healthyMilliseconds, subnormal } = measureUnderflow(depth, 0.01)
    const shares = Object.entries(subnormal).map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`)
    print(
      `depth ${String(depth).padStart(2)}: ${milliseconds.toFixed(3)} ms, healthy ${healthyMilliseconds.toFixed(3)} ms, ` +
        `${(milliseconds / healthyMilliseconds).toFixed(2)} times; subnormal: ${shares.join(', ')}`,
    )
  }
})
