/** Moves the focus to the next (1) or previous (-1) region of the window that is marked with `data-region`. */
export function focusRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown)
  if (regions.length === 0) return
  const current = regions.findLastIndex((region) => region.contains(document.activeElement))
  const next =
    current < 0
      ? direction > 0
        ? 0
        : regions.length - 1
      : (current + direction + regions.length) % regions.length
  regions[next]?.focus()
}

function isShown(element: HTMLElement): boolean {
  return element.offsetParent !== null || element.getClientRects().length > 0
}
