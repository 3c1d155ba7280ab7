import type { VNode } from 'vue'

/** Nuxt UI's command palette leaves its list without a name; called when it is mounted, this gives it one. */
export function nameList({ el }: VNode, name: string): void {
  if (el instanceof Node)
    el.parentElement?.querySelector('[role="listbox"]')?.setAttribute('aria-label', name)
}
