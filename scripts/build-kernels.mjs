// `npm run build:kernels`: compiles the AssemblyScript kernels to src/workers/core/kernels/simd/kernels.wasm.
// The bytes are committed, so neither the build of the app nor a test needs the compiler.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './paths.mjs'
import { runTool } from './run.mjs'

const FOLDER = path.join(repository, 'src/workers/core/kernels/simd')

/**
 * Strict 128-bit SIMD without the relaxed instructions, whose results differ between processors; no allocator and no
 * collector. Static data, if any, lies in the first page: the heap begins at the second.
 */
const OPTIONS = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
  ...['--importMemory', '--initialMemory', '1', '--memoryBase', '1024', '--use', 'abort='],
]

/** @param {string} outFile @returns {Promise<number>} exit code; equal sources give equal bytes */
export function buildKernels(outFile) {
  return runTool('assemblyscript/bin/asc.js', [
    path.join(FOLDER, 'assembly/module.ts'),
    ...OPTIONS,
    '--outFile',
    outFile,
  ])
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await buildKernels(path.join(FOLDER, 'kernels.wasm'))
