/** A small generator for mutations; its seed is fixed, so that a failing input comes back (mulberry32). */
export class RandomSource {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!
  }

  /** Some bytes changed, cut out, doubled, inserted, or the end cut off. */
  mutateBytes(bytes: Uint8Array): Uint8Array {
    let changed = bytes
    for (let rounds = 1 + this.below(4); rounds > 0; rounds--) changed = this.#mutateOnce(changed)
    return changed
  }

  #mutateOnce(changed: Uint8Array): Uint8Array {
    const at = this.below(changed.length + 1)
    const to = Math.min(changed.length, at + 1 + this.below(40))
    const before = changed.subarray(0, at)
    switch (this.below(5)) {
      case 0:
        return Uint8Array.of(...before, ...changed.subarray(to))
      case 1:
        return Uint8Array.of(...changed.subarray(0, to), ...changed.subarray(at))
      case 2:
        return Uint8Array.of(
          ...before,
          ...Array.from({ length: 1 + this.below(8) }, () => this.below(256)),
          ...changed.subarray(at),
        )
      case 3:
        return this.below(8) === 0 ? before.slice() : changed
      default: {
        const copy = changed.slice()
        for (let k = at; k < Math.min(to, at + 4); k++)
          copy[k] = this.below(3) === 0 ? this.pick([0, 0xff, 0x7f, 0x80]) : this.below(256)
        return copy
      }
    }
  }
}

/** The keys of the prototypes that a hostile file could reach; equal before and after when nothing was polluted. */
export function prototypeKeys(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Map.prototype, String.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join(','))
    .join(';')
}
