import { shallowRef, type ShallowRef } from 'vue'

/** Many things of one kind as one stop of the tab key: arrows, Home and End lead from one to another. */
export interface ArrowKeys {
  /** The one that the tab key leads to. */
  readonly current: ShallowRef<number>
  readonly move: (event: KeyboardEvent) => void
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity,
}

export function useArrowKeys(things: () => readonly HTMLElement[]): ArrowKeys {
  const current = shallowRef(0)
  return {
    current,
    move: (event) => {
      const step = STEPS[event.key]
      if (step === undefined) return
      event.preventDefault()
      const all = things()
      current.value = Math.max(0, Math.min(all.length - 1, current.value + step))
      all[current.value]?.focus()
    },
  }
}
