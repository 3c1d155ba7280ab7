/** A text of at most so many letters: its middle gives way, as beginnings and ends tell labels apart. */
export function shortenedInMiddle(text: string, letters: number): string {
  if (text.length <= letters) return text
  const kept = Math.max(2, letters - 1)
  const head = Math.ceil(kept / 2)
  return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - (kept - head)).trimStart()}`
}
