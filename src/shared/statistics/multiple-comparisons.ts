/**
 * Holm's adjusted p values, in the order given: for the i-th smallest of m, the largest of (m - j + 1) p_(j) over j <= i, at
 * most 1. Rejecting where it is <= alpha keeps the chance of any false rejection at alpha, whatever the dependence.
 * Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
 * @param count comparisons that belong together, when more were made than are given; at least p.length
 */
export function holm(p: readonly number[], count: number = p.length): readonly number[] {
  const adjusted = new Array<number>(p.length).fill(1)
  let largest = 0
  ascending(p).forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, (Math.max(count, p.length) - place) * (p[index] ?? 1)))
    adjusted[index] = largest
  })
  return adjusted
}

/**
 * Benjamini and Hochberg's adjusted p values, in the order given: for the i-th smallest of m, the smallest of m p_(j) / j over
 * j >= i, at most 1. Rejecting where it is <= q keeps the expected share of false ones among the rejections at q, for independent
 * or positively dependent tests. Source: Benjamini and Hochberg 1995 (10.1111/j.2517-6161.1995.tb02031.x).
 */
export function benjaminiHochberg(p: readonly number[]): readonly number[] {
  const adjusted = new Array<number>(p.length).fill(1)
  const order = ascending(p)
  let smallest = 1
  for (let place = p.length; place > 0; place--) {
    const index = order[place - 1] ?? 0
    smallest = Math.min(smallest, (p.length / place) * (p[index] ?? 1))
    adjusted[index] = smallest
  }
  return adjusted
}

/** Indices by value, smallest first; equal values keep their order. */
function ascending(p: readonly number[]): readonly number[] {
  return p.map((_, index) => index).sort((left, right) => (p[left] ?? 1) - (p[right] ?? 1))
}
