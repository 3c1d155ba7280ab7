import path from 'node:path'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { aliases, repository } from './scripts/paths.mjs'
import { rendererPlugins } from './scripts/renderer-plugins.mjs'

/** What stays outside the bundles: Electron itself, and the two packages that must lie on disk. */
const external = ['electron', /^node:/, /^libsql($|\/)/, /^piscina($|\/)/]

/** How long which plugin took is of no use to who starts the app. */
const checks = { bundlerTimings: false }

/** Starts the bundle of the command line with exactly one interpreter line. */
function interpreterLine(): Plugin {
  return {
    name: 'init-lab:interpreter-line',
    generateBundle(_options, bundle) {
      const entry = bundle['init-lab.cjs']
      if (entry?.type === 'chunk') entry.code = `#!/usr/bin/env node\n${entry.code.replace(/^#!.*\n/, '')}`
    },
  }
}

export default defineConfig({
  main: {
    resolve: { alias: aliases },
    plugins: [interpreterLine()],
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        checks,
        external,
        input: {
          index: path.join(repository, 'src/main/index.ts'),
          'trial-worker': path.join(repository, 'src/workers/trial-worker.ts'),
          'kernel-self-test': path.join(repository, 'src/workers/self-test/self-test-child.ts'),
          'study-reader': path.join(repository, 'src/main/study-reader.ts'),
          'init-lab': path.join(repository, 'src/cli/init-lab.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
        },
      },
    },
  },
  preload: {
    resolve: { alias: aliases },
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        checks,
        external: ['electron'],
        input: { index: path.join(repository, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: path.join(repository, 'src/renderer'),
    base: './',
    resolve: { alias: aliases },
    plugins: rendererPlugins(),
    build: {
      target: 'chrome130',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      minify: true,
      // Read from the disk, not over a network: the charts are one piece of 0.7 MB. In kB.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { checks, input: path.join(repository, 'src/renderer/index.html') },
    },
  },
})
