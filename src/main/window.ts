import { BrowserWindow, nativeTheme, screen } from 'electron'
import { START_PAGE } from './app-files'
import type { AppPaths } from './paths'
import type { PreferencesFile } from './preferences'
import { MINIMUM_SIZE, placeWindow } from './window-state'
import type { Rectangle } from './window-state'

/** The page's own background in both themes, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#fafaf7', dark: '#0a0b15' } as const

/** Moves and resizes arrive in bursts; the state is written this long after the last one. In milliseconds. */
const STATE_DELAY = 500

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light
}

function workAreas(): readonly Rectangle[] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return [primary, ...others].map((display) => display.workArea)
}

function keepState(
  window: BrowserWindow,
  preferences: PreferencesFile,
  fail: (error: unknown) => void,
): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    if (window.isMinimized() || window.isFullScreen()) return
    try {
      preferences.write({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
    } catch (error) {
      fail(error)
    }
  }
  const saveSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(save, STATE_DELAY)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('maximize', saveSoon)
  window.on('unmaximize', saveSoon)
  window.on('close', save)
  window.on('closed', () => {
    clearTimeout(timer)
  })
}

/** Opens the one window, where it was left; it shows itself at its first paint. */
export function openWindow(
  paths: AppPaths,
  preferences: PreferencesFile,
  fail: (error: unknown) => void,
): BrowserWindow {
  const { theme, window: saved } = preferences.read()
  nativeTheme.themeSource = theme
  const window = new BrowserWindow({
    ...placeWindow(saved, workAreas()),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Init Lab',
    icon: paths.iconFile,
    backgroundColor: background(),
    webPreferences: {
      preload: paths.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  const followTheme = () => {
    window.setBackgroundColor(background())
  }
  nativeTheme.on('updated', followTheme)
  window.on('closed', () => {
    nativeTheme.off('updated', followTheme)
  })
  window.once('ready-to-show', () => {
    if (saved?.maximized === true) window.maximize()
    window.show()
  })
  keepState(window, preferences, fail)
  window.loadURL(START_PAGE).catch(fail)
  return window
}
