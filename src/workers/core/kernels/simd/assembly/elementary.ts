// The elementary functions by themselves, so that tests and the table of errors reach those that the activations use only
// in a part of their range. `count` is a multiple of 4.
import { exp, expm1, log, log1p, normalDistribution } from './functions'

/** out = e^x */
export function mapExp(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, exp(v128.load(x + at)))
}

/** out = e^x - 1 */
export function mapExpm1(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, expm1(v128.load(x + at)))
}

/** out = ln x */
export function mapLog(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, log(v128.load(x + at)))
}

/** out = ln(1 + x) */
export function mapLog1p(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, log1p(v128.load(x + at)))
}

/** out = Phi(x) */
export function mapNormalDistribution(x: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, normalDistribution(v128.load(x + at)))
}
