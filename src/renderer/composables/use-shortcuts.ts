import { useEventListener } from '@vueuse/core'
import { useRouter } from 'vue-router'
import { belongsToText, isPressed, parseShortcut, type Shortcut } from '../actions/shortcut'
import type { BoundAction, BoundActions } from './use-actions'

interface BoundKey {
  readonly shortcut: Shortcut
  readonly bound: BoundAction
}

/**
 * Runs the action whose shortcut is pressed; inside a text field only those that no field uses itself. In its room an action of
 * the room goes before one of the whole window; one that cannot be done leaves the key to what has the focus.
 */
export function useShortcuts(actions: BoundActions): void {
  const router = useRouter()
  const keys: readonly BoundKey[] = [...actions.values()].flatMap((bound) =>
    bound.action.shortcuts.map((text) => ({ shortcut: parseShortcut(text), bound })),
  )
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = keys.filter(({ shortcut }) => isPressed(shortcut, event))
    const here = pressed.find(({ bound }) => bound.action.room === router.currentRoute.value.name)
    const chosen = here ?? pressed.find(({ bound }) => bound.action.room === undefined)
    if (chosen === undefined || isTaken(chosen, event) || isBehindDialog(chosen.bound)) return
    event.preventDefault()
    chosen.bound.run()
  })
}

/** Whether the element with the focus, or nobody, has a use for the key. */
function isTaken({ shortcut, bound }: BoundKey, event: KeyboardEvent): boolean {
  if (belongsToText(shortcut) && isTextField(event.target)) return true
  if (bound.action.room === undefined) return false
  return bound.blocked.value !== null || event.repeat || (shortcut.key === ' ' && takesSpace(event.target))
}

/** A field that can wait, as that of a typed answer, is no text field before something is typed. */
const WAITING = 'input[data-waits-for-keys]'

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && target.matches(WAITING)) return target.value !== ''
  return target.isContentEditable || target.matches('input, textarea, select')
}

/** Menus, switches and what opens and closes are worked with Space and not with Enter alone. */
function takesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches(
      'summary, [aria-haspopup], [role=switch], [role=checkbox], [role=option], [role^=menuitem]',
    )
  )
}

/** While a dialog is open, only the actions of the window itself answer. */
function isBehindDialog({ action }: BoundAction): boolean {
  if (action.group === 'Window') return false
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !==
    null
  )
}
