import fc from 'fast-check'
import { normalDistribution } from '@core/math/error-function'
import { ACTIVATION_CODES, type ActivationKernels } from '@core/kernels/kernels'
import { kernelCase, RESULT, type KernelCase } from '../kernel-case'
import { panels, plain } from '../tensors'
import { batch, multiplesOf, positions, sumOver, sumOverBatch, width } from './shapes'

const flat = plain('f32', 'count')
const shapes = fc.record({
  code: fc.constantFrom(...Object.values(ACTIVATION_CODES)),
  parameter: fc.constantFrom(0.01, 0.25, 1),
  count: multiplesOf(16),
})

const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

/** phi(z) in float64, each as its paper writes it. */
function activationValue(code: number, a: number, z: number): number {
  switch (code) {
    case ACTIVATION_CODES.relu:
      return z < 0 ? 0 : z
    case ACTIVATION_CODES['leaky-relu']:
    case ACTIVATION_CODES.prelu:
      return z > 0 ? z : a * z
    case ACTIVATION_CODES.tanh:
      return Math.tanh(z)
    case ACTIVATION_CODES.sigmoid:
      return sigmoid(z)
    case ACTIVATION_CODES.elu:
      return z > 0 ? z : a * Math.expm1(z)
    case ACTIVATION_CODES.selu:
      return SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z))
    case ACTIVATION_CODES.gelu:
      return z * normalDistribution(z)
    case ACTIVATION_CODES.silu:
      return z * sigmoid(z)
    case ACTIVATION_CODES.softplus:
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
    case ACTIVATION_CODES['hard-tanh']:
      return z < -1 ? -1 : z > 1 ? 1 : z
    default:
      return z
  }
}

/** phi'(z), at a kink the one from below; of hard-tanh 0. NaN at NaN. Of tanh and sigmoid from h, as rounded as h is. */
function activationSlope(code: number, a: number, z: number, h: number): number {
  if (code !== ACTIVATION_CODES.linear && Number.isNaN(z)) return NaN
  switch (code) {
    case ACTIVATION_CODES.relu:
      return z > 0 ? 1 : 0
    case ACTIVATION_CODES['leaky-relu']:
    case ACTIVATION_CODES.prelu:
      return z > 0 ? 1 : a
    case ACTIVATION_CODES.tanh:
      return 1 - h * h
    case ACTIVATION_CODES.sigmoid:
      return h * (1 - h)
    case ACTIVATION_CODES.elu:
      return z > 0 ? 1 : a * Math.exp(z)
    case ACTIVATION_CODES.selu:
      return SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z))
    case ACTIVATION_CODES.gelu:
      return normalDistribution(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
    case ACTIVATION_CODES.silu:
      return sigmoid(z) * (1 + z * sigmoid(-z))
    case ACTIVATION_CODES.softplus:
      return sigmoid(z)
    case ACTIVATION_CODES['hard-tanh']:
      return z > -1 && z < 1 ? 1 : 0
    default:
      return 1
  }
}

export const activations: Readonly<Record<keyof ActivationKernels, KernelCase>> = {
  activate: kernelCase({
    shapes,
    operands: { z: { layout: flat, role: 'in' }, h: { layout: flat, role: 'out' } },
    call: (kernels, { z, h }, { code, parameter, count }) => {
      kernels.activate(code, parameter, z, h, count)
    },
    formula: (of, { code, parameter }) => ({ h: (i) => activationValue(code, parameter, of('z')(i)) }),
    tolerance: 1e-6,
    mayShare: [['h', 'z']],
  }),
  applySlope: kernelCase({
    shapes,
    operands: {
      z: { layout: flat, role: 'in' },
      h: {
        layout: flat,
        role: 'in',
        derive:
          (of, { code, parameter }) =>
          (i) =>
            activationValue(code!, parameter!, of('z')(i)),
      },
      delta: { layout: flat, role: 'inout' },
    },
    call: (kernels, { z, h, delta }, { code, parameter, count }) => {
      kernels.applySlope(code, parameter, z, h, delta, count)
    },
    formula: (of, { code, parameter }) => ({
      delta: (i) => {
        const slope = activationSlope(code, parameter, of('z')(i), of('h')(i))
        return of('delta')(i) * Math.fround(slope)
      },
    }),
    tolerance: 2e-6,
  }),
  preluGradient: kernelCase({
    shapes: fc.record({ samples: batch, positions, features: width }),
    operands: {
      z: { layout: panels('features'), role: 'in' },
      dh: { layout: panels('features'), role: 'in' },
    },
    call: (kernels, { z, dh }, { samples, positions, features }) =>
      kernels.preluGradient(z, dh, samples, positions, features),
    formula: (of, shape) => ({
      [RESULT]: () =>
        sumOverBatch(shape, (s, p) =>
          sumOver(shape.features, (f) => of('dh')(s, p, f) * Math.min(of('z')(s, p, f), 0)),
        ),
    }),
    tolerance: 1e-3,
  }),
}
