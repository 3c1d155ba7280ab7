/**
 * One-sided exact Mann-Whitney test: the probability, if both samples come from one distribution, of at most as many pairs
 * with a > b (a tie counts one half) as were seen; small when `a` is smaller. Counts the orders of the ranks, ties at their
 * mid-ranks, so a diverged trial is Infinity and as bad as another. Source: Mann and Whitney 1947; Streitberg and Röhmel 1986.
 */
export function probabilityOfSmaller(a: readonly number[], b: readonly number[]): number {
  const ranks = midRanks([...a, ...b])
  const seen = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0)
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  // ways[k][s]: subsets of k of the ranks so far whose sum is s; ranks are doubled, so that mid-ranks are whole.
  const ways = Array.from({ length: a.length + 1 }, () => new Float64Array(total + 1))
  const [none] = ways
  if (none !== undefined) none[0] = 1
  for (const rank of ranks) {
    for (let size = a.length; size > 0; size -= 1) {
      const [row, before] = [ways[size], ways[size - 1]]
      if (row === undefined || before === undefined) continue
      for (let sum = total; sum >= rank; sum -= 1) row[sum] = (row[sum] ?? 0) + (before[sum - rank] ?? 0)
    }
  }
  const all = ways[a.length] ?? new Float64Array(0)
  const count = (upTo: number): number => all.subarray(0, upTo + 1).reduce((sum, number) => sum + number, 0)
  return count(seen) / count(total)
}

/** Twice the mid-rank of each value; NaN counts as Infinity. */
function midRanks(values: readonly number[]): readonly number[] {
  const worst = values.map((value) => (Number.isNaN(value) ? Infinity : value))
  return worst.map((value) => {
    const smaller = worst.filter((other) => other < value).length
    const equal = worst.filter((other) => other === value).length
    return 2 * smaller + equal + 1
  })
}
