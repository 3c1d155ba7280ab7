import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import type { Page } from '../page'
import { CHANNELS, dispatch } from './dispatch'
import type { Handlers, Sender } from './dispatch'

function senderOf(event: IpcMainInvokeEvent, page: Page): Sender | null {
  const frame = event.senderFrame
  if (frame === null) return null
  const ours = event.sender === page.window()?.webContents
  return { origin: frame.origin, top: ours && frame.parent === null }
}

/** Opens every channel of the contract. The only file that touches ipcMain. */
export function openRouter(
  handlers: Handlers,
  page: Page,
  log: (where: string, what: unknown) => void,
): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, (event, ...payload: unknown[]) => {
      return dispatch(channel, senderOf(event, page), payload, handlers, log)
    })
  }
}
