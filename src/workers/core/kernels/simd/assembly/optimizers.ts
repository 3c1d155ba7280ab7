// Optimizer kernels (OptimizerKernels): one parameter block, `count` a multiple of 16, two vectors a turn, four
// where there is so little to do with each that the turn itself, and the sums, would show.
// The second vector is the first one's address with an offset of 16: from an address of its own, V8 13.0's revectorizer
// takes it for the first one again.
//
// The kernels that write values also add them up: a sum is finite only where every term is. It costs one addition a vector,
// where a look at the parameters afterwards would read all of them again.

/** w - rate g, four numbers */
@inline
function descended(values: v128, rate: v128, direction: v128): v128 {
  return f32x4.sub(values, f32x4.mul(rate, direction))
}

/** keep a + take b */
@inline
function blend(keep: v128, a: v128, take: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(keep, a), f32x4.mul(take, b))
}

/** 1 when every number is finite; `low` and `high` are sums of all of them, which may overflow though no number does. */
function isFiniteWithSums(values: usize, bytes: usize, low: v128, high: v128): i32 {
  const sums = f32x4.add(low, high)
  // x - x is +0, all bits 0, for a finite x and NaN for any other.
  if (!v128.any_true(f32x4.sub(sums, sums))) return 1
  let found = i32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(values + at)
    found = v128.or(found, f32x4.sub(x, x))
  }
  return v128.any_true(found) ? 0 : 1
}

/** g = g + factor w */
export function addWeightDecay(values: usize, gradient: usize, count: i32, factor: f32): void {
  const decay = f32x4.splat(factor)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const low = f32x4.add(v128.load(gradient + at), f32x4.mul(decay, v128.load(values + at)))
    const high = f32x4.add(v128.load(gradient + at, 16), f32x4.mul(decay, v128.load(values + at, 16)))
    v128.store(gradient + at, low)
    v128.store(gradient + at, high, 16)
  }
}

/** w = w - rate g */
export function descend(values: usize, gradient: usize, count: i32, rate: f32): i32 {
  const step = f32x4.splat(rate)
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let sum2 = f32x4.splat(0)
  let sum3 = f32x4.splat(0)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 64) {
    const w0 = descended(v128.load(values + at), step, v128.load(gradient + at))
    const w1 = descended(v128.load(values + at, 16), step, v128.load(gradient + at, 16))
    const w2 = descended(v128.load(values + at, 32), step, v128.load(gradient + at, 32))
    const w3 = descended(v128.load(values + at, 48), step, v128.load(gradient + at, 48))
    v128.store(values + at, w0)
    v128.store(values + at, w1, 16)
    v128.store(values + at, w2, 32)
    v128.store(values + at, w3, 48)
    sum0 = f32x4.add(sum0, w0)
    sum1 = f32x4.add(sum1, w1)
    sum2 = f32x4.add(sum2, w2)
    sum3 = f32x4.add(sum3, w3)
  }
  return isFiniteWithSums(values, bytes, f32x4.add(sum0, sum2), f32x4.add(sum1, sum3))
}

/** v = mu v + g; w = w - rate (nesterov ? g + mu v : v) */
export function momentum(
  values: usize,
  gradient: usize,
  velocity: usize,
  count: i32,
  rate: f32,
  mu: f32,
  nesterov: i32,
): i32 {
  const step = f32x4.splat(rate)
  const inertia = f32x4.splat(mu)
  let sumLow = f32x4.splat(0)
  let sumHigh = f32x4.splat(0)
  const bytes = (<usize>count) << 2
  if (nesterov) {
    for (let at: usize = 0; at < bytes; at += 32) {
      const slope0 = v128.load(gradient + at)
      const slope1 = v128.load(gradient + at, 16)
      const speed0 = f32x4.add(f32x4.mul(inertia, v128.load(velocity + at)), slope0)
      const speed1 = f32x4.add(f32x4.mul(inertia, v128.load(velocity + at, 16)), slope1)
      const low = descended(v128.load(values + at), step, f32x4.add(slope0, f32x4.mul(inertia, speed0)))
      const high = descended(v128.load(values + at, 16), step, f32x4.add(slope1, f32x4.mul(inertia, speed1)))
      v128.store(velocity + at, speed0)
      v128.store(velocity + at, speed1, 16)
      v128.store(values + at, low)
      v128.store(values + at, high, 16)
      sumLow = f32x4.add(sumLow, low)
      sumHigh = f32x4.add(sumHigh, high)
    }
    return isFiniteWithSums(values, bytes, sumLow, sumHigh)
  }
  for (let at: usize = 0; at < bytes; at += 32) {
    const speed0 = f32x4.add(f32x4.mul(inertia, v128.load(velocity + at)), v128.load(gradient + at))
    const speed1 = f32x4.add(f32x4.mul(inertia, v128.load(velocity + at, 16)), v128.load(gradient + at, 16))
    const low = descended(v128.load(values + at), step, speed0)
    const high = descended(v128.load(values + at, 16), step, speed1)
    v128.store(velocity + at, speed0)
    v128.store(velocity + at, speed1, 16)
    v128.store(values + at, low)
    v128.store(values + at, high, 16)
    sumLow = f32x4.add(sumLow, low)
    sumHigh = f32x4.add(sumHigh, high)
  }
  return isFiniteWithSums(values, bytes, sumLow, sumHigh)
}

/** m = keep1 m + take1 g; v = keep2 v + take2 g^2; w = w - (rate c m) / (sqrt(v) + epsilon c), c = correction */
export function adam(
  values: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  rate: f32,
  keep1: f32,
  take1: f32,
  keep2: f32,
  take2: f32,
  correction: f32,
  epsilon: f32,
): i32 {
  const step = f32x4.splat(rate * correction)
  const floor = f32x4.splat(epsilon * correction)
  const keepFirst = f32x4.splat(keep1)
  const takeFirst = f32x4.splat(take1)
  const keepSecond = f32x4.splat(keep2)
  const takeSecond = f32x4.splat(take2)
  let sumLow = f32x4.splat(0)
  let sumHigh = f32x4.splat(0)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const slope0 = v128.load(gradient + at)
    const slope1 = v128.load(gradient + at, 16)
    const mean0 = blend(keepFirst, v128.load(first + at), takeFirst, slope0)
    const mean1 = blend(keepFirst, v128.load(first + at, 16), takeFirst, slope1)
    const square0 = blend(keepSecond, v128.load(second + at), takeSecond, f32x4.mul(slope0, slope0))
    const square1 = blend(keepSecond, v128.load(second + at, 16), takeSecond, f32x4.mul(slope1, slope1))
    const move0 = f32x4.div(f32x4.mul(step, mean0), f32x4.add(f32x4.sqrt(square0), floor))
    const move1 = f32x4.div(f32x4.mul(step, mean1), f32x4.add(f32x4.sqrt(square1), floor))
    const low = f32x4.sub(v128.load(values + at), move0)
    const high = f32x4.sub(v128.load(values + at, 16), move1)
    v128.store(first + at, mean0)
    v128.store(first + at, mean1, 16)
    v128.store(second + at, square0)
    v128.store(second + at, square1, 16)
    v128.store(values + at, low)
    v128.store(values + at, high, 16)
    sumLow = f32x4.add(sumLow, low)
    sumHigh = f32x4.add(sumHigh, high)
  }
  return isFiniteWithSums(values, bytes, sumLow, sumHigh)
}

/** v = keep v + take g^2; g = g / (sqrt(v) + epsilon) */
export function divideByRoot(
  gradient: usize,
  squares: usize,
  count: i32,
  keep: f32,
  take: f32,
  epsilon: f32,
): void {
  const kept = f32x4.splat(keep)
  const taken = f32x4.splat(take)
  const floor = f32x4.splat(epsilon)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const slope0 = v128.load(gradient + at)
    const slope1 = v128.load(gradient + at, 16)
    const square0 = blend(kept, v128.load(squares + at), taken, f32x4.mul(slope0, slope0))
    const square1 = blend(kept, v128.load(squares + at, 16), taken, f32x4.mul(slope1, slope1))
    const low = f32x4.div(slope0, f32x4.add(f32x4.sqrt(square0), floor))
    const high = f32x4.div(slope1, f32x4.add(f32x4.sqrt(square1), floor))
    v128.store(squares + at, square0)
    v128.store(squares + at, square1, 16)
    v128.store(gradient + at, low)
    v128.store(gradient + at, high, 16)
  }
}
