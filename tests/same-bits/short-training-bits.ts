import { openMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import type { Training } from '@core/training'
import { trialSettings } from '../workers/core/settings'
import { SHORT_TRAININGS } from '../workers/core/short-trainings'

/** Every number of a result as one run of bytes, in the order of tests/workers/core/pinned-results.test.ts. */
function resultBytes(training: Training): Uint8Array<ArrayBuffer> {
  const { parameters, curve, layers, spectrum, histograms, final, jacobian } = training
  const tensors = parameters.flatMap(({ weights, bias, others }) => [weights, bias, ...others])
  const metrics: readonly number[] = final === null ? [] : Object.values(final)
  const text = [...metrics, jacobian].map((value) => `${String(value)} `).join('')
  const parts = [
    ...[...tensors, curve, layers, spectrum, histograms].map(
      (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ),
    new TextEncoder().encode(text),
  ]
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The hashes of tests/golden/pinned-bits.json as this engine computes them: Node, Electron or a browser. */
export async function shortTrainingBits(): Promise<Readonly<Record<string, string>>> {
  const machine = openMachine('simd')
  const hooks = { proceed: () => true }
  const bits: Record<string, string> = {}
  for (const [kind, trainings] of Object.entries(SHORT_TRAININGS)) {
    for (const [name, { choices, data }] of Object.entries(trainings)) {
      const training = train(trialSettings(choices), data, 42, hooks, machine)
      bits[`${kind}: ${name}`] = (await sha256(resultBytes(training))).slice(0, 16)
    }
  }
  return bits
}
