/** Multilayer perceptrons whose whole training step is measured: from one that fits the first cache to one that fits none. */
export const BENCH_SHAPES = [
  { name: 'a', features: 2, width: 64, depth: 3, classes: 2, batch: 32 },
  { name: 'b', features: 784, width: 100, depth: 10, classes: 10, batch: 64 },
  { name: 'c', features: 784, width: 256, depth: 5, classes: 10, batch: 128 },
  { name: 'd', features: 784, width: 64, depth: 30, classes: 10, batch: 64 },
  { name: 'e', features: 784, width: 512, depth: 3, classes: 10, batch: 128 },
] as const
export type BenchShape = (typeof BENCH_SHAPES)[number]
export type BenchShapeName = BenchShape['name']

export const BENCH_OPTIMIZERS = ['sgd', 'adam'] as const
export type BenchOptimizer = (typeof BENCH_OPTIMIZERS)[number]

/** So small that thousands of steps on one batch leave the weights, and with them the work of a step, as they are. */
export const BENCH_LEARNING_RATE = 1e-6

/** The fastest step seen. */
export interface StepReading {
  readonly shape: BenchShapeName
  readonly optimizer: BenchOptimizer
  readonly milliseconds: number
}

export interface BenchReading {
  /** 10^9 multiplications and additions a second that one core does with 128-bit vectors in registers. */
  readonly limit: number
  readonly steps: readonly StepReading[]
}

export function benchShape(name: BenchShapeName): BenchShape {
  const shape = BENCH_SHAPES.find((candidate) => candidate.name === name)
  if (shape === undefined) throw new Error(`There is no shape ${name}`)
  return shape
}

/** Inputs, hidden layers, outputs. */
export function benchWidths({ features, width, depth, classes }: BenchShape): number[] {
  return [features, ...Array.from({ length: depth }, () => width), classes]
}

/** `784-100x10-10` */
export function benchShapeText({ features, width, depth, classes }: BenchShape): string {
  return `${features}-${width}x${depth}-${classes}`
}

/**
 * Operations of the matrix products of one step: 6 B sum(in out) - 2 B in0 out0 (forward, weight gradient and input
 * gradient, which the first layer does without).
 */
export function benchStepFlops(shape: BenchShape): number {
  const widths = benchWidths(shape)
  const weights = widths.slice(1).reduce((sum, width, layer) => sum + width * (widths[layer] ?? 0), 0)
  return 6 * shape.batch * weights - 2 * shape.batch * shape.features * shape.width
}

/** 10^9 operations a second. */
export function gigaflops(shape: BenchShape, milliseconds: number): number {
  return benchStepFlops(shape) / milliseconds / 1e6
}
