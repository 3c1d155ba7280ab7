// Elementwise kernels (ElementKernels), `count` a multiple of 8: two vectors a turn, so that a compiler that joins
// neighbouring 128-bit operations finds pairs.

/** out = a + scale b */
export function addScaled(out: usize, a: usize, b: usize, scale: f32, count: i32): void {
  const factor = f32x4.splat(scale)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const low = f32x4.add(v128.load(a + at), f32x4.mul(factor, v128.load(b + at)))
    const high = f32x4.add(v128.load(a + at, 16), f32x4.mul(factor, v128.load(b + at, 16)))
    v128.store(out + at, low)
    v128.store(out + at, high, 16)
  }
}

/** out = a scale */
export function scale(out: usize, a: usize, scale: f32, count: i32): void {
  const factor = f32x4.splat(scale)
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const low = f32x4.mul(v128.load(a + at), factor)
    const high = f32x4.mul(v128.load(a + at, 16), factor)
    v128.store(out + at, low)
    v128.store(out + at, high, 16)
  }
}

/** out = a b */
export function multiply(out: usize, a: usize, b: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const low = f32x4.mul(v128.load(a + at), v128.load(b + at))
    const high = f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16))
    v128.store(out + at, low)
    v128.store(out + at, high, 16)
  }
}
