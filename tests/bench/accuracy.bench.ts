import { test } from 'vitest'
import { ACCURACY_CASES, measureAccuracy } from '../workers/core/kernels/accuracy'
import { print } from './machine'

test('errors of the float32 functions', () => {
  print('\nWorst error of each function against the float64 functions of the core; bounds: docs/numerics.md')
  for (const described of ACCURACY_CASES) {
    const { name, range, worst, unitName, at, bound } = measureAccuracy(described, 4096, 2 ** 21)
    print(
      `${name.padEnd(16)} ${range.padEnd(28)} ${worst.toFixed(2).padStart(6)} ${unitName.padEnd(6)} at ${String(at).padEnd(26)} stated ${bound}`,
    )
  }
})
