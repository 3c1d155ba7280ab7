const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

/** `-12` as `⁻¹²`. */
function superscript(exponent: number): string {
  return String(exponent).replaceAll(/[-0-9]/g, (character) => SUPERSCRIPTS[character] ?? character)
}

/**
 * A measured number with its significant digits: `0.203`, `2.30`, `1.2×10⁻⁵`. An infinite one says what it
 * means, `diverged`; NaN (no value yet) is a dash.
 */
export function formatMeasure(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return 'diverged'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 0.001 && size < 10_000) {
    const text = value.toPrecision(digits)
    // More digits before the point than are significant.
    return text.includes('e') ? String(Math.round(value)) : text
  }
  const [mantissa = '', exponent = ''] = value.toExponential(Math.max(0, digits - 2)).split('e')
  return `${mantissa}×10${superscript(Number(exponent))}`
}

/** `[0.17, 0.24]`; empty when there is no value yet. */
export function formatInterval(low: number, high: number, digits = 3): string {
  if (Number.isNaN(low) || Number.isNaN(high)) return ''
  return `[${formatMeasure(low, digits)}, ${formatMeasure(high, digits)}]`
}

export interface CountedQuartiles {
  readonly median: number
  readonly q25: number
  readonly q75: number
  /** Values behind them. */
  readonly n: number
}

/** `0.20 [0.17, 0.24]`; the value alone where there is one, and one word when the median itself diverged. */
export function formatMedian({ median, q25, q75, n }: CountedQuartiles, digits = 3): string {
  if (!Number.isFinite(median) && !Number.isFinite(q25) && !Number.isFinite(q75)) return formatMeasure(median)
  if (n === 1) return formatMeasure(median, digits)
  return `${formatMeasure(median, digits)} ${formatInterval(q25, q75, digits)}`
}

/** `n=10, 2 diverged`; `n=10` when none did. */
export function formatCounted(n: number, diverged: number): string {
  return diverged === 0 ? `n=${n}` : `n=${n}, ${diverged} diverged`
}

/** A tick of an axis: powers of ten below 0.001 and from 10,000 on, plain numbers between. */
export function formatTick(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 0.001 && size < 10_000) return String(Number(value.toPrecision(6)))
  const [mantissa = '', exponent = ''] = Number(value.toPrecision(6)).toExponential().split('e')
  const power = `10${superscript(Number(exponent))}`
  return mantissa === '1' ? power : `${mantissa}×${power}`
}

/** Text into the HTML of a tooltip: labels hold what a person typed. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
