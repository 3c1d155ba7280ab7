import type { ElectronApplication } from '@playwright/test'

declare global {
  // The main process of the app under test, where the stand-ins live.
  var standIns:
    { openFile: string | null; saveFile: string | null; answer: number; asked: string[] } | undefined
}

/**
 * Puts answers in the place of the system's dialogs: a file or null (closed) for the file dialogs, a button's
 * number for questions. `askedBy` reads what was asked.
 */
export async function answerDialogs(
  app: ElectronApplication,
  answers: { readonly openFile?: string | null; readonly saveFile?: string | null; readonly answer?: number },
): Promise<void> {
  await app.evaluate(({ dialog }, { openFile = null, saveFile = null, answer = 0 }) => {
    const standIns = { openFile, saveFile, answer, asked: globalThis.standIns?.asked ?? [] }
    globalThis.standIns = standIns
    const told = (words: readonly unknown[]) => standIns.asked.push(JSON.stringify(words.at(-1)))
    dialog.showOpenDialog = (...words: readonly unknown[]) => {
      told(words)
      const filePaths = standIns.openFile === null ? [] : [standIns.openFile]
      return Promise.resolve({ canceled: standIns.openFile === null, filePaths })
    }
    dialog.showSaveDialog = (...words: readonly unknown[]) => {
      told(words)
      return Promise.resolve({ canceled: standIns.saveFile === null, filePath: standIns.saveFile ?? '' })
    }
    dialog.showMessageBox = (...words: readonly unknown[]) => {
      told(words)
      return Promise.resolve({ response: standIns.answer, checkboxChecked: false })
    }
  }, answers)
}

export function askedBy(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.standIns?.asked ?? [])
}
