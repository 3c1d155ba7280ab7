import { describe, expect, it } from 'vitest'
import { judge } from './torch'

const OPENBLAS = { name: 'OpenBLAS 0.3.21', file: '/usr/lib/openblas-serial/libblas.so.3', core: 'Haswell' }
/** 2 * 512^3 operations in 4 ms: 67 GFLOP/s. */
const FAST = { milliseconds: 4 }

describe('PyTorch is compared', () => {
  it('on OpenBLAS, named with its processor', () => {
    expect(judge({ name: 'PyTorch 1', blas: OPENBLAS }, FAST, 60)).toEqual({
      kind: 'fast',
      name: 'PyTorch 1',
      blas: 'OpenBLAS 0.3.21 (Haswell)',
    })
  })

  it('not on the reference BLAS, however fast it is, and the command that helps is told', () => {
    const blas = { name: null, file: '/usr/lib/blas/libblas.so.3', core: null }
    const refused = judge({ name: 'PyTorch 1', blas }, FAST, 60)
    expect(refused).toMatchObject({ kind: 'refused' })
    expect(refused).toHaveProperty(
      'reason',
      expect.stringMatching(
        /\/usr\/lib\/blas\/libblas\.so\.3.*apt-get install -y python3-torch libopenblas0-serial$/,
      ),
    )
  })

  it('not when a product is slower than half of the 128-bit limit, whatever the library is called', () => {
    const slow = judge({ name: 'PyTorch 1', blas: OPENBLAS }, { milliseconds: 9 }, 60)
    expect(slow).toMatchObject({ kind: 'refused' })
    expect(slow).toHaveProperty('reason', expect.stringContaining('30 GFLOP/s'))
    expect(judge({ name: 'PyTorch 1', blas: OPENBLAS }, { milliseconds: 8.9 }, 60)).toMatchObject({
      kind: 'fast',
    })
  })
})
