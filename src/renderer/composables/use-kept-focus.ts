import { watch } from 'vue'

/** What had the focus may go with its step: then the focus stays at the place of the next one, where keys and a screen reader go on. */
export function useKeptFocus(place: () => HTMLElement | null, step: () => unknown): void {
  watch(
    step,
    () => {
      const { activeElement } = document
      if (activeElement === null || activeElement === document.body) place()?.focus({ preventScroll: true })
    },
    { flush: 'post' },
  )
}
