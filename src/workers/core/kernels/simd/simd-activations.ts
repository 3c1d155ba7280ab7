import { ACTIVATION_CODES, type ActivationKernels, type Address } from '../kernels'

type Activate = (parameter: number, z: Address, h: Address, count: number) => void
type ApplySlope = (parameter: number, z: Address, h: Address, delta: Address, count: number) => void

/** What the activation kernels are made of: assembly/activations.ts. */
export interface ActivationExports {
  readonly copyNumbers: (from: Address, to: Address, count: number) => void
  readonly activateRelu: Activate
  readonly activateLeakyRelu: Activate
  readonly activateTanh: Activate
  readonly activateSigmoid: Activate
  readonly activateElu: Activate
  readonly activateSelu: Activate
  readonly activateGelu: Activate
  readonly activateSilu: Activate
  readonly activateSoftplus: Activate
  readonly activateHardTanh: Activate
  readonly slopeRelu: ApplySlope
  readonly slopeLeakyRelu: ApplySlope
  readonly slopeTanh: ApplySlope
  readonly slopeSigmoid: ApplySlope
  readonly slopeElu: ApplySlope
  readonly slopeSelu: ApplySlope
  readonly slopeGelu: ApplySlope
  readonly slopeSilu: ApplySlope
  readonly slopeSoftplus: ApplySlope
  readonly slopeHardTanh: ApplySlope
}

/** Chooses the loop of an activation here, so that each export holds one loop without a branch. */
export function simdActivations(
  exports: ActivationExports,
): Pick<ActivationKernels, 'activate' | 'applySlope'> {
  const loops: Readonly<Record<number, readonly [Activate, ApplySlope] | undefined>> = {
    [ACTIVATION_CODES.relu]: [exports.activateRelu, exports.slopeRelu],
    [ACTIVATION_CODES['leaky-relu']]: [exports.activateLeakyRelu, exports.slopeLeakyRelu],
    [ACTIVATION_CODES.prelu]: [exports.activateLeakyRelu, exports.slopeLeakyRelu],
    [ACTIVATION_CODES.tanh]: [exports.activateTanh, exports.slopeTanh],
    [ACTIVATION_CODES.sigmoid]: [exports.activateSigmoid, exports.slopeSigmoid],
    [ACTIVATION_CODES.elu]: [exports.activateElu, exports.slopeElu],
    [ACTIVATION_CODES.selu]: [exports.activateSelu, exports.slopeSelu],
    [ACTIVATION_CODES.gelu]: [exports.activateGelu, exports.slopeGelu],
    [ACTIVATION_CODES.silu]: [exports.activateSilu, exports.slopeSilu],
    [ACTIVATION_CODES.softplus]: [exports.activateSoftplus, exports.slopeSoftplus],
    [ACTIVATION_CODES['hard-tanh']]: [exports.activateHardTanh, exports.slopeHardTanh],
  }
  const loopsOf = (code: number): readonly [Activate, ApplySlope] => {
    const pair = loops[code]
    if (pair === undefined) throw new Error(`There is no activation with the code ${code}`)
    return pair
  }
  return {
    activate: (code, parameter, z, h, count) => {
      if (code === ACTIVATION_CODES.linear) exports.copyNumbers(z, h, count)
      else loopsOf(code)[0](parameter, z, h, count)
    },
    applySlope: (code, parameter, z, h, delta, count) => {
      if (code !== ACTIVATION_CODES.linear) loopsOf(code)[1](parameter, z, h, delta, count)
    },
  }
}
