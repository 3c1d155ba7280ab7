import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { systemClock } from '@engine/clock'
import { createRevectorizer } from '@engine/revectorizer/revectorizer'
import type { LabError } from '@shared/errors'
import { serveApp } from './app-protocol'
import { openFailureLog } from './failure-log'
import type { FailureLog } from './failure-log'
import { allHandlers } from './ipc/all-handlers'
import { openRouter } from './ipc/router'
import { createLaboratoryHost } from './laboratory-host'
import type { LaboratoryHost } from './laboratory-host'
import { setMenu } from './menu'
import { createPage } from './page'
import type { PageHolder } from './page'
import { appPaths } from './paths'
import { openPreferences } from './preferences'
import { guardQuit } from './quit'
import { secure } from './security'
import { startUtilityChild } from './self-test-process'
import { createSweepWatch } from './sweep-watch'
import { openWindow } from './window'

/** A page that crashes more often in one session crashes at its start. */
const MOST_REVIVALS = 3

export interface Application {
  /** Opens the window as soon as Electron is ready, then the reports. */
  readonly run: (files: readonly string[]) => void
  /** Brings the window forward and opens reports in it, now or as soon as it is there. */
  readonly openReports: (files: readonly string[]) => void
}

/** Without its store the laboratory can do nothing: say why, touch nothing, end. */
function endWithoutStore(error: LabError): void {
  dialog.showErrorBox('Init Lab cannot open its library', error.message)
  app.exit(1)
}

/** Opens the library behind the loaded page, tells what happened to it, and empties the bin of the last session. */
async function openLibrary(page: PageHolder, host: LaboratoryHost): Promise<void> {
  const opened = await host.open()
  if (!opened.ok) {
    endWithoutStore(opened.error)
    return
  }
  for (const notice of opened.value.notices) {
    page.send('app:failure', { code: 'store-corrupt', message: notice })
  }
  const purged = opened.value.purge()
  if (!purged.ok) page.send('app:failure', purged.error)
}

async function openReport(file: string, page: PageHolder, host: LaboratoryHost): Promise<void> {
  const opened = await host.use((laboratory) => laboratory.openReport(file))
  if (!opened.ok) {
    page.send('app:failure', opened.error)
    return
  }
  app.addRecentDocument(file)
  page.send('report:opened', opened.value)
}

function reportBugs(page: PageHolder, log: FailureLog): void {
  const tell = (where: string) => (error: unknown) => {
    log.write(where, error)
    page.send('app:failure', {
      code: 'internal',
      message: 'Something failed by a bug of the lab. What is saved is safe; the details are in its log.',
    })
  }
  process.on('uncaughtException', tell('uncaught'))
  process.on('unhandledRejection', tell('unhandled'))
}

/** A page that crashed is loaded again, the sweeps run on; one that keeps crashing stays down. */
function reviveOnCrash(window: BrowserWindow, log: FailureLog): void {
  let crashes = 0
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    crashes += 1
    log.write('page', `its process is gone (${details.reason}, ${details.exitCode}), time ${crashes}`)
    if (crashes <= MOST_REVIVALS) window.webContents.reload()
  })
}

export function createApplication(): Application {
  let waiting: readonly string[] = []
  let openReportsNow: ((files: readonly string[]) => void) | null = null

  const start = () => {
    const paths = appPaths()
    const log = openFailureLog(paths.logFile)
    const fail = (error: unknown) => log.write('main', error)
    const preferences = openPreferences(paths.preferencesFile)
    // Before anything compiles WebAssembly: the engine is loaded later.
    const revectorizer = createRevectorizer({
      file: paths.revectorizerFile,
      wanted: preferences.read().revectorizer,
      startChild: (mode) => startUtilityChild(paths.selfTestFile, mode),
    })
    app.on('will-quit', revectorizer.close)
    const page = createPage()
    const watch = createSweepWatch(page, systemClock)
    const host = createLaboratoryHost(paths, {
      onUpdate: watch.onUpdate,
      onLibraryChanged: () => page.send('library:changed', null),
      isRevectorized: () => revectorizer.state().active,
    })
    reportBugs(page, log)
    secure(log.write)
    serveApp(paths.rendererDirectory)
    openRouter(allHandlers({ host, paths, preferences, revectorizer, page }), page, log.write)
    setMenu((command) => page.send('menu:command', command))
    const guard = guardQuit(page, host, log.write)

    const open = () => {
      const window = openWindow(paths, preferences, fail)
      page.attach(window)
      guard.hold(window)
      reviveOnCrash(window, log)
      return window
    }
    openReportsNow = (files) => {
      if (guard.startAgain(files)) return
      const window = page.window() ?? open()
      if (window.isMinimized()) window.restore()
      window.focus()
      for (const file of files) openReport(file, page, host).catch(fail)
    }
    app.on('activate', () => {
      if (page.window() === null) open()
    })
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit()
    })
    open().webContents.once('did-finish-load', () => {
      openLibrary(page, host).catch(fail)
    })
    for (const file of waiting) openReport(file, page, host).catch(fail)
    waiting = []
  }

  return {
    run: (files) => {
      waiting = [...waiting, ...files]
      void app.whenReady().then(start)
    },
    openReports: (files) => {
      if (openReportsNow === null) waiting = [...waiting, ...files]
      else openReportsNow(files)
    },
  }
}
