/** What the self-test saw of the kernels in one process. */
export interface SelfTestReading {
  /** `trainingBits` of a short training. */
  readonly bits: string
  /** Of the fastest training of this reading. */
  readonly milliseconds: number
}
