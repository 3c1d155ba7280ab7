import { readFileSync } from 'node:fs'
import { z } from 'zod'

type Nested = number | Nested[]

const nested: z.ZodType<Nested> = z.lazy(() => z.union([z.number(), z.array(nested)]))
/** A tensor of any shape as its numbers, the last axis fastest. */
const tensor = nested.transform((values) => flatten(values))
const vector = z.array(z.number())
const matrix = z.array(vector)
const tensors = z.record(z.string(), tensor)

const result = z.object({
  output: matrix,
  loss: z.number(),
  grads: tensors,
  after3: z.record(z.string(), z.object({ losses: vector, params: tensors })),
  buffers_after_1_forward: tensors.optional(),
  eval_output_after_1_forward: matrix.optional(),
})

const networkCase = z.object({
  name: z.string(),
  loss: z.enum(['cross_entropy_mean', 'mse_mean_over_all_elements']),
  x: z.array(tensor),
  target: z.union([vector, matrix]),
  params: tensors,
  results: z.object({ float64: result, float32: result }),
})
export type NetworkCase = z.infer<typeof networkCase>

function flatten(values: Nested): number[] {
  return typeof values === 'number' ? [values] : values.flatMap(flatten)
}

const fixtures = z.object({
  cases: z.array(z.looseObject({ name: z.string() })),
  activations: z.object({ x: vector, values: z.record(z.string(), z.object({ y: vector, dy: vector })) }),
  softmax_ce_extreme: z.object({ logits: matrix, target: vector, loss_each: vector, grad_of_sum: matrix }),
  fans: z.record(z.string(), z.record(z.string(), z.number())),
})

const run = z.object({ loss_per_step: vector, final_full_loss: z.number(), final_acc: z.number() })
const trace = z.object({
  W: z.array(matrix),
  results: z.object({ float64: z.record(z.string(), run), float32: z.record(z.string(), run) }),
})

const digits = z.object({
  max: z.number(),
  x_mean: z.number(),
  x_std: z.number(),
  train_x: z.string(),
  train_y: z.string(),
  test_x: z.string(),
  test_y: z.string(),
})

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}

export const FIXTURES = fixtures.parse(readJson('../../golden/pytorch/fixtures.json'))
export const TRACE = trace.parse(readJson('../../golden/pytorch/trace.json'))

export function networkFixture(name: string): NetworkCase {
  return networkCase.parse(FIXTURES.cases.find((entry) => entry.name === name))
}

/** digits8x8 as training data, standardised as its file says. */
export function loadDigits(): {
  features: number
  image: { channels: number; height: number; width: number }
  classes: number
  trainX: Float32Array
  trainY: Int32Array
  testX: Float32Array
  testY: Int32Array
} {
  const file = digits.parse(readJson('../../../resources/datasets/digits8x8.json'))
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
  const scale = (text: string): Float32Array =>
    Float32Array.from(bytes(text), (value) => (value / file.max - file.x_mean) / file.x_std)
  return {
    features: 64,
    image: { channels: 1, height: 8, width: 8 },
    classes: 10,
    trainX: scale(file.train_x),
    trainY: Int32Array.from(bytes(file.train_y)),
    testX: scale(file.test_x),
    testY: Int32Array.from(bytes(file.test_y)),
  }
}

/** Largest of |actual - expected| / (absolute + relative |expected|): at most 1 when every entry is within tolerance. */
export function worstDeviation(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute: number,
): number {
  if (actual.length !== expected.length) return Infinity
  let worst = 0
  for (let index = 0; index < actual.length; index += 1) {
    const difference = Math.abs(actual[index]! - expected[index]!)
    const deviation = difference / (absolute + relative * Math.abs(expected[index]!))
    worst = Math.max(worst, deviation)
  }
  return worst
}
