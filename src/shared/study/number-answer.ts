const DECIMAL = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i

/** A typed number: with a point or a comma, with an exponent, per cent, or as a fraction such as 1/8; null for anything else. */
export function parseNumber(text: string): number | null {
  const typed = text.replaceAll(/\s/g, '').replaceAll('−', '-')
  if (typed.endsWith('%')) return scaled(parseNumber(typed.slice(0, -1)), 100)
  const [above = '', below] = typed.split('/')
  if (below === undefined) return decimal(typed)
  const divisor = decimal(below)
  return divisor === null || divisor === 0 || typed.split('/').length > 2
    ? null
    : scaled(decimal(above), divisor)
}

/** What a typed answer is held to. */
export interface NumberWanted {
  readonly answer: number
  /** Share of the answer that may be off. */
  readonly tolerance: number
  readonly unit: string | null
}

const THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/

/**
 * A typed answer to a question of numbers: its unit may be typed too, and 2,304 is read as thousands where that is right and as a
 * decimal where not; null for no number.
 */
export function readAnswer(text: string, { answer, tolerance, unit }: NumberWanted): number | null {
  const typed = withoutUnit(text.trim(), unit)
  const plain = parseNumber(typed)
  if (!THOUSANDS.test(typed)) return plain
  const grouped = Number(typed.replaceAll(',', ''))
  return plain === null || isCloseEnough(grouped, answer, tolerance) ? grouped : plain
}

function withoutUnit(typed: string, unit: string | null): string {
  const isThere = unit !== null && typed.toLowerCase().endsWith(unit.toLowerCase())
  return isThere ? typed.slice(0, -unit.length).trim() : typed
}

function decimal(text: string): number | null {
  if (!DECIMAL.test(text)) return null
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}

function scaled(value: number | null, divisor: number): number | null {
  return value === null ? null : value / divisor
}

/**
 * Whether a number is right: |given - answer| <= tolerance |answer|, and a millionth of a millionth more for what decimals cannot
 * hold. An answer of 0 takes 0.
 */
export function isCloseEnough(given: number, answer: number, tolerance: number): boolean {
  return Math.abs(given - answer) <= tolerance * Math.abs(answer) + 1e-12 * Math.max(1, Math.abs(answer))
}

/** A number as an answer is shown: four significant digits, no trailing zeros. */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return 'none'
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)))
}
