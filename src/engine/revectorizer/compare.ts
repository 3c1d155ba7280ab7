import { ENGINE_BITS } from '@shared/engine-version'
import { REVECTORIZER_SWITCHES } from '@shared/revectorizer'
import type { RevectorizerOutcome } from '@shared/revectorizer'
import type { SelfTestReading } from '@workers/self-test/self-test-port'

export type SelfTestMode = 'plain' | 'revectorized'

/** A process of its own that times the kernels: switches are for a whole process, and may crash it. */
export interface SelfTestChild {
  /** Resolves when the kernels are compiled. Rejects, as `read` does, when the process ends. */
  readonly warm: Promise<void>
  readonly read: () => Promise<SelfTestReading>
  /** Switches that its V8 does not know, so far. */
  readonly unknownSwitches: () => readonly string[]
  readonly end: () => void
}

export interface Verdict {
  readonly outcome: RevectorizerOutcome
  readonly gain: number | null
  /** Those that this V8 knows; it prints a line for any other. */
  readonly switches: readonly string[]
}

const FAILED: Verdict = { outcome: 'failed', gain: null, switches: [] }

/** 12 ms each: 60 ms of trainings with the switches, and as many without. */
const TURNS = 5
/** A smaller gain is within what a busy machine makes of two equal programs. */
const LEAST_GAIN = 1.05
const LIMIT_MILLISECONDS = 10_000

/**
 * Times the kernels without and with the revectorizer, by turns, the fastest training of each. `other-bits` when one of
 * the two does not give the bits of this engine, `failed` when a process ends or hangs.
 */
export async function compareKernels(start: (mode: SelfTestMode) => SelfTestChild): Promise<Verdict> {
  const plain = start('plain')
  const revectorized = start('revectorized')
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      resolve(FAILED)
    }, LIMIT_MILLISECONDS)
  })
  try {
    return await Promise.race([takeTurns(plain, revectorized), hung])
  } catch {
    return FAILED
  } finally {
    clearTimeout(timer)
    plain.end()
    revectorized.end()
  }
}

async function takeTurns(plain: SelfTestChild, revectorized: SelfTestChild): Promise<Verdict> {
  await Promise.all([plain.warm, revectorized.warm])
  let without = Infinity
  let having = Infinity
  for (let turn = 0; turn < TURNS; turn += 1) {
    const one = await plain.read()
    const other = await revectorized.read()
    if (one.bits !== ENGINE_BITS || other.bits !== ENGINE_BITS) {
      return { outcome: 'other-bits', gain: null, switches: [] }
    }
    without = Math.min(without, one.milliseconds)
    having = Math.min(having, other.milliseconds)
  }
  const unknown = revectorized.unknownSwitches()
  const switches = REVECTORIZER_SWITCHES.filter((known) => !unknown.includes(known))
  if (!switches.includes(REVECTORIZER_SWITCHES[0])) return { outcome: 'missing', gain: null, switches: [] }
  const gain = without / having
  return { outcome: gain >= LEAST_GAIN ? 'gain' : 'no-gain', gain, switches }
}
