import path from 'node:path'
import { build } from 'vite'
import { aliases, repository } from '../../scripts/paths.mjs'

/** Bundles a program of tests/fault/children, so that a test can start, kill and restart it. @returns its path. */
export async function bundleChild(name: string): Promise<string> {
  const outDir = path.join(repository, '.tsbuild/fault-children', name)
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(repository, 'tests/fault/children', `${name}.ts`),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: [/^node:/, /^piscina($|\/)/, /^libsql($|\/)/],
        output: { format: 'cjs', entryFileNames: `${name}.cjs` },
      },
    },
  })
  return path.join(outDir, `${name}.cjs`)
}
