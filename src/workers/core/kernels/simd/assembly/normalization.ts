// Normalization kernels (NormalizationKernels). A vector holds one feature of four samples, so batch normalization folds
// its 16 lane sums at the end, and layer normalization keeps them apart: one for each sample.
//
// Sums are float64: then a feature that is the same number in every sample has exactly that number as its mean, its
// variance is exactly 0, and no rounding noise is blown up by 1 / sqrt(epsilon). A square or a product of two float32 is
// exact in float64, so only the sums round. Eight accumulators of two lanes: more would not fit the registers.
import {
  clearSums,
  EVERY_LANE,
  foldSums,
  highPair,
  lastLanes,
  LINE,
  lowPair,
  panelStride,
  roundPairs,
  SUMS,
} from './lane-sums'

/** What a sum is over: z, (z - mean)^2 or dy (z - mean) inverseStd. */
const VALUES = 0
const SQUARES = 1
const PRODUCTS = 2

/** Lines that stand for all virtual panels of a feature. */
const MEAN = memory.data(64, 64)
const INVERSE_STD = memory.data(64, 64)

/** Means of g and of g xhat over the features of 16 samples. */
const MEAN_G = memory.data(64, 64)
const MEAN_PRODUCT = memory.data(64, 64)

@inline
function normalized(z: usize, mean: usize, inverseStd: usize): v128 {
  return f32x4.mul(f32x4.sub(v128.load(z), v128.load(mean)), v128.load(inverseStd))
}

/** gamma xhat + beta */
@inline
function affine(gamma: v128, xhat: v128, beta: v128): v128 {
  return f32x4.add(f32x4.mul(gamma, xhat), beta)
}

/** factor (g - meanG - xhat meanProduct) */
@inline
function projected(factor: v128, g: v128, meanG: v128, xhat: v128, meanProduct: v128): v128 {
  return f32x4.mul(factor, f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(xhat, meanProduct)))
}

@inline
function leftFactor(kind: i32, z: usize, mean: usize, inverseStd: usize, mask: usize): v128 {
  const left =
    kind == VALUES
      ? v128.load(z)
      : kind == SQUARES
        ? f32x4.sub(v128.load(z), v128.load(mean))
        : normalized(z, mean, inverseStd)
  return v128.and(left, v128.load(mask))
}

@inline
function rightFactor(kind: i32, left: v128, dy: usize, mask: usize): v128 {
  return kind == PRODUCTS ? v128.and(v128.load(dy), v128.load(mask)) : left
}

@inline
function lowTerm(kind: i32, left: v128, right: v128): v128 {
  return kind == VALUES ? lowPair(left) : f64x2.mul(lowPair(left), lowPair(right))
}

@inline
function highTerm(kind: i32, left: v128, right: v128): v128 {
  return kind == VALUES ? highPair(left) : f64x2.mul(highPair(left), highPair(right))
}

/** Adds `lines` lines to SUMS. `stride` parts the lines of z and dy, `statisticsStride` those of mean and inverseStd. */
@inline
function addTerms(
  kind: i32,
  z: usize,
  dy: usize,
  stride: usize,
  mean: usize,
  inverseStd: usize,
  statisticsStride: usize,
  lines: i32,
  mask: usize,
): void {
  let sum0 = v128.load(SUMS)
  let sum1 = v128.load(SUMS, 16)
  let sum2 = v128.load(SUMS, 32)
  let sum3 = v128.load(SUMS, 48)
  let sum4 = v128.load(SUMS, 64)
  let sum5 = v128.load(SUMS, 80)
  let sum6 = v128.load(SUMS, 96)
  let sum7 = v128.load(SUMS, 112)
  for (; lines > 0; lines--) {
    const left0 = leftFactor(kind, z, mean, inverseStd, mask)
    const right0 = rightFactor(kind, left0, dy, mask)
    sum0 = f64x2.add(sum0, lowTerm(kind, left0, right0))
    sum1 = f64x2.add(sum1, highTerm(kind, left0, right0))
    const left1 = leftFactor(kind, z + 16, mean + 16, inverseStd + 16, mask + 16)
    const right1 = rightFactor(kind, left1, dy + 16, mask + 16)
    sum2 = f64x2.add(sum2, lowTerm(kind, left1, right1))
    sum3 = f64x2.add(sum3, highTerm(kind, left1, right1))
    const left2 = leftFactor(kind, z + 32, mean + 32, inverseStd + 32, mask + 32)
    const right2 = rightFactor(kind, left2, dy + 32, mask + 32)
    sum4 = f64x2.add(sum4, lowTerm(kind, left2, right2))
    sum5 = f64x2.add(sum5, highTerm(kind, left2, right2))
    const left3 = leftFactor(kind, z + 48, mean + 48, inverseStd + 48, mask + 48)
    const right3 = rightFactor(kind, left3, dy + 48, mask + 48)
    sum6 = f64x2.add(sum6, lowTerm(kind, left3, right3))
    sum7 = f64x2.add(sum7, highTerm(kind, left3, right3))
    z += stride
    dy += stride
    mean += statisticsStride
    inverseStd += statisticsStride
  }
  v128.store(SUMS, sum0)
  v128.store(SUMS, sum1, 16)
  v128.store(SUMS, sum2, 32)
  v128.store(SUMS, sum3, 48)
  v128.store(SUMS, sum4, 64)
  v128.store(SUMS, sum5, 80)
  v128.store(SUMS, sum6, 96)
  v128.store(SUMS, sum7, 112)
}

function addValues(z: usize, stride: usize, lines: i32, mask: usize): void {
  addTerms(VALUES, z, 0, stride, 0, 0, 0, lines, mask)
}

function addSquares(z: usize, stride: usize, mean: usize, lines: i32, mask: usize): void {
  addTerms(SQUARES, z, 0, stride, mean, 0, 0, lines, mask)
}

function addProducts(
  z: usize,
  dy: usize,
  stride: usize,
  mean: usize,
  inverseStd: usize,
  statisticsStride: usize,
  lines: i32,
  mask: usize,
): void {
  addTerms(PRODUCTS, z, dy, stride, mean, inverseStd, statisticsStride, lines, mask)
}

/** Sum of one feature over samples and positions: `full` lines of whole panels, then `positions` lines under `mask`. */
function sumValues(z: usize, stride: usize, full: i32, positions: i32, mask: usize): f64 {
  clearSums()
  addValues(z, stride, full, EVERY_LANE)
  addValues(z + stride * full, stride, positions, mask)
  return foldSums()
}

/** Sum of (z - MEAN)^2, as above. */
function sumSquares(z: usize, stride: usize, full: i32, positions: i32, mask: usize): f64 {
  clearSums()
  addSquares(z, stride, MEAN, full, EVERY_LANE)
  addSquares(z + stride * full, stride, MEAN, positions, mask)
  return foldSums()
}

/** Sum of dy (z - mean) inverseStd, as above. */
function sumProducts(
  z: usize,
  dy: usize,
  stride: usize,
  mean: usize,
  inverseStd: usize,
  statisticsStride: usize,
  full: i32,
  positions: i32,
  mask: usize,
): f64 {
  clearSums()
  addProducts(z, dy, stride, mean, inverseStd, statisticsStride, full, EVERY_LANE)
  const skipped = statisticsStride * full
  z += stride * full
  dy += stride * full
  addProducts(z, dy, stride, mean + skipped, inverseStd + skipped, statisticsStride, positions, mask)
  return foldSums()
}

/** Virtual panels before the last panel, which may lack samples. */
@inline
function fullLines(samples: i32, positions: i32): i32 {
  return ((samples - 1) >> 4) * positions
}

function fillLine(line: usize, value: f32): void {
  const values = f32x4.splat(value)
  v128.store(line, values)
  v128.store(line, values, 16)
  v128.store(line, values, 32)
  v128.store(line, values, 48)
}

/** y = gamma xhat + beta for one feature of `lines` virtual panels, with MEAN and INVERSE_STD. */
function normalizeFeature(z: usize, y: usize, stride: usize, gamma: v128, beta: v128, lines: i32): void {
  for (; lines > 0; lines--) {
    for (let lane: usize = 0; lane < LINE; lane += 16) {
      v128.store(y + lane, affine(gamma, normalized(z + lane, MEAN + lane, INVERSE_STD + lane), beta))
    }
    z += stride
    y += stride
  }
}

/** running + momentum (current - running) */
@inline
function follow(running: usize, current: f64, momentum: f64): void {
  const before = <f64>load<f32>(running)
  store<f32>(running, <f32>(before + momentum * (current - before)))
}

export function batchNormForward(
  z: usize,
  y: usize,
  gamma: usize,
  beta: usize,
  mean: usize,
  inverseStd: usize,
  runningMean: usize,
  runningVariance: usize,
  momentum: f64,
  epsilon: f64,
  samples: i32,
  positions: i32,
  features: i32,
): void {
  const stride = panelStride(features)
  const full = fullLines(samples, positions)
  const mask = lastLanes(samples)
  const count = <f64>samples * <f64>positions
  const freedom = count > 1 ? count - 1 : 1
  for (let feature = 0; feature < features; feature++) {
    const exactMean = sumValues(z, stride, full, positions, mask) / count
    fillLine(MEAN, <f32>exactMean)
    const squares = sumSquares(z, stride, full, positions, mask)
    const inverse = <f32>(1 / sqrt<f64>(squares / count + epsilon))
    fillLine(INVERSE_STD, inverse)
    normalizeFeature(z, y, stride, v128.load_splat<f32>(gamma), v128.load_splat<f32>(beta), full + positions)
    store<f32>(mean, <f32>exactMean)
    store<f32>(inverseStd, inverse)
    follow(runningMean, exactMean, momentum)
    follow(runningVariance, squares / freedom, momentum)
    z += LINE
    y += LINE
    gamma += 4
    beta += 4
    mean += 4
    inverseStd += 4
    runningMean += 4
    runningVariance += 4
  }
}

export function batchNormEvaluate(
  z: usize,
  y: usize,
  gamma: usize,
  beta: usize,
  runningMean: usize,
  runningVariance: usize,
  epsilon: f64,
  panels: i32,
  features: i32,
): void {
  const stride = panelStride(features)
  for (let feature = 0; feature < features; feature++) {
    fillLine(MEAN, load<f32>(runningMean))
    fillLine(INVERSE_STD, <f32>(1 / sqrt<f64>(<f64>load<f32>(runningVariance) + epsilon)))
    normalizeFeature(z, y, stride, v128.load_splat<f32>(gamma), v128.load_splat<f32>(beta), panels)
    z += LINE
    y += LINE
    gamma += 4
    beta += 4
    runningMean += 4
    runningVariance += 4
  }
}

export function batchNormBackward(
  z: usize,
  dy: usize,
  dz: usize,
  gamma: usize,
  mean: usize,
  inverseStd: usize,
  gammaGradient: usize,
  betaGradient: usize,
  samples: i32,
  positions: i32,
  features: i32,
): void {
  const stride = panelStride(features)
  const full = fullLines(samples, positions)
  const mask = lastLanes(samples)
  const count = <f64>samples * <f64>positions
  for (let feature = 0; feature < features; feature++) {
    fillLine(MEAN, load<f32>(mean))
    fillLine(INVERSE_STD, load<f32>(inverseStd))
    const sum = sumValues(dy, stride, full, positions, mask)
    const products = sumProducts(z, dy, stride, MEAN, INVERSE_STD, 0, full, positions, mask)
    const factor = f32x4.splat(load<f32>(gamma) * load<f32>(inverseStd))
    const meanG = f32x4.splat(<f32>(sum / count))
    const meanProduct = f32x4.splat(<f32>(products / count))
    let at: usize = 0
    for (let line = full + positions; line > 0; line--) {
      for (let lane: usize = 0; lane < LINE; lane += 16) {
        const xhat = normalized(z + at + lane, MEAN + lane, INVERSE_STD + lane)
        v128.store(dz + at + lane, projected(factor, v128.load(dy + at + lane), meanG, xhat, meanProduct))
      }
      at += stride
    }
    store<f32>(gammaGradient, <f32>products)
    store<f32>(betaGradient, <f32>sum)
    z += LINE
    dy += LINE
    dz += LINE
    gamma += 4
    mean += 4
    inverseStd += 4
    gammaGradient += 4
    betaGradient += 4
  }
}

/** SUMS / count, rounded to a line of float32. */
function meansOfSums(line: usize, count: f64): void {
  const divisor = f64x2.splat(count)
  for (let lane: usize = 0; lane < LINE; lane += 16) {
    const low = f64x2.div(v128.load(SUMS + 2 * lane), divisor)
    const high = f64x2.div(v128.load(SUMS + 2 * lane, 16), divisor)
    v128.store(line + lane, roundPairs(low, high))
  }
}

/** 1 / sqrt(variance + epsilon) for two samples. */
@inline
function inverseRoot(squares: v128, count: v128, epsilon: v128): v128 {
  return f64x2.div(f64x2.splat(1), f64x2.sqrt(f64x2.add(f64x2.div(squares, count), epsilon)))
}

/** 1 / sqrt(SUMS / count + epsilon), rounded to a line of float32. */
function inverseStdOfSums(line: usize, count: f64, epsilon: f64): void {
  const divisor = f64x2.splat(count)
  const floor = f64x2.splat(epsilon)
  for (let lane: usize = 0; lane < LINE; lane += 16) {
    const low = inverseRoot(v128.load(SUMS + 2 * lane), divisor, floor)
    const high = inverseRoot(v128.load(SUMS + 2 * lane, 16), divisor, floor)
    v128.store(line + lane, roundPairs(low, high))
  }
}

export function layerNormForward(
  z: usize,
  y: usize,
  gamma: usize,
  beta: usize,
  mean: usize,
  inverseStd: usize,
  epsilon: f64,
  panels: i32,
  features: i32,
): void {
  const stride = panelStride(features)
  for (; panels > 0; panels--) {
    clearSums()
    addValues(z, LINE, features, EVERY_LANE)
    meansOfSums(mean, features)
    clearSums()
    addSquares(z, LINE, mean, features, EVERY_LANE)
    inverseStdOfSums(inverseStd, features, epsilon)
    for (let feature: usize = 0; feature < <usize>features; feature++) {
      const scale = v128.load_splat<f32>(gamma + (feature << 2))
      const shift = v128.load_splat<f32>(beta + (feature << 2))
      const at = feature << 6
      for (let lane: usize = 0; lane < LINE; lane += 16) {
        const xhat = normalized(z + at + lane, mean + lane, inverseStd + lane)
        v128.store(y + at + lane, affine(scale, xhat, shift))
      }
    }
    z += stride
    y += stride
    mean += LINE
    inverseStd += LINE
  }
}

export function layerNormBackward(
  z: usize,
  dy: usize,
  dz: usize,
  gamma: usize,
  mean: usize,
  inverseStd: usize,
  gammaGradient: usize,
  betaGradient: usize,
  samples: i32,
  positions: i32,
  features: i32,
): void {
  const stride = panelStride(features)
  const full = fullLines(samples, positions)
  const mask = lastLanes(samples)
  for (let feature: usize = 0; feature < <usize>features; feature++) {
    const at = feature << 6
    const products = sumProducts(z + at, dy + at, stride, mean, inverseStd, LINE, full, positions, mask)
    store<f32>(gammaGradient + (feature << 2), <f32>products)
    store<f32>(betaGradient + (feature << 2), <f32>sumValues(dy + at, stride, full, positions, mask))
  }
  for (let line = full + positions; line > 0; line--) {
    layerNormSlope(z, dy, dz, gamma, mean, inverseStd, features)
    z += stride
    dy += stride
    dz += stride
    mean += LINE
    inverseStd += LINE
  }
}

/** dz of one virtual panel. g = gamma dy waits in dz for its sums. */
function layerNormSlope(
  z: usize,
  dy: usize,
  dz: usize,
  gamma: usize,
  mean: usize,
  inverseStd: usize,
  features: i32,
): void {
  const bytes = (<usize>features) << 6
  for (let at: usize = 0; at < bytes; at += LINE) {
    const scale = v128.load_splat<f32>(gamma + (at >> 4))
    for (let lane: usize = 0; lane < LINE; lane += 16) {
      v128.store(dz + at + lane, f32x4.mul(scale, v128.load(dy + at + lane)))
    }
  }
  clearSums()
  addValues(dz, LINE, features, EVERY_LANE)
  meansOfSums(MEAN_G, features)
  clearSums()
  addProducts(z, dz, LINE, mean, inverseStd, 0, features, EVERY_LANE)
  meansOfSums(MEAN_PRODUCT, features)
  for (let at: usize = 0; at < bytes; at += LINE) {
    for (let lane: usize = 0; lane < LINE; lane += 16) {
      const xhat = normalized(z + at + lane, mean + lane, inverseStd + lane)
      const g = v128.load(dz + at + lane)
      const meanG = v128.load(MEAN_G + lane)
      const meanProduct = v128.load(MEAN_PRODUCT + lane)
      v128.store(dz + at + lane, projected(v128.load(inverseStd + lane), g, meanG, xhat, meanProduct))
    }
  }
}
