import { app, Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '@shared/ipc-contract'
import { MENU_COMMAND_TEXTS } from '@shared/menu-commands'

type Items = MenuItemConstructorOptions[]

const separator: MenuItemConstructorOptions = { type: 'separator' }

function commandItem(command: MenuCommand, run: (command: MenuCommand) => void): MenuItemConstructorOptions {
  const { title, accelerator } = MENU_COMMAND_TEXTS[command]
  return {
    id: command,
    label: title,
    click: () => run(command),
    ...(accelerator === null ? {} : { accelerator }),
  }
}

/** The menu; its commands go to the page, which owns what they do. */
export function menuTemplate(
  platform: NodeJS.Platform,
  developer: boolean,
  run: (command: MenuCommand) => void,
): Items {
  const mac = platform === 'darwin'
  const item = (command: MenuCommand) => commandItem(command, run)
  const rooms: Items = (['go-home', 'go-lab', 'go-reports', 'go-learn', 'go-cards', 'go-quiz'] as const).map(
    item,
  )
  const macApp: Items = [
    item('show-about'),
    separator,
    { role: 'services' },
    separator,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    separator,
    { role: 'quit' },
  ]
  const recent: Items = mac ? [{ role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }] : []
  const tools: Items = developer ? [separator, { role: 'toggleDevTools' }] : []
  return [
    ...(mac ? [{ label: app.name, submenu: macApp }] : []),
    {
      label: '&File',
      submenu: [
        item('open-report'),
        ...recent,
        item('save-report'),
        separator,
        item('open-spec'),
        item('save-spec'),
        separator,
        mac ? { role: 'close' } : { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        ...rooms,
        separator,
        item('show-palette'),
        separator,
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        separator,
        { role: 'togglefullscreen' },
        ...tools,
      ],
    },
    { label: '&Sweep', submenu: [item('start-sweep'), item('pause-sweep'), item('cancel-sweep')] },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('show-help'), ...(mac ? [] : [item('show-about')])] },
  ]
}

export function setMenu(run: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged, run)))
}
