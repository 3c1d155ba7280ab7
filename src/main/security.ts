import { app, session, shell } from 'electron'
import type { Session, WebContents } from 'electron'
import { APP_ORIGIN, START_PAGE } from './app-files'
import { isExternalLink } from './external-links'

/** Requests that left or tried to leave the program since its start; the tests read it. */
export interface NetworkCount {
  readonly allowed: number
  readonly blocked: number
}

/** Switches that silence Chromium's own services; must run before Electron is ready. */
export function silenceChromium(): void {
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('disable-domain-reliability')
  app.commandLine.appendSwitch('no-pings')
  // The last wall: even a request that no filter sees resolves no name.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

function isOwnAddress(address: string): boolean {
  return (
    address.startsWith(`${APP_ORIGIN}/`) ||
    address.startsWith(`blob:${APP_ORIGIN}/`) ||
    address.startsWith('data:')
  )
}

function isDeveloperTool(address: string): boolean {
  return !app.isPackaged && address.startsWith('devtools://')
}

/** Cancels and counts every request that is not for the page's own files. */
function blockNetwork(target: Session): NetworkCount {
  const count = { allowed: 0, blocked: 0 }
  target.webRequest.onBeforeRequest((details, decide) => {
    const own = isOwnAddress(details.url) || isDeveloperTool(details.url)
    if (own) count.allowed += 1
    else count.blocked += 1
    decide({ cancel: !own })
  })
  return count
}

/**
 * Denies every permission but one: writing plain text or an image to the clipboard, which Chromium grants only
 * after a gesture of the person ("copy the code", "copy the details").
 */
function denyPermissions(target: Session): void {
  const isCopy = (permission: string, origin: string) => {
    return permission === 'clipboard-sanitized-write' && origin.replace(/\/$/, '') === APP_ORIGIN
  }
  target.setPermissionCheckHandler((_contents, permission, origin) => isCopy(permission, origin))
  target.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(details.isMainFrame && isCopy(permission, details.requestingUrl.slice(0, APP_ORIGIN.length)))
  })
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler(null)
}

/** A chart's PNG, SVG or CSV is made by the page itself; nothing else may be saved, and always by a dialog. */
function restrictDownloads(target: Session): void {
  target.on('will-download', (event, item) => {
    const own = item.getURL().startsWith(`blob:${APP_ORIGIN}/`) || item.getURL().startsWith('data:')
    if (!own) event.preventDefault()
  })
}

/** No page but ours, in no other window: only known links leave, through the system's browser. */
function restrictContents(contents: WebContents, fail: (error: unknown) => void): void {
  const stay = (event: Electron.Event, address: string) => {
    // A reload of the page is not a way out of it.
    if (address.split('#', 1)[0] !== START_PAGE) event.preventDefault()
  }
  contents.on('will-frame-navigate', (details) => {
    stay(details, details.url)
  })
  contents.on('will-redirect', (details) => {
    stay(details, details.url)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  // The page cannot hold the window open; the question before quitting is the main process's own.
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalLink(url)) shell.openExternal(url).catch(fail)
    return { action: 'deny' }
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Closes the page in; call it when Electron is ready and before the window opens. */
export function secure(fail: (error: unknown) => void): NetworkCount {
  const target = session.defaultSession
  denyPermissions(target)
  restrictDownloads(target)
  target.setSpellCheckerEnabled(false)
  app.on('web-contents-created', (_event, contents) => {
    restrictContents(contents, fail)
  })
  return blockNetwork(target)
}
