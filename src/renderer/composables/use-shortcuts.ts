import { useEventListener } from '@vueuse/core'
import { belongsToText, isPressed, parseShortcut } from '../actions/shortcut'
import type { BoundAction, BoundActions } from './use-actions'

/** Runs the action whose shortcut is pressed; inside a text field only those that no field uses itself. */
export function useShortcuts(actions: BoundActions): void {
  const keys = [...actions.values()].flatMap((bound) =>
    bound.action.shortcuts.map((text) => ({ shortcut: parseShortcut(text), bound })),
  )
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = keys.find(({ shortcut }) => isPressed(shortcut, event))
    if (pressed === undefined) return
    if (belongsToText(pressed.shortcut) && isTextField(event.target)) return
    if (isBehindDialog(pressed.bound)) return
    event.preventDefault()
    pressed.bound.run()
  })
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select')
}

/** While a dialog is open, only the actions of the window itself answer. */
function isBehindDialog({ action }: BoundAction): boolean {
  if (action.group === 'Window') return false
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !==
    null
  )
}
