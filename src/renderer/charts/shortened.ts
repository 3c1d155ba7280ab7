/** Letters before the gap that still begin a name. */
const LEAST_HEAD = 2

/** How many letters all of these texts begin with. */
export function commonBeginning(texts: readonly string[]): number {
  const [first = '', ...others] = texts
  const until = (other: string): number => {
    let place = 0
    while (place < first.length && first[place] === other[place]) place++
    return place
  }
  return others.reduce(
    (least, other) => Math.min(least, until(other)),
    others.length === 0 ? 0 : first.length,
  )
}

/**
 * A text of at most so many letters: its middle gives way, as beginnings and ends tell names apart.
 * @param common letters that all names begin with: where they are enough, the gap lies in them and hides nothing that differs
 */
export function shortenedInMiddle(text: string, letters: number, common = 0): string {
  if (text.length <= letters) return text
  const kept = Math.max(2, letters - 1)
  const inCommon = common - (text.length - kept)
  const head = inCommon >= LEAST_HEAD ? Math.min(inCommon, Math.ceil(kept / 2)) : Math.ceil(kept / 2)
  return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - (kept - head)).trimStart()}`
}
