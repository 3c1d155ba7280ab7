import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { train } from '@core/train'
import type { Training } from '@core/training'
import { ENGINE_VERSION } from '@shared/engine-version'
import { KERNEL_SETS, machineOf } from './machines'
import { TO_THE_END, trialSettings } from './settings'
import { SHORT_TRAININGS, type ShortTraining } from './short-trainings'

/**
 * What the hashes come to under each engine version. A change of one bit of one result needs a reason and a new engine
 * version: add a line and write the hashes anew (vitest -u); never change a line.
 */
const VERSIONS: Readonly<Record<string, string>> = {
  '2': '2b83bc279e7b0d9f',
}

/** sha256 of every number of a result; 16 digits of it. */
function hash({ parameters, curve, layers, spectrum, histograms, final, jacobian }: Training): string {
  const digest = createHash('sha256')
  const tensors = parameters.flatMap(({ weights, bias, others }) => [weights, bias, ...others])
  for (const values of [...tensors, curve, layers, spectrum, histograms]) digest.update(values)
  const numbers = [final?.trainLoss, final?.trainAccuracy, final?.testLoss, final?.testAccuracy, jacobian]
  for (const value of numbers) digest.update(`${String(value)} `)
  return digest.digest('hex').slice(0, 16)
}

function run({ choices, data }: ShortTraining, set: (typeof KERNEL_SETS)[number]): Training {
  return train(trialSettings(choices), data, 42, TO_THE_END, machineOf(set))
}

const TRAININGS = Object.entries(SHORT_TRAININGS).flatMap(([kind, trainings]) =>
  Object.entries(trainings).map(([name, training]) => ({ name: `${kind}: ${name}`, training })),
)

describe('the bits of a short training', () => {
  it.each(TRAININGS)('are the same from both kernel sets: $name', ({ training }) => {
    const [simd, scalar] = KERNEL_SETS.map((set) => run(training, set))
    expect(scalar).toEqual(simd)
    expect(hash(scalar!)).toBe(hash(simd!))
  })

  /** The same values must come out of Node and of Electron. */
  it('are pinned, and the engine version with them', async () => {
    const hashes = TRAININGS.map(({ name, training }): [string, string] => [
      name,
      hash(run(training, 'simd')),
    ])
    const text = `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`
    await expect(text).toMatchFileSnapshot('../../golden/pinned-bits.json')
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
    expect(VERSIONS[ENGINE_VERSION], `the hashes of engine ${ENGINE_VERSION}`).toBe(digest)
    expect(new Set(Object.values(VERSIONS)).size).toBe(Object.keys(VERSIONS).length)
  })
})
