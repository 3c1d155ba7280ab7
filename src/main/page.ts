import type { BrowserWindow } from 'electron'
import type { LabEvent, LabEvents } from '@shared/ipc-contract'

/** The page as the rest of the main process sees it: something to tell events, present or not. */
export interface Page {
  send<Name extends LabEvent>(event: Name, payload: LabEvents[Name]): void
  /** True when nobody sees the window. */
  hidden(): boolean
  focused(): boolean
  window(): BrowserWindow | null
}

export interface PageHolder extends Page {
  /** Events sent before the page has loaded wait for it. */
  attach(window: BrowserWindow): void
}

export function createPage(): PageHolder {
  let current: BrowserWindow | null = null
  let loaded = false
  let waiting: (() => void)[] = []
  const send = <Name extends LabEvent>(event: Name, payload: LabEvents[Name]) => {
    if (current === null) return
    if (loaded) current.webContents.send(event, payload)
    else waiting.push(() => current?.webContents.send(event, payload))
  }
  return {
    send,
    hidden: () => current === null || current.isMinimized() || !current.isVisible(),
    focused: () => current?.isFocused() ?? false,
    window: () => current,
    attach: (window) => {
      current = window
      loaded = false
      window.webContents.on('did-navigate', () => {
        loaded = false
      })
      window.webContents.on('did-finish-load', () => {
        loaded = true
        const late = waiting
        waiting = []
        for (const deliver of late) deliver()
      })
      window.on('closed', () => {
        current = null
      })
    },
  }
}
