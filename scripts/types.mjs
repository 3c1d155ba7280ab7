// `npm run types`: compiles every room on its own; nothing lands in the tree, only in .tsbuild/.
import { resolveConfig } from 'vite'
import { rendererPlugins } from './renderer-plugins.mjs'
import { runTool } from './run.mjs'

// Writes the types of Nuxt UI's theme, which a clean checkout does not have yet.
await resolveConfig(
  { configFile: false, logLevel: 'error', plugins: rendererPlugins({ dts: false }) },
  'build',
)
process.exitCode = await runTool('vue-tsc/bin/vue-tsc.js', ['-b', ...process.argv.slice(2)])
