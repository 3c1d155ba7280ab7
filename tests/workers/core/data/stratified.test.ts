import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRows, stratifiedCounts, subsetRows } from '@core/data/stratified'

/** Labels of at least 2 samples for each of 2 to 6 classes, mixed by a fixed stride. */
const labels = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 2, maxLength: 6 }).map((counts) => {
  const y = counts.flatMap((count, label) => new Array<number>(count).fill(label))
  return { y: mix(y), counts }
})

function mix(y: readonly number[]): Int32Array {
  const mixed = [...y]
  for (let k = mixed.length - 1; k > 0; k--) {
    const other = (k * 7919) % (k + 1)
    ;[mixed[k], mixed[other]] = [mixed[other]!, mixed[k]!]
  }
  return Int32Array.from(mixed)
}

function count(y: Int32Array, rows: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const row of rows) counts[y[row]!]!++
  return counts
}

test('a split has every row once and a fifth of every class for testing', () => {
  fc.assert(
    fc.property(labels, ({ y, counts }) => {
      const { train, test } = splitRows(y, counts.length)
      expect([...train, ...test].sort((a, b) => a - b)).toEqual([...y.keys()])
      const tested = count(y, test, counts.length)
      for (const [label, n] of counts.entries()) {
        expect(tested[label]).toBe(Math.min(n - 1, Math.max(1, Math.floor(n * 0.2 + 0.5))))
      }
    }),
  )
})

test('a subset has exactly n rows, every class, and shares within one sample of the whole', () => {
  fc.assert(
    fc.property(labels, fc.double({ min: 0, max: 1, noNaN: true }), ({ y, counts }, share) => {
      const n = counts.length + Math.floor(share * (y.length - counts.length))
      const rows = subsetRows(y, counts.length, n)
      expect(rows.length).toBe(n)
      expect(new Set(rows).size).toBe(n)
      const chosen = count(y, rows, counts.length)
      expect(chosen).toEqual(stratifiedCounts(counts, n))
      for (const [label, total] of counts.entries()) {
        expect(chosen[label]).toBeGreaterThanOrEqual(1)
        expect(chosen[label]).toBeLessThanOrEqual(total)
      }
    }),
  )
})

test('largest remainders', () => {
  expect(stratifiedCounts([50, 30, 20], 10)).toEqual([5, 3, 2])
  expect(stratifiedCounts([1, 1, 98], 3)).toEqual([1, 1, 1])
  expect(stratifiedCounts([34, 33, 33], 4)).toEqual([2, 1, 1])
  expect(stratifiedCounts([5, 5], 10)).toEqual([5, 5])
})

test('half a million rows are split without filling the stack', () => {
  const { train, test } = splitRows(
    Int32Array.from({ length: 500_000 }, (_, k) => k % 2),
    2,
  )
  expect([train.length, test.length]).toEqual([400_000, 100_000])
})
