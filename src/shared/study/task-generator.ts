import { z } from 'zod'
import { SCHEME_NAMES } from '../trial-settings'

const numbers = z.array(z.number()).min(2).max(30)
const counts = z.array(z.int().min(1).max(100_000)).min(2).max(30)

/**
 * A kind of numeric task with the values that its numbers are drawn from; generated-task.ts draws and solves it.
 * - weight-std: standard deviation of a weight of the scheme
 * - weight-bound: largest absolute weight of a uniform scheme
 * - conv-fan: fan-in or fan-out of a convolution
 * - depth-ratio: a mean square of 1 after so many layers that multiply it by the ratio
 * - leaky-gain: gain of a leaky ReLU
 */
export const taskGenerator = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.enum(['weight-std', 'weight-bound']),
    scheme: z.enum(SCHEME_NAMES),
    fanIn: counts,
    fanOut: counts,
  }),
  z.strictObject({
    task: z.literal('conv-fan'),
    fan: z.enum(['in', 'out']),
    kernel: counts,
    channels: counts,
  }),
  z.strictObject({ task: z.literal('depth-ratio'), ratio: numbers, depth: counts }),
  z.strictObject({ task: z.literal('leaky-gain'), slope: numbers }),
])
export type TaskGenerator = z.infer<typeof taskGenerator>
