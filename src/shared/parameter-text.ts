/** Parameters whose key in a spec is no word. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['weightDecay', 'weight decay'],
  ['warmup', 'warm-up'],
])
/** Parameters whose value says what it is. */
const CLEAR: readonly string[] = ['value', 'mode']
/** Parameters that are on or off: their word alone says that they are on. */
const FLAGS: readonly string[] = ['corrected']

/**
 * One parameter of a setting, as every label, table and chip writes it: `0.1` of `constant`, `fan_out`, `std 0.01`,
 * `weight decay 0.05`, and of a flag `corrected` or `not corrected`.
 */
export function parameterText(key: string, value: unknown, text: string): string {
  if (FLAGS.includes(key)) return value === false ? `not ${key}` : key
  return CLEAR.includes(key) ? text : `${WORDS.get(key) ?? key} ${text}`
}
