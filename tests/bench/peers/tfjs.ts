import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const VERSION = '4.22.0'
const PACKAGES = ['core', 'backend-wasm', 'backend-cpu', 'layers'].map(
  (name) => `@tensorflow/tfjs-${name}@${VERSION}`,
)
const MEGABYTES = 96

/**
 * The folder below `cache` with TensorFlow.js in it: installed by npm the first time, outside the repository, because nothing
 * but this comparison needs its 96 MB. Null, with a line that says why, when npm cannot install it.
 */
export async function tfjsFolder(cache: string, say: (line: string) => void): Promise<string | null> {
  const folder = path.join(cache, `tfjs-${VERSION}`)
  if (existsSync(path.join(folder, 'package.json'))) return folder
  const work = `${folder}.${String(process.pid)}.partial`
  say(`Installing TensorFlow.js ${VERSION} with npm (${String(MEGABYTES)} MB) into ${folder} ...`)
  try {
    await mkdir(work, { recursive: true })
    await writeFile(path.join(work, 'package.json'), '{ "name": "peers", "private": true }\n')
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact']
    const installed = spawnSync('npm', ['install', ...options, ...PACKAGES], {
      cwd: work,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    if (installed.status !== 0) {
      const reason = installed.error?.message ?? installed.stderr.trim().split('\n').at(-1) ?? 'npm failed'
      say(`TensorFlow.js is not compared: ${reason}`)
      return null
    }
    await rename(work, folder)
    return folder
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
