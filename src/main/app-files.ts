import path from 'node:path'

export const APP_SCHEME = 'app'
const APP_HOST = 'lab'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`
export const START_PAGE = `${APP_ORIGIN}/index.html`

/** The kinds of files a build of the page holds; any other ending is answered with 404. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

/** Letters, digits and `_@+-.`, never a leading dot: leaves no way to write `..`, a stream or a drive. */
const SEGMENT = /^[\w@+-][\w@+.-]*$/

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Nuxt UI, Reka UI and ECharts position elements by inline styles: see docs/decisions.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sent with every answer of the app:// protocol. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

export interface AppFile {
  readonly file: string
  readonly contentType: string
}

/**
 * The file below `directory` that an app:// address names, or null when it names none: a foreign host, a path
 * with anything but plain names, or an ending that the page's build does not hold. Only names are judged; the
 * file may still be missing.
 */
export function resolveAppFile(directory: string, address: string): AppFile | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null
  if (url.username !== '' || url.password !== '') return null
  const pathname = url.pathname === '/' ? '/index.html' : url.pathname
  const segments = pathname.slice(1).split('/')
  if (!segments.every((segment) => SEGMENT.test(segment))) return null
  const contentType = CONTENT_TYPES[path.extname(pathname)]
  if (contentType === undefined) return null
  const file = path.join(directory, ...segments)
  return file.startsWith(directory + path.sep) ? { file, contentType } : null
}
