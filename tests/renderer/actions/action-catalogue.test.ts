import { describe, expect, test } from 'vitest'
import { ACTIONS, actionOf, isMenuAction } from '../../../src/renderer/actions/action-catalogue'
import { belongsToText, isPressed, keyCaps, parseShortcut } from '../../../src/renderer/actions/shortcut'

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

describe('the catalogue', () => {
  test('no two actions share a shortcut in the same place, an id or a title', () => {
    const shortcuts = ACTIONS.flatMap(({ room, shortcuts: texts }) =>
      texts.map((text) => `${room ?? 'window'} ${text.toLowerCase()}`),
    )
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
    expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length)
    expect(new Set(ACTIONS.map(({ title }) => title)).size).toBe(ACTIONS.length)
  })

  test('every key stroke means at most one action of a room, and one of the window', () => {
    const strokes = ACTIONS.flatMap((action) =>
      action.shortcuts.map((text) => ({ id: action.id, room: action.room, shortcut: parseShortcut(text) })),
    )
    for (const { id, room, shortcut } of strokes) {
      const event = {
        ...plain,
        key: shortcut.key,
        ctrlKey: shortcut.control,
        shiftKey: shortcut.shift,
        altKey: shortcut.alt,
      }
      const meant = strokes.filter((other) => other.room === room && isPressed(other.shortcut, event))
      expect(meant.map((other) => other.id)).toEqual([id])
    }
  })

  test('the rooms answer to Ctrl+1 to Ctrl+6', () => {
    expect(['go-home', 'go-lab', 'go-reports', 'go-learn', 'go-cards', 'go-quiz'] as const).toHaveLength(6)
    expect(actionOf('go-quiz').shortcuts).toEqual(['CmdOrCtrl+6'])
  })

  test('a command of another version is not known', () => {
    expect(isMenuAction('go-home')).toBe(true)
    expect(isMenuAction('go-moon')).toBe(false)
  })
})

describe('a shortcut', () => {
  test('is pressed with exactly its modifiers', () => {
    const redo = parseShortcut('CmdOrCtrl+Shift+Z')
    expect(isPressed(redo, { ...plain, key: 'Z', ctrlKey: true, shiftKey: true })).toBe(true)
    expect(isPressed(redo, { ...plain, key: 'z', metaKey: true, shiftKey: true })).toBe(true)
    expect(isPressed(redo, { ...plain, key: 'z', ctrlKey: true })).toBe(false)
  })

  test('a sign says itself whether Shift was down', () => {
    expect(isPressed(parseShortcut('?'), { ...plain, key: '?', shiftKey: true })).toBe(true)
  })

  test('Space is a key of that name', () => {
    expect(isPressed(parseShortcut('Space'), { ...plain, key: ' ' })).toBe(true)
    expect(isPressed(parseShortcut('Space'), { ...plain, key: ' ', ctrlKey: true })).toBe(false)
    expect(keyCaps('Space')).toEqual(['space'])
  })

  test('what a text field uses is left to it', () => {
    expect(
      ['?', 'CmdOrCtrl+Z', 'CmdOrCtrl+Enter', 'F6'].map((text) => belongsToText(parseShortcut(text))),
    ).toEqual([true, true, false, false])
  })

  test('shows as caps', () => {
    expect(keyCaps('CmdOrCtrl+Shift+P')).toEqual(['meta', 'shift', 'P'])
    expect(keyCaps('CmdOrCtrl+Enter')).toEqual(['meta', 'enter'])
  })
})
