import type { RandomStream } from '../statistics/random-stream'

/** The values in an order drawn from the stream, each order equally likely (Fisher and Yates); for fewer than 2^21 values. */
export function shuffled<Value>(values: readonly Value[], stream: RandomStream): readonly Value[] {
  const left = [...values]
  const drawn: Value[] = []
  while (left.length > 0) drawn.push(...left.splice(stream.below(left.length), 1))
  return drawn
}
