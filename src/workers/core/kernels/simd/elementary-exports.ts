import type { Address } from '../kernels'

/** out(i) = f(x(i)); `count` is a multiple of 4. */
type MapFunction = (x: Address, out: Address, count: number) => void

/** The elementary functions by themselves (assembly/elementary.ts), for tests and the table of errors. */
export interface ElementaryExports {
  readonly mapExp: MapFunction
  readonly mapExpm1: MapFunction
  readonly mapLog: MapFunction
  readonly mapLog1p: MapFunction
  readonly mapNormalDistribution: MapFunction
}
