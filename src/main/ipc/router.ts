import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import { CHANNELS, dispatch } from './dispatch'
import type { Handlers, Sender } from './dispatch'

function senderOf(event: IpcMainInvokeEvent): Sender | null {
  const frame = event.senderFrame
  if (frame === null) return null
  return { origin: frame.origin, top: frame.parent === null }
}

/** Opens every channel of the contract. The only file that touches ipcMain. */
export function openRouter(handlers: Handlers, log: (where: string, what: unknown) => void): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, (event, ...payload: unknown[]) => {
      return dispatch(channel, senderOf(event), payload, handlers, log)
    })
  }
}
