import { MENU_COMMANDS, type MenuCommand } from '@shared/ipc-contract'
import { MENU_COMMAND_TEXTS } from '@shared/menu-commands'

export const PAGE_COMMANDS = [
  'new-sweep',
  'undo',
  'redo',
  'show-spec',
  'show-preview',
  'choose-csv',
  'open-lessons',
  'theme-light',
  'theme-dark',
  'theme-system',
  'next-theme',
  'next-region',
  'previous-region',
  'show-answer',
  'grade-again',
  'grade-hard',
  'grade-good',
  'grade-easy',
  'undo-card',
  'open-experiment',
  'edit-card',
  'suspend-card',
  'bury-card',
] as const
export type PageCommand = (typeof PAGE_COMMANDS)[number]
export type ActionId = MenuCommand | PageCommand

export const ACTION_GROUPS = ['Go to', 'Sweep', 'Files', 'Edit', 'Cards', 'Window'] as const
export type ActionGroup = (typeof ACTION_GROUPS)[number]

/** An action of the window: what palette, menu, tooltips and help know of it. What it does is bound elsewhere. */
export interface Action {
  readonly id: ActionId
  readonly title: string
  readonly group: ActionGroup
  readonly icon: string
  /** In Electron's spelling; the first one is shown. */
  readonly shortcuts: readonly string[]
  /** The name of the only route where the shortcuts work; there they go before those of the whole window. */
  readonly room?: 'cards'
}

interface ActionLook {
  readonly group: ActionGroup
  readonly icon: string
}

const MENU_LOOKS: { readonly [Name in MenuCommand]: ActionLook } = {
  'go-home': { group: 'Go to', icon: 'i-lucide-house' },
  'go-lab': { group: 'Go to', icon: 'i-lucide-flask-conical' },
  'go-reports': { group: 'Go to', icon: 'i-lucide-library' },
  'go-learn': { group: 'Go to', icon: 'i-lucide-book-open' },
  'go-cards': { group: 'Go to', icon: 'i-lucide-layers' },
  'go-quiz': { group: 'Go to', icon: 'i-lucide-circle-help' },
  'open-report': { group: 'Files', icon: 'i-lucide-folder-open' },
  'save-report': { group: 'Files', icon: 'i-lucide-save' },
  'open-spec': { group: 'Files', icon: 'i-lucide-file-input' },
  'save-spec': { group: 'Files', icon: 'i-lucide-file-output' },
  'start-sweep': { group: 'Sweep', icon: 'i-lucide-play' },
  'pause-sweep': { group: 'Sweep', icon: 'i-lucide-pause' },
  'cancel-sweep': { group: 'Sweep', icon: 'i-lucide-square' },
  'show-palette': { group: 'Window', icon: 'i-lucide-search' },
  'show-help': { group: 'Window', icon: 'i-lucide-keyboard' },
  'show-about': { group: 'Window', icon: 'i-lucide-info' },
}

/** Keys besides the one of the menu. */
const MORE_SHORTCUTS: Partial<Record<MenuCommand, readonly string[]>> = { 'show-help': ['?'] }

const PAGE_ACTIONS: { readonly [Name in PageCommand]: Omit<Action, 'id'> } = {
  'new-sweep': { title: 'New sweep', group: 'Sweep', icon: 'i-lucide-plus', shortcuts: ['CmdOrCtrl+N'] },
  undo: { title: 'Undo in the draft', group: 'Edit', icon: 'i-lucide-undo-2', shortcuts: ['CmdOrCtrl+Z'] },
  redo: { title: 'Redo in the draft', group: 'Edit', icon: 'i-lucide-redo-2', shortcuts: ['CmdOrCtrl+Shift+Z', 'CmdOrCtrl+Y'] },
  'show-spec': { title: 'Show the spec', group: 'Edit', icon: 'i-lucide-file-code', shortcuts: ['CmdOrCtrl+Shift+E'] },
  'show-preview': { title: 'Show the preview of trials', group: 'Edit', icon: 'i-lucide-table', shortcuts: ['CmdOrCtrl+Shift+V'] },
  'choose-csv': { title: 'Choose a CSV file as the data set …', group: 'Edit', icon: 'i-lucide-file-spreadsheet', shortcuts: [] },
  'open-lessons': { title: 'Open a lesson file …', group: 'Files', icon: 'i-lucide-book-plus', shortcuts: [] },
  'theme-light': { title: 'Light theme', group: 'Window', icon: 'i-lucide-sun', shortcuts: [] },
  'theme-dark': { title: 'Dark theme', group: 'Window', icon: 'i-lucide-moon', shortcuts: [] },
  'theme-system': { title: 'Theme of the system', group: 'Window', icon: 'i-lucide-monitor', shortcuts: [] },
  'next-theme': { title: 'Switch theme', group: 'Window', icon: 'i-lucide-sun-moon', shortcuts: ['CmdOrCtrl+Shift+L'] },
  'next-region': { title: 'Next region', group: 'Window', icon: 'i-lucide-panels-top-left', shortcuts: ['F6'] },
  'previous-region': { title: 'Previous region', group: 'Window', icon: 'i-lucide-panels-top-left', shortcuts: ['Shift+F6'] },
  'show-answer': { title: 'Show the answer', group: 'Cards', icon: 'i-lucide-eye', shortcuts: ['Space'], room: 'cards' },
  'grade-again': { title: 'Grade: again', group: 'Cards', icon: 'i-lucide-rotate-ccw', shortcuts: ['1'], room: 'cards' },
  'grade-hard': { title: 'Grade: hard', group: 'Cards', icon: 'i-lucide-signal-low', shortcuts: ['2'], room: 'cards' },
  'grade-good': { title: 'Grade: good', group: 'Cards', icon: 'i-lucide-signal-medium', shortcuts: ['3'], room: 'cards' },
  'grade-easy': { title: 'Grade: easy', group: 'Cards', icon: 'i-lucide-signal-high', shortcuts: ['4'], room: 'cards' },
  'undo-card': { title: 'Undo in the cards', group: 'Cards', icon: 'i-lucide-undo-2', shortcuts: ['CmdOrCtrl+Z'], room: 'cards' },
  'open-experiment': { title: 'Open the experiment of the card', group: 'Cards', icon: 'i-lucide-microscope', shortcuts: ['E'], room: 'cards' },
  'edit-card': { title: 'Edit the card', group: 'Cards', icon: 'i-lucide-pencil', shortcuts: ['Shift+E'], room: 'cards' },
  'suspend-card': { title: 'Suspend the card', group: 'Cards', icon: 'i-lucide-circle-pause', shortcuts: ['S'], room: 'cards' },
  'bury-card': { title: 'Bury the card until tomorrow', group: 'Cards', icon: 'i-lucide-moon-star', shortcuts: ['B'], room: 'cards' },
} // prettier-ignore

function menuAction(id: MenuCommand): Action {
  const { title, accelerator } = MENU_COMMAND_TEXTS[id]
  const shortcuts = [...(accelerator === null ? [] : [accelerator]), ...(MORE_SHORTCUTS[id] ?? [])]
  return { id, title, ...MENU_LOOKS[id], shortcuts }
}

/** Every action, once. */
export const ACTIONS: readonly Action[] = [
  ...MENU_COMMANDS.map(menuAction),
  ...PAGE_COMMANDS.map((id) => ({ id, ...PAGE_ACTIONS[id] })),
]

const BY_ID: ReadonlyMap<ActionId, Action> = new Map(ACTIONS.map((action) => [action.id, action]))

export function actionOf(id: ActionId): Action {
  const action = BY_ID.get(id)
  if (action === undefined) throw new Error(`No action ${id}`)
  return action
}

/** True for an id of this page's catalogue: the main process may be of another version. */
export function isMenuAction(id: string): id is MenuCommand {
  return MENU_COMMANDS.some((command) => command === id)
}
