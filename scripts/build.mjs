// `npm run build`: bundles the app into out/ and makes `npx init-lab` run the fresh bundle.
import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './paths.mjs'
import { runTool } from './run.mjs'

const COMMAND = path.join(repository, 'out/main/init-lab.cjs')

/** npm links the bin of dependencies only, never the package's own: the build does it. */
async function linkCommand() {
  const folder = path.join(repository, 'node_modules/.bin')
  await mkdir(folder, { recursive: true })
  if (process.platform === 'win32') {
    await writeFile(
      path.join(folder, 'init-lab.cmd'),
      `@node "%~dp0\\..\\..\\out\\main\\init-lab.cjs" %*\r\n`,
    )
    return
  }
  await chmod(COMMAND, 0o755)
  await rm(path.join(folder, 'init-lab'), { force: true })
  await symlink(path.relative(folder, COMMAND), path.join(folder, 'init-lab'))
}

/** @returns {Promise<number>} the exit code of the build */
export async function build() {
  const code = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'])
  if (existsSync(COMMAND)) await linkCommand()
  return code
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await build()
