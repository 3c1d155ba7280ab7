/**
 * A zero of a continuous f between `low` and `high`, where f has opposite signs or is 0 at an end: bisection, with steps of
 * false position in between (Illinois), until the bracket is shorter than `tolerance` times its larger end.
 */
export function rootBetween(f: (x: number) => number, low: number, high: number, tolerance = 1e-14): number {
  let a = low
  let b = high
  let atA = f(a)
  let atB = f(b)
  if (atA === 0) return a
  if (atB === 0) return b
  for (let round = 0; round < 200; round += 1) {
    if (Math.abs(b - a) <= tolerance * Math.max(Math.abs(a), Math.abs(b))) break
    const secant = b - (atB * (b - a)) / (atB - atA)
    const x = round % 3 === 2 || !Number.isFinite(secant) ? (a + b) / 2 : secant
    const atX = f(x)
    if (atX === 0) return x
    if (atX < 0 === atB < 0) {
      atA /= 2
    } else {
      a = b
      atA = atB
    }
    b = x
    atB = atX
  }
  return b
}
