// The system packages that an Electron window needs on Debian and Ubuntu, and installing the missing ones.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

/** What Electron's own libraries link to. Newer releases renamed some: the first known name is taken. */
const WINDOW_PACKAGES = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
]
/** A screen in memory, for the tests. */
const SCREEN_PACKAGES = [['xvfb'], ['xauth']]
/** A browser in which the tests compute the same bits once more. */
const BROWSER_PACKAGES = [['chromium', 'chromium-browser']]

/** @param {string} command @param {string[]} parameters */
function succeeds(command, parameters) {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0
}

/** @param {string} name */
function isInstalled(name) {
  const answer = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' })
  return answer.status === 0 && answer.stdout === 'installed'
}

/**
 * The missing packages, each under all its names; empty on systems without dpkg.
 * @param {{ screen: boolean }} needs whether a screen in memory is needed too, and what else tests need
 */
function missingPackages({ screen }) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return []
  const wanted = screen ? [...SCREEN_PACKAGES, ...BROWSER_PACKAGES, ...WINDOW_PACKAGES] : WINDOW_PACKAGES
  return wanted.filter((names) => !names.some(isInstalled))
}

/** The name that this release knows. @param {string[]} names */
function knownName(names) {
  const known = names.find((name) => succeeds('apt-cache', ['show', '--no-all-versions', name]))
  return known ?? names[0] ?? ''
}

/**
 * Installs the missing packages as root; otherwise throws with the one command that does it.
 * @param {{ screen: boolean, say: (line: string) => void }} needs
 */
export async function installPackages({ screen, say }) {
  const missing = missingPackages({ screen })
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    const names = missing.map(knownName).join(' ')
    throw new Error(
      `System packages are missing: ${names}. Install them once with this command:\n` +
        `  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${names}`,
    )
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-qq'], { env })
  if (update !== 0) say('apt-get update failed; trying with the package lists that are here.')
  const names = missing.map(knownName)
  say(`Installing system packages: ${names.join(' ')}`)
  const options = ['install', '--yes', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0']
  const code = await run('apt-get', [...options, ...names], { env })
  if (code !== 0) throw new Error(`apt-get could not install ${names.join(' ')}; its messages stand above.`)
}
