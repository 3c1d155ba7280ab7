import fc from 'fast-check'

/** Batches about the 16 samples of a panel: a single one, less than a panel, several and a part. */
export const batch = fc.oneof(fc.constantFrom(1, 2, 15, 16, 17, 32, 33), fc.integer({ min: 1, max: 70 }))

/** Widths about the 8 features that padding comes in. */
export const width = fc.oneof(fc.constantFrom(1, 2, 7, 8, 9, 16, 17), fc.integer({ min: 1, max: 70 }))

export const positions = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 }))

/** Counts of the elementwise kernels: whole lines of 8 or 16. */
export function multiplesOf(unit: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 12 }).map((lines) => lines * unit)
}

export const channels = fc.oneof(fc.constantFrom(1, 3, 8), fc.integer({ min: 1, max: 19 }))

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** Terms added in ascending order, from 0. */
export function sumOver(count: number, term: (index: number) => number): number {
  let sum = 0
  for (let index = 0; index < count; index += 1) sum += term(index)
  return sum
}

/** Sum over samples and positions. */
export function sumOverBatch(
  { samples, positions }: { readonly samples: number; readonly positions: number },
  term: (sample: number, position: number) => number,
): number {
  return sumOver(samples, (sample) => sumOver(positions, (position) => term(sample, position)))
}
