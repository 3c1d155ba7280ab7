const LOWEST = -1022
const HIGHEST = 1023

/** POWERS[k + 1022] = 2^k for every normal double, by repeated exact doubling and halving. */
const POWERS = new Float64Array(HIGHEST - LOWEST + 1)
POWERS[-LOWEST] = 1
for (let exponent = 1; exponent <= HIGHEST; exponent += 1) {
  POWERS[exponent - LOWEST] = POWERS[exponent - 1 - LOWEST] * 2
}
for (let exponent = -1; exponent >= LOWEST; exponent -= 1) {
  POWERS[exponent - LOWEST] = POWERS[exponent + 1 - LOWEST] / 2
}

/** x 2^exponent, rounded once, for x of size about 1 and a whole exponent in [-1100, 1024]. */
export function scaleByPowerOfTwo(x: number, exponent: number): number {
  if (exponent > HIGHEST) return x * POWERS[HIGHEST - LOWEST] * 2
  if (exponent < LOWEST) return x * POWERS[exponent + 200 - LOWEST] * POWERS[-200 - LOWEST]
  return x * POWERS[exponent - LOWEST]
}
