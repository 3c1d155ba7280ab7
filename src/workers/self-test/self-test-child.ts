// The entry of a process that times the kernels: `plain`, or `revectorized` with V8's switches set before anything is
// compiled. It answers every message with a reading, and ends with its parent.
import { setFlagsFromString } from 'node:v8'
import { REVECTORIZER_SWITCHES } from '@shared/revectorizer'
import { openSelfTest } from './self-test-run'

/** How Electron's utility process talks to its parent; Node's own child talks through `process`. */
interface ParentPort {
  readonly on: (event: 'message', listener: () => void) => void
  readonly postMessage: (message: unknown) => void
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
}

/** Every kernel by the optimizing compiler from its first call on: only that one widens anything. */
const OPTIMIZED = ['--no-liftoff', '--no-wasm-tier-up']

const revectorized = process.argv.includes('revectorized')
for (const switched of [...OPTIMIZED, ...(revectorized ? REVECTORIZER_SWITCHES : [])]) {
  setFlagsFromString(switched)
}
const read = openSelfTest()
const port: unknown = Reflect.get(process, 'parentPort')
if (isParentPort(port)) {
  port.on('message', () => {
    port.postMessage(read())
  })
  port.postMessage('warm')
} else {
  process.on('message', () => process.send?.(read()))
  process.on('disconnect', () => process.exit())
  process.send?.('warm')
}
