import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

/** Work in pieces of at most some milliseconds: between two of them its runner may let others go on. */
export type Steps<Value> = Generator<undefined, Value>

/** Bytes of one step: hashed, summed or copied within a millisecond or two. */
const STEP_BYTES = 1 << 20

export function atOnce<Value>(steps: Steps<Value>): Value {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
}

/** One step in each turn of the event loop. */
export async function inTurns<Value>(steps: Steps<Value>): Promise<Value> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value
    await setImmediate()
  }
}

/** Gives the parts one after the other to `take`, in pieces no longer than a step. */
export function* throughParts(
  parts: readonly Uint8Array[],
  take: (piece: Uint8Array) => void,
): Steps<undefined> {
  let taken = 0
  for (const part of parts) {
    for (let from = 0; from < part.length;) {
      const piece = part.subarray(from, from + STEP_BYTES - taken)
      take(piece)
      from += piece.length
      taken += piece.length
      if (taken < STEP_BYTES) continue
      taken = 0
      yield
    }
  }
  return undefined
}

/** sha256 of the parts as one, in hexadecimal digits. */
export function* hashSteps(parts: readonly Uint8Array[]): Steps<string> {
  const hash = createHash('sha256')
  yield* throughParts(parts, (piece) => {
    hash.update(piece)
  })
  return hash.digest('hex')
}
