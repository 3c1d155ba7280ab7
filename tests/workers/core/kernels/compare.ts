import type { Tensors } from './kernel-case'

/** Differences between two sets of outputs; all NaN count as one, 0 and -0 do not. */
export function differentBits(actual: Tensors, expected: Tensors): string[] {
  return Object.entries(expected).flatMap(([name, values]) =>
    values.flatMap((value, flat) => {
      const other = actual[name]?.[flat]
      return Object.is(other, value) ? [] : [`${name}[${flat}]: ${String(other)} is not ${value}`]
    }),
  )
}

/**
 * Differences from a formula: NaN and infinities as they are, the sign of a 0 unless `anyZero`, finite numbers within
 * `tolerance` of the largest finite one of their output.
 */
export function farFrom(actual: Tensors, expected: Tensors, tolerance: number, anyZero: boolean): string[] {
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return [...names].flatMap((name) => {
    const wanted = expected[name]
    const got = actual[name]
    if (wanted === undefined || got === undefined) return [`${name} is only on one side`]
    const size = Math.max(0, ...wanted.filter(Number.isFinite).map(Math.abs))
    const limit = tolerance * size + 2 ** -148
    return wanted.flatMap((value, flat) => {
      const other = got[flat]!
      const near =
        value === 0 && other === 0
          ? anyZero || Object.is(value, other)
          : Number.isFinite(value)
            ? Math.abs(other - value) <= limit
            : Object.is(other, value)
      return near ? [] : [`${name}[${flat}]: ${other} instead of ${value} within ${limit}`]
    })
  })
}
