import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildKernels } from '../../../../scripts/build-kernels.mjs'
import { repository } from '../../../../scripts/paths.mjs'

const COMMITTED = path.join(repository, 'src/workers/core/kernels/simd/kernels.wasm')

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-kernels-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

it('compiles the sources to the bytes that are committed', { timeout: 60_000 }, async () => {
  const built = path.join(folder, 'kernels.wasm')
  expect(await buildKernels(built)).toBe(0)
  const [fresh, committed] = await Promise.all([readFile(built), readFile(COMMITTED)])
  expect(fresh.equals(committed), 'the sources have changed: npm run build:kernels').toBe(true)
})

it('asks for nothing but one page of memory', async () => {
  const module = new WebAssembly.Module(await readFile(COMMITTED))
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
  const memory = new WebAssembly.Memory({ initial: 1 })
  expect(() => new WebAssembly.Instance(module, { env: { memory } })).not.toThrow()
})
