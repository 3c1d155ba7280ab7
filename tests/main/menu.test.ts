import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from '../../src/main/menu'
import { MENU_COMMANDS } from '../../src/shared/ipc-contract'

vi.mock('electron', () => ({ app: { name: 'Init Lab' }, Menu: {} }))

function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const items = flat(menuTemplate(platform, false, () => undefined))

  it('holds every command once', () => {
    const ids = items.flatMap(({ id }) => (id === undefined ? [] : [id]))
    expect(ids.sort()).toEqual([...MENU_COMMANDS].sort())
  })

  it('gives no key twice', () => {
    const keys = items.flatMap(({ accelerator }) => (accelerator == null ? [] : [accelerator]))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6].map((room) => `CmdOrCtrl+${room}`)))
  })

  it('has no developer tools in a release', () => {
    expect(items.some(({ role }) => role === 'toggleDevTools' || role === 'forceReload')).toBe(false)
  })

  it('can be left', () => {
    expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1)
  })
})
