import os from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { ENGINE_VERSION } from '@shared/engine-version'
import type { RevectorizerState } from '@shared/revectorizer'
import { compareKernels } from './compare'
import type { SelfTestChild, SelfTestMode, Verdict } from './compare'
import { verdictFile } from './verdict-file'

/**
 * V8's revectorizer in this process: on only where a self-test in processes of its own has shown equal bits and a gain.
 * The verdict is remembered for this V8, processor and engine, so that only the first work after the first start waits.
 */
export interface Revectorizer {
  readonly state: () => RevectorizerState
  /** Resolves when the kernels may be compiled: at once when the verdict is known. Ask it before every work. */
  readonly settle: () => Promise<void>
  /** For the next start. */
  readonly want: (wanted: boolean) => void
  /** The program ends in order: a test that is under way has not failed. */
  readonly close: () => void
}

export interface RevectorizerOptions {
  /** Keeps the verdict. */
  readonly file: string
  readonly wanted: boolean
  readonly startChild: (mode: SelfTestMode) => SelfTestChild
}

/** V8 of Node 20: it has no such switch, and says so on the standard error when it is set all the same. */
const LAST_WITHOUT = 11

function isKnownMissing(): boolean {
  return process.arch !== 'x64' || Number.parseInt(process.versions.v8, 10) <= LAST_WITHOUT
}

function verdictKey(): string {
  return [process.versions.v8, process.arch, os.cpus()[0]?.model ?? '', ENGINE_VERSION].join(' / ')
}

/** Sets the switches at once when a remembered verdict allows it: call it before any WebAssembly is compiled. */
export function createRevectorizer(options: RevectorizerOptions): Revectorizer {
  const file = verdictFile(options.file)
  const key = verdictKey()
  let { wanted } = options
  let active = false
  let testing: Promise<void> | null = null
  let verdict: Verdict = isKnownMissing()
    ? { outcome: 'missing', gain: null, switches: [] }
    : (file.read(key) ?? { outcome: 'untested', gain: null, switches: [] })

  const apply = (): void => {
    if (!wanted || verdict.outcome !== 'gain') return
    for (const switched of verdict.switches) setFlagsFromString(switched)
    active = true
  }
  const test = async (): Promise<void> => {
    file.markTesting(key)
    const found = await compareKernels(options.startChild)
    if (testing === null) return
    verdict = found
    file.write(key, verdict)
    apply()
  }
  apply()
  return {
    state: () => ({ active, wanted, outcome: verdict.outcome, gain: verdict.gain }),
    settle: async () => {
      if (testing === null && (!wanted || verdict.outcome !== 'untested')) return
      testing ??= test()
      await testing
    },
    want: (next) => {
      wanted = next
    },
    close: () => {
      if (testing !== null && verdict.outcome === 'untested') file.forget()
      testing = null
    },
  }
}
