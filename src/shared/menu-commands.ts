import type { MenuCommand } from './ipc-contract'

export interface MenuCommandText {
  readonly title: string
  /** In Electron's spelling (`CmdOrCtrl+1`); null when the command has no key of its own. */
  readonly accelerator: string | null
}

/** Title and shortcut of each command, declared once for menu, command palette, tooltips and help. */
export const MENU_COMMAND_TEXTS: { readonly [Name in MenuCommand]: MenuCommandText } = {
  'go-home': { title: 'Home', accelerator: 'CmdOrCtrl+1' },
  'go-lab': { title: 'Lab', accelerator: 'CmdOrCtrl+2' },
  'go-reports': { title: 'Reports', accelerator: 'CmdOrCtrl+3' },
  'go-learn': { title: 'Learn', accelerator: 'CmdOrCtrl+4' },
  'go-cards': { title: 'Cards', accelerator: 'CmdOrCtrl+5' },
  'go-quiz': { title: 'Quiz', accelerator: 'CmdOrCtrl+6' },
  'open-report': { title: 'Open report …', accelerator: 'CmdOrCtrl+O' },
  'save-report': { title: 'Save report as …', accelerator: 'CmdOrCtrl+S' },
  'open-spec': { title: 'Open sweep spec …', accelerator: 'CmdOrCtrl+Shift+O' },
  'save-spec': { title: 'Save sweep spec as …', accelerator: 'CmdOrCtrl+Shift+S' },
  'start-sweep': { title: 'Start sweep', accelerator: 'CmdOrCtrl+Enter' },
  'pause-sweep': { title: 'Pause or resume sweep', accelerator: 'CmdOrCtrl+Shift+P' },
  'cancel-sweep': { title: 'Cancel sweep', accelerator: null },
  'show-palette': { title: 'Command palette …', accelerator: 'CmdOrCtrl+K' },
  'show-help': { title: 'Keyboard shortcuts', accelerator: 'F1' },
  'show-about': { title: 'About Init Lab', accelerator: null },
}
