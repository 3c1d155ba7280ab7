/**
 * V8's switches that widen 128-bit vectors to 256 bits. They change no bit, and only code compiled after them. The first
 * is what is wanted; the others are what it asks for, which V8 adds by itself at its start alone: without the last one
 * V8 13.0 ends the program when it compiles some kernels.
 */
export const REVECTORIZER_SWITCHES = [
  '--experimental-wasm-revectorize',
  '--turboshaft-wasm',
  '--turboshaft-wasm-load-elimination',
  '--turboshaft-wasm-instruction-selection-staged',
] as const

/** What the self-test of V8's revectorizer found. */
export const REVECTORIZER_OUTCOMES = [
  'untested',
  'gain',
  'no-gain',
  'other-bits',
  'failed',
  'missing',
] as const
export type RevectorizerOutcome = (typeof REVECTORIZER_OUTCOMES)[number]

/**
 * Whether V8 widens the 128-bit vectors of the kernels to 256 bits in this process. It makes trainings faster and
 * changes no bit of them.
 */
export interface RevectorizerState {
  readonly active: boolean
  /** What the person has chosen; in force from the next start. */
  readonly wanted: boolean
  readonly outcome: RevectorizerOutcome
  /** Time without it divided by time with it; null when it was not measured. */
  readonly gain: number | null
}

/** `on: 1.46 times as fast in its self-test` */
export function describeRevectorizer({ active, wanted, outcome, gain }: RevectorizerState): string {
  const measured = gain === null ? '' : `${gain.toFixed(2)} times as fast in its self-test`
  if (active) return wanted ? `on: ${measured}` : `on until the next start: ${measured}`
  if (!wanted) return 'off, as chosen'
  switch (outcome) {
    case 'untested':
      return 'off until its self-test has run'
    case 'gain':
      return `off until the next start: ${measured}`
    case 'no-gain':
      return `off: no gain, ${measured}`
    case 'other-bits':
      return 'off: its self-test gave other bits'
    case 'failed':
      return 'off: its self-test ended by itself'
    case 'missing':
      return 'off: this system has none'
  }
}
