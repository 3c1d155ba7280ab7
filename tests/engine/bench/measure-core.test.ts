import { describe, expect, it } from 'vitest'
import { readBenchReply } from '@engine/bench/measure-core'

const READING = { limit: 60, steps: [{ shape: 'a', optimizer: 'sgd', milliseconds: 0.03 }] }

describe("the worker's reading", () => {
  it('is passed on', () => {
    expect(readBenchReply({ kind: 'bench', reading: READING })).toEqual({ ok: true, value: READING })
  })

  it.each([
    [null],
    [{ kind: 'bench' }],
    [{ kind: 'bench', reading: { ...READING, limit: Infinity } }],
    [{ kind: 'bench', reading: { ...READING, limit: 0 } }],
    [{ kind: 'bench', reading: { limit: 60, steps: [{ ...READING.steps[0], shape: 'z' }] } }],
    [{ kind: 'bench', reading: { limit: 60, steps: [{ ...READING.steps[0], milliseconds: NaN }] } }],
  ])('%j is none', (reply) => {
    expect(readBenchReply(reply)).toMatchObject({ ok: false, error: { code: 'worker-fault' } })
  })

  it('tells the fault of the worker', () => {
    const read = readBenchReply({ kind: 'fault', message: 'It has no memory.' })
    expect(!read.ok && read.error.message).toContain('It has no memory.')
  })
})
