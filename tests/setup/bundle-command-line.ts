import path from 'node:path'
import { build } from 'vite'
import { aliases, repository } from '../../scripts/paths.mjs'

const FOLDER = path.join(repository, '.tsbuild/test-command-line')

/** Bundles the command line and its worker as the build of the app does. @returns the path of `init-lab.cjs` */
export async function bundleCommandLine(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          'init-lab': path.join(repository, 'src/cli/init-lab.ts'),
          'trial-worker': path.join(repository, 'src/workers/trial-worker.ts'),
        },
        external: [/^node:/, /^libsql($|\/)/, /^piscina($|\/)/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  })
  return path.join(FOLDER, 'init-lab.cjs')
}
