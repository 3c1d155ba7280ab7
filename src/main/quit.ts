import { app, dialog, powerMonitor } from 'electron'
import type { BrowserWindow } from 'electron'
import type { LaboratoryHost } from './laboratory-host'
import type { Page } from './page'
import { reportFilesIn } from './report-files'

/** Pausing takes 500 ms at most; the rest is for a slow disk. In milliseconds. */
const CLOSE_LIMIT = 5000

const QUIT = 0
const STAY = 1

async function mayQuit(page: Page, names: readonly string[]): Promise<boolean> {
  const options = {
    type: 'question' as const,
    message:
      names.length === 1
        ? `“${names[0] ?? ''}” is still running.`
        : `${names.length} sweeps are still running.`,
    detail: 'Quitting pauses it and keeps every finished trial; the rest runs when you resume.',
    buttons: ['Quit and keep', 'Stay'],
    defaultId: STAY,
    cancelId: STAY,
    noLink: true,
  }
  const window = page.window()
  const answer = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return answer.response === QUIT
}

export interface QuitGuard {
  /** Makes the window's close button a way out of the program, as everywhere but on macOS. */
  readonly hold: (window: BrowserWindow) => void
  /** Whether the program is on its way out; if so, it starts again afterwards, with these reports. */
  readonly startAgain: (files: readonly string[]) => boolean
}

/**
 * Holds every way out of the program (menu, window, signal, log-off) until what runs is paused and the store is
 * closed. A person is asked first; the system and a signal are not.
 */
export function guardQuit(
  page: Page,
  host: LaboratoryHost,
  log: (where: string, what: unknown) => void,
): QuitGuard {
  let state: 'open' | 'asking' | 'closing' | 'closed' = 'open'

  const close = async () => {
    if (state === 'closing' || state === 'closed') return
    state = 'closing'
    try {
      const whole = await host.close(CLOSE_LIMIT)
      if (!whole) log('quit', `the laboratory did not close within ${CLOSE_LIMIT} ms`)
    } catch (error) {
      log('quit', error)
    }
    state = 'closed'
    app.quit()
  }
  const ask = async () => {
    state = 'asking'
    const names = await host.runningSweeps()
    if (names.length === 0 || (await mayQuit(page, names))) await close()
    else state = 'open'
  }
  const closeUnasked = () => void close()

  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state !== 'open') return
    ask().catch((error: unknown) => {
      log('quit', error)
      return close()
    })
  })
  process.on('SIGTERM', closeUnasked)
  process.on('SIGINT', closeUnasked)
  powerMonitor.on('shutdown', closeUnasked)

  return {
    startAgain: (files) => {
      if (state !== 'closing' && state !== 'closed') return false
      const words = process.argv.slice(1).filter((word) => reportFilesIn([word], '').length === 0)
      app.relaunch({ args: [...words, ...files] })
      return true
    },
    hold: (window) => {
      window.on('session-end', closeUnasked)
      if (process.platform === 'darwin') return
      window.on('close', (event) => {
        if (state === 'closed') return
        event.preventDefault()
        app.quit()
      })
    },
  }
}
