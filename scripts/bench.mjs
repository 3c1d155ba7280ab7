// `npm run bench [-- VITEST ARGUMENTS]`: measures this machine with the built app; prints figures, judges none.
import { runOnScreen } from './on-screen.mjs'

const parameters = ['run', '--config', 'vitest.bench.config.ts', ...process.argv.slice(2)]
process.exitCode = await runOnScreen('vitest/vitest.mjs', parameters)
