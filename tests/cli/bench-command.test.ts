import { describe, expect, it } from 'vitest'
import { success } from '@shared/errors'
import { benchJson, benchText, type BenchResult } from '../../src/cli/bench-table'
import { runCommandLine } from '../../src/cli/command-line'
import { commandRun } from './command-fixture'

const RESULT: BenchResult = {
  machine: { processor: 'Abacus 9', cores: 4, system: 'linux x64', node: '20.20.2', v8: '11.3' },
  measuredAt: '2026-11-22T10:00:00.000Z',
  reading: {
    limit: 60,
    steps: [
      { shape: 'a', optimizer: 'sgd', milliseconds: 0.0336213 },
      { shape: 'b', optimizer: 'adam', milliseconds: 1.1003 },
    ],
  },
}

describe('init-lab bench', () => {
  it('prints machine, date, limit and the share of it that each step reaches', () => {
    expect(benchText(RESULT)).toBe(
      `Abacus 9, 4 cores, linux x64, Node 20.20.2, 2026-11-22
Limit of one core with 128-bit vectors: 60.0 GFLOP/s
Whole training steps (ReLU, cross-entropy) on one core, least of all rounds:

shape             batch  optimizer  ms a step  GFLOP/s  of the limit
----------------  -----  ---------  ---------  -------  ------------
a  2-64x3-2          32  sgd           0.0336     48.0          80 %
b  784-100x10-10     64  adam            1.10     50.0          83 %
`,
    )
  })

  it('gives the same as one JSON object', () => {
    const parsed: unknown = JSON.parse(benchJson(RESULT))
    expect(parsed).toMatchObject({
      machine: RESULT.machine,
      measuredAt: RESULT.measuredAt,
      limitGigaflops: 60,
      steps: [
        { shape: 'a', model: '2-64x3-2', batchSize: 32, optimizer: 'sgd', milliseconds: 0.0336213 },
        { shape: 'b', model: '784-100x10-10', batchSize: 64, optimizer: 'adam', milliseconds: 1.1003 },
      ],
    })
    expect(parsed).toHaveProperty('steps.1.shareOfLimit', expect.closeTo(0.8333242449029, 12))
  })

  it('says that it measures, then prints the figures alone on standard output', async () => {
    const run = commandRun({ reading: success(RESULT.reading) })
    expect(await runCommandLine(['bench', '--json'], run.system)).toBe(0)
    expect(run.errors()).toContain('Measuring for about 20 seconds')
    expect(JSON.parse(run.output())).toHaveProperty('measuredAt', '2026-01-01T00:00:00.000Z')
  })

  it('tells why it could not measure', async () => {
    const run = commandRun()
    expect(await runCommandLine(['bench'], run.system)).toBe(1)
    expect(run.errors()).toContain('no worker')
    expect(run.output()).toBe('')
  })
})
