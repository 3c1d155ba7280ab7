import { dialog } from 'electron'
import type { FileFilter, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { LESSON_ENDINGS } from '@engine/study/lesson-folder'
import { withExtension } from './file-names'
import type { Page } from './page'

export interface FileKind {
  readonly name: string
  /** The first one is added to a name without any. */
  readonly extensions: readonly [string, ...string[]]
}

export const REPORT_KIND: FileKind = { name: 'Init Lab report', extensions: ['initlab'] }
export const SPEC_KIND: FileKind = { name: 'Sweep spec', extensions: ['yaml', 'yml', 'json'] }
export const LESSON_KIND: FileKind = { name: 'Lesson file', extensions: LESSON_ENDINGS }
export const CSV_KIND: FileKind = { name: 'CSV table', extensions: ['csv'] }
/** Anki's own name for its export ends with .txt. */
export const DECK_KIND: FileKind = { name: 'Deck of cards', extensions: ['csv', 'txt', 'tsv'] }

export interface SaveTarget {
  readonly file: string
  /** The dialog has asked about exactly this file. */
  readonly overwrite: boolean
}

function filtersOf(kind: FileKind): FileFilter[] {
  return [
    { name: kind.name, extensions: [...kind.extensions] },
    { name: 'All files', extensions: ['*'] },
  ]
}

/** Asks for one existing file; null when the person closed the dialog. */
export async function askFile(page: Page, kind: FileKind): Promise<string | null> {
  const options: OpenDialogOptions = { filters: filtersOf(kind), properties: ['openFile'] }
  const window = page.window()
  const answer = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

/** Asks where to save; null when the person closed the dialog. */
export async function askSaveTarget(
  page: Page,
  kind: FileKind,
  defaultPath: string,
): Promise<SaveTarget | null> {
  const options: SaveDialogOptions = {
    filters: filtersOf(kind),
    defaultPath,
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  }
  const window = page.window()
  const answer = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  if (answer.canceled || answer.filePath === '') return null
  const file = withExtension(answer.filePath, kind.extensions)
  return { file, overwrite: file === answer.filePath }
}
