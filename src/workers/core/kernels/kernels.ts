/**
 * The arithmetic of the core as functions on one memory. Two sets implement it: `simd`, AssemblyScript compiled to WASM
 * with 128-bit vectors, and `scalar`, TypeScript that rounds with Math.fround: the oracle. Both give the same bits.
 *
 * Everything is float32 unless said. Every product and every sum is rounded to float32 by itself (no fused
 * multiply-add); each output has one accumulator and its terms are added in ascending order, so a result depends on its
 * operands alone and identical units stay identical. NaN and infinities pass through every kernel.
 *
 * Layout. Arguments called by a tensor's name are byte addresses, 64-byte aligned.
 * - panels: the samples of a batch in groups of 16, one sample a lane: (ceil(samples / 16), positions, pad8(features), 16).
 *   A dense layer has one position; a convolution has one for each pixel of its output, with channels as features.
 *   A "virtual panel" is one (panel, position): there are ceil(samples / 16) * positions of them.
 * - weights: row-major (pad2(fanOut), pad8(fanIn)), followed by the bias, pad8(fanOut): one parameter block.
 * Padding - lanes beyond the last sample, features and rows beyond the last - may hold anything, NaN included: every
 * reduction runs over the real entries only.
 */
export interface Kernels
  extends
    DenseKernels,
    ActivationKernels,
    LossKernels,
    NormalizationKernels,
    ConvolutionKernels,
    ElementKernels,
    OptimizerKernels,
    RandomKernels,
    StatisticsKernels,
    PeakKernels {}

/** An address in bytes; 0 stands for "none" where a parameter says that it may be missing. */
export type Address = number

export interface DenseKernels {
  /** x(s, k) = data(indices(s), k): rows of a row-major data set (n, features) into panels. indices: int32 at any multiple of 4. */
  readonly gatherRows: (
    data: Address,
    indices: Address,
    x: Address,
    samples: number,
    features: number,
  ) => void
  /** z(v, o) = bias(o) + sum over k of weights(o, k) x(v, k), over `panels` virtual panels. */
  readonly denseForward: (
    x: Address,
    weights: Address,
    bias: Address,
    z: Address,
    panels: number,
    fanIn: number,
    fanOut: number,
  ) => void
  /**
   * dx(v, k) = sum over o of delta(v, o) weights(o, k), of the virtual panels `first` to `end` - 1. All of them in pieces,
   * in ascending order from 0: the first piece leaves in `workspace`, denseWorkspaceBytes, what the others read.
   */
  readonly denseInputGradient: (
    delta: Address,
    weights: Address,
    dx: Address,
    first: number,
    end: number,
    fanIn: number,
    fanOut: number,
    workspace: Address,
  ) => void
  /**
   * dW(o, k) = sum over panels, positions and samples (ascending, in this nesting) of delta(., o) x(., k), of the units
   * `first`, an even one, to `end` - 1; in pieces as above.
   */
  readonly denseWeightGradient: (
    x: Address,
    delta: Address,
    weightGradient: Address,
    first: number,
    end: number,
    samples: number,
    positions: number,
    fanIn: number,
    fanOut: number,
    workspace: Address,
  ) => void
  /**
   * db(o) = sum of delta(., o). As every "lane sum" here: 16 lane accumulators over virtual panels in ascending order,
   * missing samples as +0, then lanes l + (l + 4) with (l + 8) + (l + 12) into 4 sums, then (0 + 1) + (2 + 3).
   */
  readonly denseBiasGradient: (
    delta: Address,
    biasGradient: Address,
    samples: number,
    positions: number,
    fanOut: number,
  ) => void
}

/** Codes of the activations inside the kernels; part of no file format. */
export const ACTIVATION_CODES = {
  linear: 0,
  relu: 1,
  'leaky-relu': 2,
  prelu: 3,
  tanh: 4,
  sigmoid: 5,
  elu: 6,
  selu: 7,
  gelu: 8,
  silu: 9,
  softplus: 10,
  'hard-tanh': 11,
} as const

/** `count` numbers, a multiple of 16; `parameter` is the negative slope of leaky-relu and prelu, the alpha of elu. */
export interface ActivationKernels {
  /** h(i) = phi(z(i)); z and h may be the same. */
  readonly activate: (code: number, parameter: number, z: Address, h: Address, count: number) => void
  /** delta(i) = delta(i) phi'(z(i)), from z or from h = phi(z), whichever is cheaper. */
  readonly applySlope: (
    code: number,
    parameter: number,
    z: Address,
    h: Address,
    delta: Address,
    count: number,
  ) => void
  /** Lane sum over all features of dh(i) min(z(i), 0): the gradient of the slope of prelu. */
  readonly preluGradient: (
    z: Address,
    dh: Address,
    samples: number,
    positions: number,
    features: number,
  ) => number
}

export interface LossKernels {
  /**
   * losses(s) = ln(sum over c of exp(z(s, c) - max)) - (z(s, label) - max); correct(s) = 1 where the first largest output
   * is the label and no output is NaN, else 0 (int32); with delta, delta(s, c) = (softmax(s, c) - [c = label]) / samples
   * and 0 for lanes beyond the last sample. labels: int32, padded to whole panels with -1. z and delta may be the same.
   */
  readonly softmaxCrossEntropy: (
    z: Address,
    labels: Address,
    losses: Address,
    correct: Address,
    delta: Address,
    samples: number,
    classes: number,
  ) => void
  /** As above with losses(s) = mean over c of (z - [c = label])^2 and delta = 2 (z - [c = label]) / (samples classes). */
  readonly meanSquaredError: (
    z: Address,
    labels: Address,
    losses: Address,
    correct: Address,
    delta: Address,
    samples: number,
    classes: number,
  ) => void
}

/**
 * z, y, dz, dy: panels with `features` channels; dz may be dy. gamma, beta, means and the like: pad8(features) numbers.
 * Means and variances take two passes: the mean, rounded to float32, then the squares of z - mean. Sums are float64 lane
 * sums (the order of denseBiasGradient) or run over features in ascending order: a feature that is one number everywhere has
 * exactly that mean and the variance 0. `epsilon` and `momentum` are float64; inverseStd and each running buffer are
 * rounded once. xhat = (z - mean) inverseStd, y = gamma xhat + beta, each operation rounded to float32.
 */
export interface NormalizationKernels {
  /**
   * Batch normalization while training: mean and biased variance of each feature over the n = samples positions numbers into
   * `mean` and `inverseStd` = 1 / sqrt(variance + epsilon); running = running + momentum (new - running), with the unbiased
   * variance, for n = 1 the biased one. Source: torch.nn.BatchNorm1d.
   */
  readonly batchNormForward: (
    z: Address,
    y: Address,
    gamma: Address,
    beta: Address,
    mean: Address,
    inverseStd: Address,
    runningMean: Address,
    runningVariance: Address,
    momentum: number,
    epsilon: number,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /**
   * Evaluation mode: as above with mean = runningMean and inverseStd = 1 / sqrt(runningVariance + epsilon). `panels`: virtual
   * panels.
   */
  readonly batchNormEvaluate: (
    z: Address,
    y: Address,
    gamma: Address,
    beta: Address,
    runningMean: Address,
    runningVariance: Address,
    epsilon: number,
    panels: number,
    features: number,
  ) => void
  /**
   * gammaGradient = sum of dy xhat, betaGradient = sum of dy, over samples and positions;
   * dz = (gamma inverseStd) ((dy - betaGradient / n) - xhat (gammaGradient / n)).
   */
  readonly batchNormBackward: (
    z: Address,
    dy: Address,
    dz: Address,
    gamma: Address,
    mean: Address,
    inverseStd: Address,
    gammaGradient: Address,
    betaGradient: Address,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /** Over the features of each sample (and position); mean and inverseStd: (virtual panels, 16). Source: torch.nn.LayerNorm. */
  readonly layerNormForward: (
    z: Address,
    y: Address,
    gamma: Address,
    beta: Address,
    mean: Address,
    inverseStd: Address,
    epsilon: number,
    panels: number,
    features: number,
  ) => void
  /**
   * Gradients of gamma and beta as above; with g = gamma dy and means over the features of a sample,
   * dz = inverseStd ((g - mean(g)) - xhat mean(g xhat)).
   */
  readonly layerNormBackward: (
    z: Address,
    dy: Address,
    dz: Address,
    gamma: Address,
    mean: Address,
    inverseStd: Address,
    gammaGradient: Address,
    betaGradient: Address,
    samples: number,
    positions: number,
    features: number,
  ) => void
}

/** Images (panels, height * width, pad8(channels), 16); patches (panels, outputs, pad8(channels * kernel^2), 16). */
export interface ConvolutionKernels {
  /** patch(output, (c * kernel + ky) * kernel + kx) = image(c, y * stride + ky - (kernel - 1) / 2, ...); outside: 0, or wrapped round. */
  readonly gatherPatches: (
    image: Address,
    patches: Address,
    panels: number,
    channels: number,
    height: number,
    width: number,
    kernel: number,
    stride: number,
    circular: number,
  ) => void
  /** The adjoint: image = 0, then image(...) += patch(...), outputs ascending, inside one c, ky, kx ascending. */
  readonly scatterPatches: (
    patches: Address,
    image: Address,
    panels: number,
    channels: number,
    height: number,
    width: number,
    kernel: number,
    stride: number,
    circular: number,
  ) => void
  /** y(c) = (sum over positions, ascending, of x(position, c)) * float32(1 / positions) */
  readonly averagePositions: (
    x: Address,
    y: Address,
    panels: number,
    positions: number,
    features: number,
  ) => void
  /** dx(position, c) = dy(c) * float32(1 / positions) */
  readonly spreadPositions: (
    dy: Address,
    dx: Address,
    panels: number,
    positions: number,
    features: number,
  ) => void
}

/** Elementwise, `count` a multiple of 8. Addresses may be equal. */
export interface ElementKernels {
  /** out = a + scale b */
  readonly addScaled: (out: Address, a: Address, b: Address, scale: number, count: number) => void
  /** out = a scale */
  readonly scale: (out: Address, a: Address, scale: number, count: number) => void
  /** out = a b */
  readonly multiply: (out: Address, a: Address, b: Address, count: number) => void
  /** Lane sum of a b over all features: the gradient of a scalar on a residual branch. */
  readonly dotPanels: (a: Address, b: Address, samples: number, positions: number, features: number) => number
}

/**
 * One parameter block: `count` numbers, a multiple of 16. Scalars are float32. Definitions: src/workers/core/optim. Those that
 * write `values` return 1 when all of them are finite now, padding included, else 0.
 */
export interface OptimizerKernels {
  /** g = g + factor w */
  readonly addWeightDecay: (values: Address, gradient: Address, count: number, factor: number) => void
  /** w = w - rate g */
  readonly descend: (values: Address, gradient: Address, count: number, rate: number) => number
  /** v = mu v + g; w = w - rate (nesterov ? g + mu v : v) */
  readonly momentum: (
    values: Address,
    gradient: Address,
    velocity: Address,
    count: number,
    rate: number,
    mu: number,
    nesterov: number,
  ) => number
  /**
   * m = keep1 m + take1 g; v = keep2 v + take2 g^2; w = w - (rate m) / (sqrt(v) / correction + epsilon), computed as
   * w - ((rate correction) m) / (sqrt(v) + epsilon correction), both factors rounded once: one division less.
   */
  readonly adam: (
    values: Address,
    gradient: Address,
    first: Address,
    second: Address,
    count: number,
    rate: number,
    keep1: number,
    take1: number,
    keep2: number,
    take2: number,
    correction: number,
    epsilon: number,
  ) => number
  /** v = keep v + take g^2 (rmsprop; adagrad has keep = take = 1); g = g / (sqrt(v) + epsilon) */
  readonly divideByRoot: (
    gradient: Address,
    squares: Address,
    count: number,
    keep: number,
    take: number,
    epsilon: number,
  ) => void
}

export interface RandomKernels {
  /** out(i) (float64) = the unit normal, or with `uniform` 1 the uniform on (0, 1), at column i of the address (key, row, layer, step). */
  readonly unitDraws: (
    out: Address,
    count: number,
    key0: number,
    key1: number,
    row: number,
    layer: number,
    step: number,
    uniform: number,
  ) => void
  /**
   * order (`count` int32) = a permutation of 0..count-1, Fisher-Yates from the end: place i takes word i mod 4 of the block
   * (i >> 2, row, layer, step), see src/workers/core/random/permutation.ts.
   */
  readonly permutation: (
    order: Address,
    count: number,
    key0: number,
    key1: number,
    row: number,
    layer: number,
    step: number,
  ) => void
  /**
   * Panels of 0 (dropped) and `keepScale`: the 32-bit word of (sample, feature) at this layer and step decides, dropped
   * where it is below `threshold`. Counter: (feature >> 2, sample, layer, step), word feature & 3; the positions of a sample
   * share their mask, so that a convolution drops whole channels.
   */
  readonly dropoutMask: (
    mask: Address,
    samples: number,
    positions: number,
    features: number,
    key0: number,
    key1: number,
    layer: number,
    step: number,
    threshold: number,
    keepScale: number,
  ) => void
}

/**
 * Measurements. They read and change nothing of the training. A sum, or a sum of squares, takes its entries 32 at a time:
 * two features of 16 samples, or 32 columns of a row, eight quads (x0, x1, x2, x3); missing ones count as 0. The quads q0..q7
 * of a group, for squares q q, are added in float32 as ((q0 + q1) + (q2 + q3)) + ((q4 + q5) + (q6 + q7)), and the four lanes of
 * that go into two float64 sums, lane 0 + lane 2 and lane 1 + lane 3, whose sum is the result: it is within 4e-7 of the exact
 * one. Where the sum of squares is not above 2^-90, or not finite, it (and the sum beside it) is taken again in float64: each
 * quad, promoted first, goes into the two sums by itself.
 */
export interface StatisticsKernels {
  /** out (4 float64): mean, mean square, smallest, largest over the real entries; NaN in any of them gives NaN. */
  readonly moments: (
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /** out (8 float64): `moments` of z and, behind them, of relu(z), in the same bits, reading z once. */
  readonly reluMoments: (
    z: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /** The mean square of `moments` alone, in the same bits, at a third of its cost. */
  readonly meanSquare: (values: Address, samples: number, positions: number, features: number) => number
  /** Sum of squares (float64) of the real entries of a weight matrix or of a bias (rows = 1). */
  readonly sumOfSquares: (values: Address, rows: number, columns: number) => number
  /** Sum of (a - b)^2 (float64) of two weight matrices; a - b is float32. */
  readonly squaredDistance: (a: Address, b: Address, rows: number, columns: number) => number
  /** 1 when every real entry is finite, else 0. */
  readonly isFinite: (values: Address, rows: number, columns: number) => number
  /** 1 when every entry of the real samples and features is finite, else 0. */
  readonly isFinitePanels: (values: Address, samples: number, positions: number, features: number) => number
  /**
   * alive(f) = 1 (int32, pad8(features)) where a real sample and position has a value that is not flat: not <= low and not
   * >= high; a bound that is NaN is none. Other flags stay, so that several panels add up. NaN is not flat.
   */
  readonly markAlive: (
    values: Address,
    alive: Address,
    low: number,
    high: number,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /** Number of real entries that are <= low or >= high; a bound that is NaN is none. */
  readonly countFlat: (
    values: Address,
    low: number,
    high: number,
    samples: number,
    positions: number,
    features: number,
  ) => number
  /**
   * out (2 int32): units (rows of weights with their bias) that equal no earlier unit in every number; units that are near
   * no earlier unit. Near: each pair of numbers is equal or differs (in float32) by at most `tolerance`. NaN equals nothing.
   * `workspace`: pad8(fanOut) numbers.
   */
  readonly distinctUnits: (
    weights: Address,
    bias: Address,
    out: Address,
    fanIn: number,
    fanOut: number,
    tolerance: number,
    workspace: Address,
  ) => void
  /**
   * out (2 + HISTOGRAM_BINS float32): smallest and largest finite entry (NaN without one), then the finite entries in each of
   * HISTOGRAM_BINS bins of equal width: bin floor((x - smallest) / (largest - smallest) * HISTOGRAM_BINS) in float64, the
   * largest in the last bin; all in the first bin when they are equal.
   */
  readonly histogram: (
    values: Address,
    out: Address,
    samples: number,
    positions: number,
    features: number,
  ) => void
  /**
   * out (2 float64): largest and smallest singular value of W (rows, columns), to float32 accuracy relative to the largest.
   * Householder bidiagonalization B in float64, then Laguerre's iteration on the characteristic polynomial of B'B; 0 for a
   * zero matrix, NaN when an entry is not finite. A smallest one below 1e-75 of the largest entry may be 0. `workspace`:
   * spectrumWorkspaceBytes. Source: Golub & Van Loan, Matrix Computations, 5.4; Wilkinson, The Algebraic Eigenvalue Problem, 7.
   */
  readonly singularValues: (
    weights: Address,
    out: Address,
    rows: number,
    columns: number,
    workspace: Address,
  ) => void
}

/** Bytes of the operands of `peak128`. */
export const PEAK_BYTES = 192 * 64

/** Floating-point operations of one turn of `peak128`. */
export const PEAK_OPERATIONS = 192 * 64

/** For measuring only. */
export interface PeakKernels {
  /**
   * The tile of the dense kernels on PEAK_BYTES of finite `values` that stay in the nearest cache, `turns` times: what
   * multiplying and adding 128-bit vectors reaches at most. Returns the sum of the first lanes of its 8 chains, which
   * keeps the work alive.
   */
  readonly peak128: (values: Address, turns: number) => number
}
