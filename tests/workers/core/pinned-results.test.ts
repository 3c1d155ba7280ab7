import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { train } from '@core/train'
import { ACTIVATION_NAMES, SCHEME_NAMES } from '@shared/trial-settings'
import { loadDigits } from './golden'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

const DIGITS = loadDigits()
const RAMPS = ramps()

/** sha256 of the final weights, W then b layer by layer, and of curve and layer statistics; 16 digits of it. */
function hash(choices: Choices, data = RAMPS): string {
  const { parameters, curve, layers } = train(trialSettings(choices), data, 42, TO_THE_END)
  const digest = createHash('sha256')
  for (const { weights, bias } of parameters) digest.update(weights).update(bias)
  return digest.update(curve).update(layers).digest('hex').slice(0, 16)
}

/**
 * The bits of short trainings. A change here means that every stored result changes: it needs a reason, a new engine
 * version, and these values anew. The same values must come out of Node and of Electron.
 */
describe('the bits of a training', () => {
  it('of He and Xavier on digits', () => {
    const choices = { widths: [32, 32, 32], batchSize: 32, steps: 100, learningRate: 0.03 }
    expect({
      he: hash({ ...choices, scheme: 'he-normal' }, DIGITS),
      xavier: hash({ ...choices, scheme: 'xavier-normal' }, DIGITS),
    }).toMatchInlineSnapshot(`
      {
        "he": "eb1aee4f76e22250",
        "xavier": "8dab3f8526af374b",
      }
    `)
  })

  it('of every scheme', () => {
    expect(Object.fromEntries(SCHEME_NAMES.map((scheme) => [scheme, hash({ scheme })])))
      .toMatchInlineSnapshot(`
      {
        "constant": "8f03b3fb729c8ad5",
        "glorot-2010-standard": "bc1bcda7509be1db",
        "he-normal": "4712ce9c882ed9c7",
        "he-uniform": "b89581b303d7022b",
        "identity": "6651c1ffa81a5a78",
        "keras-default": "45537c6ef58f01a7",
        "lecun-normal": "96668941c3d3c466",
        "lecun-uniform": "7c42b3e158e02ff4",
        "normal": "d5e955c0b00824f3",
        "orthogonal": "c5cd8869365ebe1b",
        "pytorch-default": "1eb4c92f1a6a6696",
        "seed-004-xavier": "9a56d9559704a8be",
        "sparse": "385fa0321c3cd629",
        "truncated-normal": "bd000736bbe745ec",
        "uniform": "0ab944eee22f200d",
        "xavier-normal": "35cd961d9e0b9f0c",
        "xavier-uniform": "45537c6ef58f01a7",
        "zeros": "6ba8f29908c6a42b",
      }
    `)
  })

  it('of every activation', () => {
    expect(Object.fromEntries(ACTIVATION_NAMES.map((activation) => [activation, hash({ activation })])))
      .toMatchInlineSnapshot(`
      {
        "elu": "e9e13b64a1899f0b",
        "gelu": "678b788df8f3df56",
        "leaky-relu": "6a2b2c0ee09ca466",
        "linear": "3c28bdfb5fbea758",
        "relu": "4712ce9c882ed9c7",
        "selu": "b402b95f0247f1cf",
        "sigmoid": "b45a4def8305262e",
        "silu": "1bdd5f024d871791",
        "softplus": "65ce617dd8c7e891",
        "tanh": "627d2a922c41d245",
      }
    `)
  })

  it('of every optimizer', () => {
    const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }
    expect({
      momentum: hash({ optimizer: { name: 'momentum', momentum: 0.9, weightDecay: 0.01 } }),
      nesterov: hash({ optimizer: { name: 'nesterov', momentum: 0.9 } }),
      adam: hash({ optimizer: { name: 'adam', ...adam } }),
      adamw: hash({ optimizer: { name: 'adamw', ...adam } }),
      rmsprop: hash({ optimizer: { name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0.5 } }),
      adagrad: hash({ optimizer: { name: 'adagrad', epsilon: 1e-10 } }),
      mse: hash({ loss: 'mse' }),
      diverged: hash({ learningRate: 1e25 }),
    }).toMatchInlineSnapshot(`
      {
        "adagrad": "a1875b323a0ebd60",
        "adam": "736aa02d211bf08e",
        "adamw": "9d5da25071af9fc0",
        "diverged": "c81a8bec9059509e",
        "momentum": "570743bdd4894df2",
        "mse": "42e9e794e70c7432",
        "nesterov": "ddd5e88c16b35d9a",
        "rmsprop": "51192b397ce35f94",
      }
    `)
  })
})
