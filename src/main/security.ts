import { app, session, shell } from 'electron'
import type { Event, Session, WebContents } from 'electron'
import { APP_ORIGIN, START_PAGE } from './app-files'
import { isExternalLink } from './external-links'

/** So many refused requests are written down; a page gone wild does not fill the log. */
const LOGGED_REQUESTS = 100

type Log = (where: string, what: unknown) => void

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

/** Cancels every request that is not for the page's own files, counts it and writes it down. */
function blockNetwork(target: Session, log: Log): void {
  let blocked = 0
  target.webRequest.onBeforeRequest((details, decide) => {
    const own = isOwnAddress(details.url) || isDeveloperTool(details.url)
    if (!own) {
      blocked += 1
      if (blocked <= LOGGED_REQUESTS)
        log('network', `blocked request ${blocked}: ${details.url.slice(0, 200)}`)
    }
    decide({ cancel: !own })
  })
}

/**
 * Denies every permission but one: writing plain text or an image to the clipboard, which Chromium grants only
 * after a gesture of the person ("copy the code", "copy the details").
 */
function denyPermissions(target: Session): void {
  const isCopy = (permission: string, address: string) => {
    return permission === 'clipboard-sanitized-write' && `${address}/`.startsWith(`${APP_ORIGIN}/`)
  }
  target.setPermissionCheckHandler((_contents, permission, origin) => isCopy(permission, origin))
  target.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(details.isMainFrame && isCopy(permission, details.requestingUrl))
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
function restrictContents(contents: WebContents, log: Log): void {
  const stay = (details: Event<{ readonly url: string; readonly isMainFrame: boolean }>) => {
    // A reload of the page is not a way out of it.
    const reload = details.isMainFrame && details.url.split('#', 1)[0] === START_PAGE
    if (!reload) details.preventDefault()
  }
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  // The page cannot hold the window open; the question before quitting is the main process's own.
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalLink(url)) shell.openExternal(url).catch((error: unknown) => log('link', error))
    return { action: 'deny' }
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Closes the page in; call it when Electron is ready and before the window opens. */
export function secure(log: Log): void {
  const target = session.defaultSession
  denyPermissions(target)
  restrictDownloads(target)
  blockNetwork(target, log)
  // Without languages first: switching it off alone still asks Google for the English dictionary.
  target.setSpellCheckerLanguages([])
  target.setSpellCheckerEnabled(false)
  app.on('web-contents-created', (_event, contents) => {
    restrictContents(contents, log)
  })
}
