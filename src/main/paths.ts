import path from 'node:path'
import { app } from 'electron'

/** Where the parts of the program lie on disk. */
export interface AppPaths {
  readonly rendererDirectory: string
  readonly preloadFile: string
  readonly workerFile: string
  readonly selfTestFile: string
  readonly studyReaderFile: string
  readonly iconFile: string
  readonly presetsDirectory: string
  readonly datasetsDirectory: string
  readonly studyDirectory: string
  readonly lessonsDirectory: string
  readonly databaseFile: string
  readonly preferencesFile: string
  readonly revectorizerFile: string
  readonly logFile: string
}

/** The paths below the app's folder and the person's data folder; call it after `chooseUserData`. */
export function appPaths(): AppPaths {
  const program = app.getAppPath()
  const data = app.getPath('userData')
  return {
    rendererDirectory: path.join(program, 'out/renderer'),
    preloadFile: path.join(program, 'out/preload/index.cjs'),
    workerFile: path.join(program, 'out/main/trial-worker.cjs'),
    selfTestFile: path.join(program, 'out/main/kernel-self-test.cjs'),
    studyReaderFile: path.join(program, 'out/main/study-reader.cjs'),
    iconFile: path.join(program, 'resources/icon.png'),
    presetsDirectory: path.join(program, 'resources/presets'),
    datasetsDirectory: path.join(program, 'resources/datasets'),
    studyDirectory: path.join(program, 'resources/study'),
    lessonsDirectory: path.join(data, 'lessons'),
    databaseFile: path.join(data, 'init-lab.db'),
    preferencesFile: path.join(data, 'window.json'),
    revectorizerFile: path.join(data, 'revectorizer.json'),
    logFile: path.join(data, 'init-lab.log'),
  }
}

/** Lets tests and portable installations choose the data folder: INITLAB_USER_DATA, or `--user-data-dir`. */
export function chooseUserData(): void {
  const chosen = process.env['INITLAB_USER_DATA'] ?? app.commandLine.getSwitchValue('user-data-dir')
  if (chosen !== '') app.setPath('userData', path.resolve(chosen))
}
