import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SelfTestChild, SelfTestMode } from '@engine/revectorizer/compare'
import { createRevectorizer } from '@engine/revectorizer/revectorizer'
import { ENGINE_BITS } from '@shared/engine-version'
import { REVECTORIZER_SWITCHES } from '@shared/revectorizer'

const flags = vi.hoisted(() => ({ set: new Array<string>() }))
vi.mock('node:v8', () => ({ setFlagsFromString: (flag: string) => flags.set.push(flag) }))

const versions = process.versions
let folder = ''
let file = ''
let started: SelfTestMode[] = []

/** As if this were Electron's V8 on a PC, whatever runs the tests. */
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'init-lab-revectorizer-'))
  file = path.join(folder, 'deeper/revectorizer.json')
  started = []
  flags.set.length = 0
  vi.stubGlobal('process', {
    ...process,
    arch: 'x64',
    versions: { ...versions, v8: '13.0.245.19-electron.0' },
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

/** Children that take 4 ms without and `having` ms with the revectorizer; with 0 they end at once. */
function startChild(having: number): (mode: SelfTestMode) => SelfTestChild {
  return (mode) => {
    started.push(mode)
    const milliseconds = mode === 'plain' ? 4 : having
    return {
      warm: Promise.resolve(),
      read: () =>
        milliseconds === 0
          ? Promise.reject(new Error('gone'))
          : Promise.resolve({ bits: ENGINE_BITS, milliseconds }),
      unknownSwitches: () => ['--turboshaft-wasm'],
      end: () => undefined,
    }
  }
}

function open(having: number, wanted = true): ReturnType<typeof createRevectorizer> {
  return createRevectorizer({ file, wanted, startChild: startChild(having) })
}

const SWITCHES = REVECTORIZER_SWITCHES.filter((name) => name !== '--turboshaft-wasm')

describe('the revectorizer', () => {
  it('is off until its test has shown a gain, then on, at the next start at once and without a test', async () => {
    const first = open(2)
    expect(first.state()).toEqual({ active: false, wanted: true, outcome: 'untested', gain: null })
    expect(flags.set).toEqual([])
    await Promise.all([first.settle(), first.settle()])
    expect(first.state()).toEqual({ active: true, wanted: true, outcome: 'gain', gain: 2 })
    expect(flags.set).toEqual(SWITCHES)
    expect(started).toHaveLength(2)
    const second = open(2)
    expect(second.state()).toMatchObject({ active: true, gain: 2 })
    await second.settle()
    expect(started).toHaveLength(2)
  })

  it('stays off without a gain, and remembers it', async () => {
    await open(4).settle()
    const second = open(1)
    await second.settle()
    expect(second.state()).toEqual({ active: false, wanted: true, outcome: 'no-gain', gain: 1 })
    expect(flags.set).toEqual([])
    expect(started).toHaveLength(2)
  })

  it('stays off when the test ends by itself', async () => {
    const crashed = open(0)
    await crashed.settle()
    expect(crashed.state()).toMatchObject({ active: false, outcome: 'failed' })
    expect(open(2).state()).toMatchObject({ active: false, outcome: 'failed' })
  })

  it('takes a test that took the whole program with it for failed, and one that a quit ended for none', async () => {
    const never = new Promise<void>(() => undefined)
    const hanging = createRevectorizer({
      file,
      wanted: true,
      startChild: () => ({
        warm: never,
        read: () => Promise.reject(new Error()),
        unknownSwitches: () => [],
        end: () => undefined,
      }),
    })
    void hanging.settle()
    await Promise.resolve()
    expect(open(2).state()).toMatchObject({ active: false, outcome: 'failed' })
    hanging.close()
    expect(open(2).state()).toMatchObject({ outcome: 'untested' })
  })

  it('tests again for another V8, and after a damaged file', async () => {
    await open(2).settle()
    const text = readFileSync(file, 'utf8')
    vi.stubGlobal('process', { ...process, versions: { ...versions, v8: '13.1.0' } })
    expect(open(2).state().outcome).toBe('untested')
    writeFileSync(file, text.slice(0, -3))
    expect(open(2).state().outcome).toBe('untested')
  })

  it('is neither tested nor used when it is not wanted, and a choice holds from the next start', async () => {
    const unwanted = open(2, false)
    await unwanted.settle()
    expect([started, flags.set]).toEqual([[], []])
    await open(2).settle()
    flags.set.length = 0
    const off = open(2, false)
    expect(off.state()).toMatchObject({ active: false, wanted: false, outcome: 'gain' })
    off.want(true)
    expect(off.state()).toMatchObject({ active: false, wanted: true })
    expect(flags.set).toEqual([])
  })

  it('is missing in the V8 of Node 20, which would print that it knows no such switch', async () => {
    vi.stubGlobal('process', { ...process, versions: { ...versions, v8: '11.3.244.8-node.38' } })
    const missing = open(2)
    await missing.settle()
    expect(missing.state()).toEqual({ active: false, wanted: true, outcome: 'missing', gain: null })
    expect([started, flags.set]).toEqual([[], []])
  })
})
