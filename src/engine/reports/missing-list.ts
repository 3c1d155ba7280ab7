import { REPORT_LIMITS } from '@shared/report'

/** Sentences on what a damaged report lacks; bounded, so that a hostile file cannot fill the memory with them. */
export class MissingList {
  readonly #sentences: string[] = []
  #dropped = 0

  add(sentence: string): void {
    if (this.#sentences.length < REPORT_LIMITS.missingSentences) this.#sentences.push(sentence)
    else this.#dropped++
  }

  mentions(name: string): boolean {
    return this.#sentences.some((sentence) => sentence.startsWith(name))
  }

  sentences(): readonly string[] {
    return this.#dropped === 0
      ? this.#sentences
      : [...this.#sentences, `And ${String(this.#dropped)} faults more.`]
  }
}
