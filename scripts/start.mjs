// `npm start [FILE...]`: opens the window. Without a display it runs the first preset on the command line instead.
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { isHarmlessChromiumLine } from './chromium-lines.mjs'
import { installPackages } from './debian-packages.mjs'
import { findElectron } from './electron-runtime.mjs'
import { repository } from './paths.mjs'
import { run } from './run.mjs'

const SOURCES = ['src', 'scripts/renderer-plugins.mjs', 'electron.vite.config.ts', 'package.json']
const PRODUCTS = [
  'out/main/index.cjs',
  'out/main/trial-worker.cjs',
  'out/main/study-reader.cjs',
  'out/main/init-lab.cjs',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]
const FIRST_PRESET = path.join(repository, 'resources/presets/he-vs-xavier-depth.yaml')

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Time of the newest file of the sources, in milliseconds. */
function newestSource() {
  let newest = 0
  for (const source of SOURCES) {
    const full = path.join(repository, source)
    const files = statSync(full).isDirectory()
      ? readdirSync(full, { recursive: true, encoding: 'utf8' }).map((name) => path.join(full, name))
      : [full]
    // The build itself rewrites components.d.ts.
    for (const file of files) {
      if (!file.endsWith('components.d.ts')) newest = Math.max(newest, statSync(file).mtimeMs)
    }
  }
  return newest
}

function isBuilt() {
  const products = PRODUCTS.map((product) => path.join(repository, product))
  if (!products.every((product) => existsSync(product))) return false
  return Math.min(...products.map((product) => statSync(product).mtimeMs)) >= newestSource()
}

function hasDisplay() {
  return (
    process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
  )
}

/** @param {string[]} files */
async function openWindow(files) {
  await installPackages({ screen: false, say })
  const electron = await findElectron(say)
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  // The folder comes first: what follows it is the app's.
  return run(electron.executable, [...(asRoot ? ['--no-sandbox'] : []), repository, ...files], {
    cwd: startFolder(),
    isHidden: isHarmlessChromiumLine,
  })
}

/** npm runs scripts in the repository; files are named from where the person stands. */
function startFolder() {
  return process.env['INIT_CWD'] ?? process.cwd()
}

async function runFirstPreset() {
  say(
    'There is no display here, so no window can open: running the first preset on the command line instead.',
  )
  say(`The same without npm start: npx init-lab run ${path.relative(startFolder(), FIRST_PRESET)}`)
  return run(process.execPath, [path.join(repository, 'out/main/init-lab.cjs'), 'run', FIRST_PRESET], {
    cwd: startFolder(),
  })
}

async function start() {
  if (!isBuilt()) {
    say('Building ...')
    const code = await build()
    if (code !== 0) return code
  }
  const files = process.argv.slice(2).map((file) => path.resolve(startFolder(), file))
  return hasDisplay() ? openWindow(files) : runFirstPreset()
}

try {
  process.exitCode = await start()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
