import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { startPeer, type LinePeer } from './line-peer'

/** PyTorch with a fast BLAS, ready to be measured. */
export interface Torch {
  readonly peer: LinePeer
  readonly python: string
  readonly environment: NodeJS.ProcessEnv
  /** `PyTorch 1.13.1` */
  readonly name: string
  /** `OpenBLAS 0.3.21 (Haswell)` */
  readonly blas: string
}

export type FoundTorch = { readonly kind: 'torch'; readonly torch: Torch } | Refusal

/** absent: there is no PyTorch to compare with. refused: there is one, and comparing with it would be unfair. */
export interface Refusal {
  readonly kind: 'absent' | 'refused'
  readonly reason: string
}

const INSTALL = 'apt-get install -y python3-torch libopenblas0-serial'

/** Of the 128-bit limit, which a product in OpenBLAS passes on any machine and the reference BLAS is far from. */
const LEAST_SHARE = 0.5
const PRODUCT_SIZE = 512
const PRODUCT_MILLISECONDS = 200

const helloSchema = z.object({
  name: z.string(),
  blas: z.object({ name: z.string().nullable(), file: z.string().nullable(), core: z.string().nullable() }),
})
const timeSchema = z.object({ milliseconds: z.number().positive() })

/** What PyTorch computes in one process must not depend on how many threads its libraries would like. */
const SINGLE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }

/**
 * The first Python that has PyTorch, on OpenBLAS (or MKL): seen in the process' own memory map, and in the time of a product of
 * two matrices of 512 x 512, which must reach half of this machine's 128-bit limit (10^9 operations a second).
 */
export async function findTorch(
  script: string,
  limit: number,
  pinned: readonly string[],
): Promise<FoundTorch> {
  const python = pythonWithTorch()
  if (python === null) return { kind: 'absent', reason: `no Python here has PyTorch; Debian's: ${INSTALL}` }
  const folders = [null, ...openBlasFolders()]
  let refusal: Refusal = { kind: 'refused', reason: 'PyTorch does not start' }
  for (const folder of folders) {
    const environment = environmentWith(folder)
    const peer = await startPeer([...pinned, python, script], environment)
    const judged = judge(peer.hello, await peer.ask(productRequest()), limit)
    if (judged.kind === 'fast') {
      const { name, blas } = judged
      return { kind: 'torch', torch: { peer, python, environment, name, blas } }
    }
    refusal = judged
    await peer.end()
  }
  return refusal
}

function productRequest(): object {
  return { kind: 'product', size: PRODUCT_SIZE, milliseconds: PRODUCT_MILLISECONDS }
}

/** Whether the process multiplies with a fast BLAS. `limit`: 10^9 operations a second. */
export function judge(
  hello: unknown,
  product: unknown,
  limit: number,
): { readonly kind: 'fast'; readonly name: string; readonly blas: string } | Refusal {
  const { name, blas } = helloSchema.parse(hello)
  const reached = (2 * PRODUCT_SIZE ** 3) / timeSchema.parse(product).milliseconds / 1e6
  if (blas.name === null) {
    const what = blas.file === null ? 'an unknown BLAS' : `the BLAS in ${blas.file}`
    return { kind: 'refused', reason: `${name} uses ${what}, not OpenBLAS; ${INSTALL}` }
  }
  if (reached < LEAST_SHARE * limit) {
    const speed = `${reached.toFixed(0)} GFLOP/s in a product of 512 x 512 at a limit of ${limit.toFixed(0)}`
    return {
      kind: 'refused',
      reason: `${name} on ${blas.name} reaches ${speed}, as no OpenBLAS does; ${INSTALL}`,
    }
  }
  return { kind: 'fast', name, blas: blas.core === null ? blas.name : `${blas.name} (${blas.core})` }
}

function pythonWithTorch(): string | null {
  const names = [process.env['INITLAB_PYTHON'] ?? '', 'python3', '/usr/bin/python3', 'python']
  const found = names.find((name) => {
    return name !== '' && spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0
  })
  return found ?? null
}

/** Folders of Debian's packages of OpenBLAS, the one without threads first. */
function openBlasFolders(): readonly string[] {
  const root = '/usr/lib'
  if (!existsSync(root)) return []
  return readdirSync(root)
    .flatMap((system) => ['openblas-serial', 'openblas-pthread'].map((name) => path.join(root, system, name)))
    .filter((folder) => existsSync(path.join(folder, 'libblas.so.3')))
    .sort((left, right) => Number(right.endsWith('serial')) - Number(left.endsWith('serial')))
}

function environmentWith(folder: string | null): NodeJS.ProcessEnv {
  const inherited = process.env['LD_LIBRARY_PATH']
  const library = [folder, inherited].filter((part) => part !== null && part !== undefined && part !== '')
  return {
    ...process.env,
    ...SINGLE_THREAD,
    ...(library.length > 0 ? { LD_LIBRARY_PATH: library.join(':') } : {}),
  }
}
