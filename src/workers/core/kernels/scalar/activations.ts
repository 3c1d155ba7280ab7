import type { Heap } from '../heap'
import { ACTIVATION_CODES, type ActivationKernels } from '../kernels'
import { exp, expm1, gelu, geluSlope, sigmoid, silu, siluSlope, softplus, tanh } from './functions'

/**
 * phi(z), and phi' from z and h = phi(z): tanh and sigmoid take it from h, the others from z. `a` is the parameter. The
 * derivative at a kink is the one from below (hard-tanh: 0), as in PyTorch. Each branch is written to let NaN through.
 */
interface ActivationFunctions {
  readonly value: (z: number, a: number) => number
  readonly slope: (z: number, h: number, a: number) => number
}

/** Klambauer et al. 2017, equation 2 and appendix A: the fixed point mean 0, variance 1. */
const SELU_SCALE = Math.fround(1.05070102)
const SELU_SCALE_ALPHA = Math.fround(1.75809932)

const leakyRelu: ActivationFunctions = {
  value: (z, a) => (z > 0 ? z : Math.fround(a * z)),
  slope: (z, _h, a) => (z > 0 ? 1 : z <= 0 ? a : NaN),
}

const FUNCTIONS: Readonly<Record<number, ActivationFunctions | undefined>> = {
  [ACTIVATION_CODES.relu]: {
    value: (z) => (z < 0 ? 0 : z),
    slope: (z) => (z > 0 ? 1 : z <= 0 ? 0 : NaN),
  },
  [ACTIVATION_CODES['leaky-relu']]: leakyRelu,
  [ACTIVATION_CODES.prelu]: leakyRelu,
  [ACTIVATION_CODES.tanh]: { value: tanh, slope: (_z, h) => Math.fround(1 - Math.fround(h * h)) },
  [ACTIVATION_CODES.sigmoid]: { value: sigmoid, slope: (_z, h) => Math.fround(h * Math.fround(1 - h)) },
  [ACTIVATION_CODES.elu]: {
    value: (z, a) => (z > 0 ? z : Math.fround(a * expm1(z))),
    slope: (z, _h, a) => (z > 0 ? 1 : Math.fround(a * exp(z))),
  },
  [ACTIVATION_CODES.selu]: {
    value: (z) => Math.fround(z > 0 ? SELU_SCALE * z : SELU_SCALE_ALPHA * expm1(z)),
    slope: (z) => (z > 0 ? SELU_SCALE : Math.fround(SELU_SCALE_ALPHA * exp(z))),
  },
  [ACTIVATION_CODES.gelu]: { value: gelu, slope: geluSlope },
  [ACTIVATION_CODES.silu]: { value: silu, slope: siluSlope },
  [ACTIVATION_CODES.softplus]: { value: softplus, slope: sigmoid },
  [ACTIVATION_CODES['hard-tanh']]: {
    value: (z) => (z < -1 ? -1 : z > 1 ? 1 : z),
    slope: (z) => (z > -1 && z < 1 ? 1 : Number.isNaN(z) ? NaN : 0),
  },
}

export function scalarActivations(heap: Heap): Pick<ActivationKernels, 'activate' | 'applySlope'> {
  return {
    activate: (code, parameter, z, h, count) => {
      const { f32 } = heap
      if (code === ACTIVATION_CODES.linear) {
        f32.copyWithin(h / 4, z / 4, z / 4 + count)
        return
      }
      const { value } = functionsOf(code)
      const a = Math.fround(parameter)
      for (let index = 0; index < count; index += 1) f32[h / 4 + index] = value(f32[z / 4 + index], a)
    },
    applySlope: (code, parameter, z, h, delta, count) => {
      if (code === ACTIVATION_CODES.linear) return
      const { f32 } = heap
      const { slope } = functionsOf(code)
      const a = Math.fround(parameter)
      for (let index = 0; index < count; index += 1) {
        f32[delta / 4 + index] *= slope(f32[z / 4 + index], f32[h / 4 + index], a)
      }
    },
  }
}

function functionsOf(code: number): ActivationFunctions {
  const functions = FUNCTIONS[code]
  if (functions === undefined) throw new Error(`There is no activation with the code ${code}`)
  return functions
}
