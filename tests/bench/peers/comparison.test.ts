import { describe, expect, it } from 'vitest'
import { held, verdicts, type Comparison, type Verdict } from './comparison'
import { comparisonText, markdownTable } from './markdown'

const COMPARISON: Comparison = {
  machine: { processor: 'Abacus 9', cores: 2, system: 'linux x64', node: '20.20.2', v8: '11.3' },
  measuredAt: '2026-11-22T10:00:00.000Z',
  peers: {
    node: 'Node 20.20.2, V8 11.3',
    electron: 'not here',
    tfjs: 'TensorFlow.js 4.22.0, wasm backend',
    torch: 'PyTorch 1.13 eager on OpenBLAS 0.3.21 (Haswell), one thread',
  },
  limit: 55.0144,
  rounds: 3,
  steps: [
    { shape: 'b', optimizer: 'sgd', milliseconds: { node: 1.25, electron: null, tfjs: 25, torch: 0.9 } },
    { shape: 'b', optimizer: 'adam', milliseconds: { node: 2, electron: null, tfjs: 40, torch: 3 } },
  ],
  sweep: {
    trials: 60,
    torchSeconds: 6,
    engineSeconds: 1.5,
    commandSeconds: 2,
    electronSeconds: null,
    medians: [{ scheme: 'he-normal', depth: 3, trainLoss: 0.1217 }],
    torchMedians: [{ scheme: 'he-normal', depth: 3, trainLoss: 0.1189 }],
  },
}

describe('the targets', () => {
  it('are shares of the limit, and ratios of times: theirs divided by ours', () => {
    const found = verdicts(COMPARISON).map(({ what, node, electron }) => [what, node, electron])
    expect(found).toEqual([
      ['share of the 128-bit limit, b', expect.closeTo(0.8, 12), null],
      ['times the speed of PyTorch, b', 0.72, null],
      ['times the speed of TensorFlow.js, b', 20, null],
      ['times the trials a second of PyTorch, the 60-trial sweep', 4, null],
    ])
  })

  it.each<[Partial<Verdict>, string, string]>([
    [{ node: 0.79, electron: null }, 'not held', 'not held'],
    [{ node: 0.8, electron: null }, 'held', 'not held'],
    [{ node: 0.8, electron: 1.4 }, 'held', 'held'],
    [{ node: 0.7, electron: 1.4 }, 'not held', 'held'],
    [{ node: 1.5, electron: 1 }, 'held', 'held'],
    [{ node: null, electron: null }, '-', '-'],
  ])('%j is judged: must in Node, stretch in the better runtime', (measured, must, stretch) => {
    const verdict = { what: '', node: null, electron: null, must: 0.8, stretch: 1.4, ...measured }
    expect(held(verdict)).toEqual({ must, stretch })
  })
})

describe('the comparison as Markdown', () => {
  it('aligns its tables as plain text too', () => {
    expect(
      markdownTable(
        ['shape', 'ms'],
        [
          ['a', '0.1'],
          ['long name', '12.34'],
        ],
      ),
    ).toBe(
      [
        '| shape     |    ms |',
        '| --------- | ----: |',
        '| a         |   0.1 |',
        '| long name | 12.34 |',
      ].join('\n'),
    )
  })

  it('names machine, date, versions and BLAS with every figure', () => {
    const text = comparisonText(COMPARISON)
    expect(text).toContain(
      'Abacus 9, 2 cores, linux x64, 2026-11-22; one core, 3 interleaved rounds, minima.',
    )
    expect(text).toContain('- PyTorch: PyTorch 1.13 eager on OpenBLAS 0.3.21 (Haswell), one thread')
    expect(text).toContain('- Electron: not here')
    expect(text).toMatch(
      /\| b 784-100x10-10, batch 64, sgd +\| +1\.25 \(44\) \| +- \| +25\.00 \(2\) \| 0\.900 \(61\) \|/,
    )
    expect(text).toMatch(/\| b 784-100x10-10, batch 64, adam \| +1\.50 \| +- \| +20\.0 \| +- \|/)
    expect(text).toMatch(/\| engine in a running program.*\| 1\.50 \| +40\.0 \| +4\.00 \|/)
    expect(text).toMatch(/\| he-normal, depth 3 \| +0\.122 \| +0\.119 \|/)
    expect(text).toMatch(
      /\| times the speed of PyTorch, b +\| 0\.72 \| +- \| +0\.8 \| not held \| +1\.4 \| not held \|/,
    )
  })
})
