import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { APP_SCHEME, RESPONSE_HEADERS, resolveAppFile } from './app-files'

/** Must run before Electron is ready, in the same turn as the program's start. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array<ArrayBuffer> | null,
) {
  return new Response(body, { status, headers: { ...RESPONSE_HEADERS, ...headers } })
}

/** Serves the built page, and nothing else, under app://lab/. */
export function serveApp(directory: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET') return answer(405, {}, null)
    const found = resolveAppFile(directory, request.url)
    if (found === null) return answer(404, {}, null)
    try {
      const body = new Uint8Array(await readFile(found.file))
      return answer(200, { 'Content-Type': found.contentType }, body)
    } catch {
      return answer(404, {}, null)
    }
  })
}
