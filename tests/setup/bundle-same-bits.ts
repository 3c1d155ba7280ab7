import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin } from 'vite'
import { aliases, repository } from '../../scripts/paths.mjs'

const FOLDER = path.join(repository, 'test-results/same-bits')

export interface SameBitsBundles {
  /** For Node and Electron, as a program or as a thread. */
  readonly thread: string
  /** For Node and Electron: every kernel against the oracle. */
  readonly kernels: string
  /** A page for a browser; `shortTrainingBits` is what it computed. */
  readonly page: string
}

const DIGITS = path.join(repository, 'resources/datasets/digits8x8.json')

/** The tests read digits8x8 from the disk; a page has none, so the bundles carry the file. */
function digitsInside(): Plugin {
  const id = '\0digits8x8'
  return {
    name: 'init-lab:digits-inside',
    enforce: 'pre',
    resolveId: (source) => (source === './golden' ? id : null),
    load: async (source) => {
      if (source !== id) return null
      return `
        const file = ${await readFile(DIGITS, 'utf8')}
        const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
        const scale = (text) => Float32Array.from(bytes(text), (value) => (value / file.max - file.x_mean) / file.x_std)
        export const loadDigits = () => ({
          features: 64,
          image: { channels: 1, height: 8, width: 8 },
          classes: 10,
          trainX: scale(file.train_x),
          trainY: Int32Array.from(bytes(file.train_y)),
          testX: scale(file.test_x),
          testY: Int32Array.from(bytes(file.test_y)),
        })`
    },
  }
}

async function bundle(name: 'thread' | 'kernels' | 'page'): Promise<string> {
  const isPage = name === 'page'
  const file = isPage ? 'page.js' : `${name}.cjs`
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    plugins: [digitsInside()],
    build: {
      outDir: FOLDER,
      emptyOutDir: false,
      target: isPage ? 'chrome130' : 'node20',
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: path.join(repository, `tests/same-bits/${name}.ts`),
        external: [/^node:/],
        platform: isPage ? 'browser' : 'node',
        output: { format: isPage ? 'iife' : 'cjs', entryFileNames: file },
      },
    },
  })
  return path.join(FOLDER, file)
}

/** Bundles the pinned trainings as the app's build bundles the worker. */
export async function bundleSameBits(): Promise<SameBitsBundles> {
  await mkdir(FOLDER, { recursive: true })
  const thread = await bundle('thread')
  const kernels = await bundle('kernels')
  await bundle('page')
  const page = path.join(FOLDER, 'index.html')
  await writeFile(
    page,
    '<!doctype html>\n<meta charset="utf-8">\n<title>Same bits</title>\n<script src="page.js"></script>\n',
  )
  return { thread, kernels, page }
}
