/**
 * What a key asks of the question that is shown: to confirm or go on, the hint, or a row (from 0); null when the key belongs to
 * something else, such as a button that has the focus, a field of words or a dialog above.
 */
export function questionKey(event: KeyboardEvent): 'enter' | 'hint' | number | null {
  // A key that is held down must not run through a whole quiz.
  if (event.repeat) return null
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return null
  if (document.querySelector('[role="dialog"][data-state="open"]') !== null) return null
  const target = event.target instanceof Element ? event.target : null
  if (event.key === 'Enter') return isPressable(target) ? null : 'enter'
  if (event.key.toLowerCase() === 'h')
    return isSearching(target) || (isTyping(target) && !isNumberField(target)) ? null : 'hint'
  return /^[1-9]$/.test(event.key) && !isTyping(target) ? Number(event.key) - 1 : null
}

function isPressable(target: Element | null): boolean {
  return (target?.closest('button, a, summary, textarea') ?? null) !== null
}

/** No number has an H. */
function isNumberField(target: Element | null): boolean {
  return target?.matches('[data-number]') ?? false
}

function isTyping(target: Element | null): boolean {
  return target?.matches('textarea, input:not([type="radio"], [type="checkbox"])') ?? false
}

/** A letter chooses in a list. */
function isSearching(target: Element | null): boolean {
  return target?.matches('select') ?? false
}
