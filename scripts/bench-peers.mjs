// `npm run bench:peers [-- --json] [-- --rounds N]`: the core and the engine beside TensorFlow.js and PyTorch, in one
// interleaved run. Prints Markdown (or one JSON object) on standard output, what it does on standard error. The peers stand
// in tests/bench/peers; TensorFlow.js is installed into the user's cache, PyTorch is used where it is installed.
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build as bundle } from 'vite'
import { build } from './build.mjs'
import { cacheFolder, findElectron } from './electron-runtime.mjs'
import { aliases, repository } from './paths.mjs'

const FOLDER = path.join(repository, '.tsbuild/bench-peers')
const BUNDLES = ['compare', 'core-peer', 'engine-peer']
const PEERS = path.join(repository, 'tests/bench/peers')

/** @typedef {(options: object, json: boolean) => Promise<{ text: string, refused: boolean }>} RunComparison */

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Bundles the comparison, and core and engine as peers for Node and Electron alike.
 * @returns {Promise<{ corePeer: string, enginePeer: string, runComparison: RunComparison }>}
 */
async function bundlePeers() {
  await bundle({
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
        input: Object.fromEntries(BUNDLES.map((name) => [name, path.join(PEERS, `${name}.ts`)])),
        external: [/^node:/, /^libsql($|\/)/, /^piscina($|\/)/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  })
  /** @type {unknown} */
  const loaded = createRequire(import.meta.url)(path.join(FOLDER, 'compare.cjs'))
  const { runComparison } = /** @type {{ runComparison: RunComparison }} */ (loaded)
  return {
    corePeer: path.join(FOLDER, 'core-peer.cjs'),
    enginePeer: path.join(FOLDER, 'engine-peer.cjs'),
    runComparison,
  }
}

/** @returns {Promise<string | null>} */
async function electronHere() {
  try {
    return (await findElectron(say)).executable
  } catch (error) {
    say(`Without Electron: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`)
    return null
  }
}

/** @param {string} text @param {string} name */
function count(text, name) {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 100) return value
  throw new Error(`--${name} ${text} is not possible; give an integer from 1 to 100.`)
}

async function main() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '8' },
      'sweep-rounds': { type: 'string', default: '4' },
    },
  })
  const rounds = count(values.rounds, 'rounds')
  const sweepRounds = count(values['sweep-rounds'], 'sweep-rounds')
  const electron = await electronHere()
  const built = await build()
  if (built !== 0) return built
  const { runComparison, ...bundles } = await bundlePeers()
  const options = { repository, cache: cacheFolder(), ...bundles, electron, rounds, sweepRounds, say }
  const { text, refused } = await runComparison(options, values.json)
  process.stdout.write(`${text.trimEnd()}\n`)
  return refused ? 1 : 0
}

process.exitCode = await main()
