import { z } from 'zod'
import type { ActivationSettings } from '@shared/trial-settings'
import golden from '../../golden/theory.json'

const number = z.union([z.number(), z.literal('inf').transform(() => Infinity)])
const series = z.array(z.number())
const pair = z.tuple([z.number(), z.number()])

const moments = z.object({
  E_phi: z.number().optional(),
  E_phi2: z.number(),
  var: z.number().optional(),
  E_dphi2: z.number().optional(),
  exact: z.number().optional(),
})

const tableRow = z.object({
  act: z.string(),
  init: z.string(),
  sigma_w2: z.number(),
  sigma_b2: z.number(),
  q_star: number,
  fwd_ratio_q1: z.number(),
  q10: z.number(),
  q29: z.number(),
  chi1: z.number(),
  xi_grad: number,
  phase: z.enum(['ordered', 'critical', 'chaotic']),
})

const schoenholzRow = z.object({
  sw2: z.number(),
  sb2: z.number(),
  q_star: z.number(),
  chi1: z.number(),
  c_star: z.number(),
  xi_c: z.number().nullable(),
  xi_q: z.number(),
  xi_grad: z.number(),
})

const measuredRow = z.object({
  act: z.string(),
  init: z.string(),
  sw2: z.number(),
  sb2: z.number(),
  slope: z.number(),
  pred_fwd_ratio_per_layer_10to30: z.number(),
  meas_fwd_ratio: pair,
  pred_bwd_ratio_per_layer: z.number(),
  meas_bwd_ratio: pair,
  pred_q: series,
  pred_chi: series,
})

/**
 * `tests/golden/theory.json`: made on 2026-11-21, predictions by the midpoint rule on [-12, 12] with steps of 5e-4, and
 * measurements of PyTorch 1.13 networks of width 512 and 30 layers over 10 seeds; numbers printed to six digits.
 */
export const REFERENCE = z
  .object({
    theory: z.object({
      gaussian_moments_q1: z.record(z.string(), moments),
      gains: z.record(z.string(), z.number()),
      table: z.array(tableRow),
      truncnorm2: z.object({
        var: z.number(),
        std: z.number(),
        relu_he_ratio_per_layer: z.number(),
        after30: z.number(),
      }),
      'schoenholz_tanh_sb2_0.05': z.array(schoenholzRow),
      'tanh_critical_sw2_at_sb2_.05': z.number(),
    }),
    measured_width512: z.array(measuredRow),
  })
  .parse(golden)

/** `leaky0.1`, `leaky(0.1)`, `relu`, ... as settings. */
export function activationOf(name: string, slope: number | null = null): ActivationSettings {
  const leaky = /^leaky\(?([\d.]*)\)?$/.exec(name)
  if (leaky !== null) return { name: 'leaky-relu', slope: slope ?? Number(leaky[1]) }
  switch (name) {
    case 'linear':
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'selu':
    case 'elu':
    case 'silu':
    case 'gelu':
      return { name, slope: null }
    default:
      throw new Error(`No activation ${name}`)
  }
}

/** Variances that were rounded when they were printed. */
const PRINTED: readonly (readonly [number, number])[] = [
  [0.333333, 1 / 3],
  [2.77778, 25 / 9],
  [1.54748, 2 * 0.8796256610342398 ** 2],
  [1.83486, 2 / 1.09],
]

export function unrounded(printed: number): number {
  return PRINTED.find(([rounded]) => rounded === printed)?.[1] ?? printed
}

/** Largest difference that rounding to `digits` digits leaves. */
function printedWithin(printed: number, digits = 6): number {
  if (printed === 0) return 1e-9
  return 0.501 * 10 ** (Math.floor(Math.log10(Math.abs(printed))) - digits + 1)
}

export function expectPrinted(actual: number, printed: number, digits = 6): void {
  if (!Number.isFinite(printed) || Math.abs(actual - printed) > printedWithin(printed, digits))
    if (actual !== printed) throw new Error(`${actual} is not ${printed} to ${digits} digits`)
}
