/** A key with its modifiers, from Electron's spelling: `CmdOrCtrl+Shift+P`, `F1`, `Space`, `?`. */
export interface Shortcut {
  /** Ctrl, or Command on a Mac. */
  readonly control: boolean
  readonly shift: boolean
  readonly alt: boolean
  /** As `KeyboardEvent.key` gives it, in lower case. */
  readonly key: string
}

const KEYS: Readonly<Record<string, string>> = { space: ' ' }

export function parseShortcut(text: string): Shortcut {
  const parts = text.split('+').map((part) => part.toLowerCase())
  return {
    control: parts.includes('cmdorctrl'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
    key: KEYS[parts.at(-1) ?? ''] ?? parts.at(-1) ?? '',
  }
}

type KeyStroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** True when the keys pressed are the shortcut. A sign such as `?` already says whether Shift was down. */
export function isPressed(shortcut: Shortcut, event: KeyStroke): boolean {
  const shiftFits = isSign(shortcut.key) || event.shiftKey === shortcut.shift
  return (
    event.key.toLowerCase() === shortcut.key &&
    (event.ctrlKey || event.metaKey) === shortcut.control &&
    event.altKey === shortcut.alt &&
    shiftFits
  )
}

/** A shortcut that types a letter, or that a text field uses itself, is left to the field. */
export function belongsToText(shortcut: Shortcut): boolean {
  if (!shortcut.control) return shortcut.key.length === 1
  return ['z', 'y', 'a', 'c', 'v', 'x'].includes(shortcut.key)
}

function isSign(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key)
}

const NAMES: Readonly<Record<string, string>> = { enter: 'enter', escape: 'escape', ' ': 'space' }

/** The caps of a shortcut for `UKbd`; `meta` shows as Ctrl, or as ⌘ on a Mac. */
export function keyCaps(text: string): string[] {
  const { control, shift, alt, key } = parseShortcut(text)
  return [
    ...(control ? ['meta'] : []),
    ...(shift ? ['shift'] : []),
    ...(alt ? ['alt'] : []),
    NAMES[key] ?? key.toUpperCase(),
  ]
}
