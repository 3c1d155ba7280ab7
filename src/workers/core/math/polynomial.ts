/** coefficients[0] + coefficients[1] x + ... by Horner's rule, from the highest power down. */
export function evaluatePolynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let index = coefficients.length - 1; index >= 0; index -= 1) value = value * x + coefficients[index]
  return value
}
