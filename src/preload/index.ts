import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { Result } from '@shared/errors'
import type { Channel, LabApi, LabEvent, LabEvents } from '@shared/ipc-contract'

/** The contract's names; written out so that the schemas behind them stay out of the sandbox. */
const CHANNELS = {
  'app:info': true,
  'app:reveal-file': true,
  'settings:read': true,
  'settings:write': true,
  'draft:read': true,
  'draft:write': true,
  'presets:list': true,
  'datasets:list': true,
  'datasets:choose-csv': true,
  'datasets:inspect': true,
  'spec:open-dialog': true,
  'spec:save-dialog': true,
  'sweep:forecast': true,
  'probe:run': true,
  'probe:data-facts': true,
  'sweep:start': true,
  'sweep:pause': true,
  'sweep:resume': true,
  'sweep:cancel': true,
  'sweep:cancel-configuration': true,
  'library:list': true,
  'library:results': true,
  'library:layers': true,
  'library:trial-details': true,
  'library:rename': true,
  'library:annotate': true,
  'library:delete': true,
  'library:restore': true,
  'report:save-dialog': true,
  'report:open-dialog': true,
  'report:open-path': true,
  'study:content': true,
  'study:lesson-files': true,
  'study:open-lessons-dialog': true,
  'study:open-lessons-path': true,
  'study:remove-lessons': true,
  'study:restore-lessons': true,
  'study:record': true,
  'study:history': true,
  'study:under-way': true,
  'study:keep-under-way': true,
  'cards:turn': true,
  'cards:answer': true,
  'cards:undo': true,
  'cards:list': true,
  'cards:statistics': true,
  'cards:settings': true,
  'cards:change-settings': true,
  'cards:import-dialog': true,
  'cards:export-dialog': true,
  'claims:list': true,
  'claims:run': true,
} as const satisfies Record<Channel, true>

const EVENTS = {
  'sweep:update': true,
  'library:changed': true,
  'report:opened': true,
  'menu:command': true,
  'app:failure': true,
} as const satisfies Record<LabEvent, true>

const lab: LabApi = {
  invoke: (channel, input) => {
    if (!Object.hasOwn(CHANNELS, channel)) {
      const refused: Result<never> = {
        ok: false,
        error: { code: 'refused', message: `The contract has no channel ${channel}.` },
      }
      return Promise.resolve(refused)
    }
    return ipcRenderer.invoke(channel, input)
  },
  on: <Name extends LabEvent>(event: Name, listener: (payload: LabEvents[Name]) => void) => {
    if (!Object.hasOwn(EVENTS, event)) return () => undefined
    const receive = (_event: IpcRendererEvent, payload: LabEvents[Name]) => {
      listener(payload)
    }
    ipcRenderer.on(event, receive)
    return () => {
      ipcRenderer.off(event, receive)
    }
  },
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
}

contextBridge.exposeInMainWorld('lab', lab)
