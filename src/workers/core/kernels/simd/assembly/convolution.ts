// Convolution kernels (ConvolutionKernels). A feature of a virtual panel is one line of 64 bytes, so a patch is copied
// line by line, and all channels of a pixel follow each other.
import { clearLine, LINE, panelStride } from './lane-sums'

/** Index into an axis of `size` pixels; outside of it -1, or wrapped round. */
@inline
function pixelOf(index: i32, size: i32, circular: i32): i32 {
  if (index >= 0 && index < size) return index
  if (!circular) return -1
  const rest = index % size
  return rest < 0 ? rest + size : rest
}

@inline
function copyLine(from: usize, to: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  v128.store(to, v128.load(from, 32), 32)
  v128.store(to, v128.load(from, 48), 48)
}

@inline
function addLine(from: usize, to: usize): void {
  v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16)
  v128.store(to, f32x4.add(v128.load(to, 32), v128.load(from, 32)), 32)
  v128.store(to, f32x4.add(v128.load(to, 48), v128.load(from, 48)), 48)
}

/** image -> patches, or with `adjoint` patches added to image, for one panel. */
@inline
function walkPatches(
  image: usize,
  patches: usize,
  channels: i32,
  height: i32,
  width: i32,
  kernel: i32,
  stride: i32,
  circular: i32,
  adjoint: bool,
): void {
  const area = kernel * kernel
  const margin = (kernel - 1) >> 1
  const pixelBytes = panelStride(channels)
  const patchBytes = panelStride(channels * area)
  const channelBytes = (<usize>area) << 6
  for (let top = -margin; top < height - margin; top += stride) {
    for (let left = -margin; left < width - margin; left += stride) {
      let column = patches
      for (let ky = 0; ky < kernel; ky++) {
        const y = pixelOf(top + ky, height, circular)
        for (let kx = 0; kx < kernel; kx++) {
          const x = pixelOf(left + kx, width, circular)
          const inside = y >= 0 && x >= 0
          let pixel = image + pixelBytes * (y * width + x)
          let entry = column
          for (let channel = channels; channel > 0; channel--) {
            if (adjoint) {
              if (inside) addLine(entry, pixel)
            } else if (inside) copyLine(pixel, entry)
            else clearLine(entry)
            pixel += LINE
            entry += channelBytes
          }
          column += LINE
        }
      }
      patches += patchBytes
    }
  }
}

/** Pixels of an axis that a kernel with this stride is centred on. */
@inline
function outputsOf(size: i32, stride: i32): i32 {
  return (size + stride - 1) / stride
}

export function gatherPatches(
  image: usize,
  patches: usize,
  panels: i32,
  channels: i32,
  height: i32,
  width: i32,
  kernel: i32,
  stride: i32,
  circular: i32,
): void {
  const imageBytes = panelStride(channels) * height * width
  const outputs = outputsOf(height, stride) * outputsOf(width, stride)
  const patchesBytes = panelStride(channels * kernel * kernel) * outputs
  for (; panels > 0; panels--) {
    walkPatches(image, patches, channels, height, width, kernel, stride, circular, false)
    image += imageBytes
    patches += patchesBytes
  }
}

export function scatterPatches(
  patches: usize,
  image: usize,
  panels: i32,
  channels: i32,
  height: i32,
  width: i32,
  kernel: i32,
  stride: i32,
  circular: i32,
): void {
  const imageBytes = panelStride(channels) * height * width
  const outputs = outputsOf(height, stride) * outputsOf(width, stride)
  const patchesBytes = panelStride(channels * kernel * kernel) * outputs
  for (; panels > 0; panels--) {
    memory.fill(image, 0, imageBytes)
    walkPatches(image, patches, channels, height, width, kernel, stride, circular, true)
    image += imageBytes
    patches += patchesBytes
  }
}

/** y(c) = (sum over positions of x(position, c)) (1 / positions) */
export function averagePositions(x: usize, y: usize, panels: i32, positions: i32, features: i32): void {
  const stride = panelStride(features)
  const share = f32x4.splat(<f32>1 / <f32>positions)
  const bytes = (<usize>features) << 6
  for (; panels > 0; panels--) {
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = f32x4.splat(0)
      let from = x + at
      for (let position = positions; position > 0; position--) {
        sum = f32x4.add(sum, v128.load(from))
        from += stride
      }
      v128.store(y + at, f32x4.mul(sum, share))
    }
    x += stride * positions
    y += stride
  }
}

/** dx(position, c) = dy(c) (1 / positions) */
export function spreadPositions(dy: usize, dx: usize, panels: i32, positions: i32, features: i32): void {
  const stride = panelStride(features)
  const share = f32x4.splat(<f32>1 / <f32>positions)
  const bytes = (<usize>features) << 6
  for (; panels > 0; panels--) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.mul(v128.load(dy + at), share)
      let to = dx + at
      for (let position = positions; position > 0; position--) {
        v128.store(to, value)
        to += stride
      }
    }
    dy += stride
    dx += stride * positions
  }
}
