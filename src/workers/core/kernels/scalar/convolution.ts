import type { Heap } from '../heap'
import type { ConvolutionKernels } from '../kernels'
import { LANES, pad8 } from '../layout'

/** An image and how a kernel walks over it. */
interface Geometry {
  readonly panels: number
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly kernel: number
  readonly stride: number
  readonly circular: boolean
}

/** Numbers of 16 lanes as places from the start of both tensors; `image` is null outside of the image. */
type Visit = (patch: number, image: number | null) => void

export function scalarConvolution(heap: Heap): ConvolutionKernels {
  return {
    gatherPatches: (image, patches, panels, channels, height, width, kernel, stride, circular) => {
      const { f32 } = heap
      const geometry = { panels, channels, height, width, kernel, stride, circular: circular !== 0 }
      walkPatches(geometry, (entry, pixel) => {
        for (let lane = 0; lane < LANES; lane += 1) {
          f32[patches / 4 + entry + lane] = pixel === null ? 0 : f32[image / 4 + pixel + lane]
        }
      })
    },
    scatterPatches: (patches, image, panels, channels, height, width, kernel, stride, circular) => {
      const { f32 } = heap
      const geometry = { panels, channels, height, width, kernel, stride, circular: circular !== 0 }
      f32.fill(0, image / 4, image / 4 + panels * height * width * pad8(channels) * LANES)
      walkPatches(geometry, (entry, pixel) => {
        if (pixel === null) return
        for (let lane = 0; lane < LANES; lane += 1) {
          f32[image / 4 + pixel + lane] += f32[patches / 4 + entry + lane]
        }
      })
    },
    averagePositions: (x, y, panels, positions, features) => {
      const { f32 } = heap
      const share = Math.fround(1 / positions)
      const stride = pad8(features) * LANES
      for (let panel = 0; panel < panels; panel += 1) {
        for (let place = 0; place < features * LANES; place += 1) {
          let sum = Math.fround(0)
          for (let position = 0; position < positions; position += 1) {
            sum = Math.fround(sum + f32[x / 4 + (panel * positions + position) * stride + place])
          }
          f32[y / 4 + panel * stride + place] = sum * share
        }
      }
    },
    spreadPositions: (dy, dx, panels, positions, features) => {
      const { f32 } = heap
      const share = Math.fround(1 / positions)
      const stride = pad8(features) * LANES
      for (let panel = 0; panel < panels; panel += 1) {
        for (let position = 0; position < positions; position += 1) {
          for (let place = 0; place < features * LANES; place += 1) {
            f32[dx / 4 + (panel * positions + position) * stride + place] =
              f32[dy / 4 + panel * stride + place] * share
          }
        }
      }
    },
  }
}

/** Visits panels, outputs, channels, ky and kx in ascending order, in this nesting. */
function walkPatches(geometry: Geometry, visit: Visit): void {
  const { panels, channels, height, width, kernel, stride, circular } = geometry
  const margin = (kernel - 1) / 2
  const patchSize = channels * kernel * kernel
  let output = 0
  for (let panel = 0; panel < panels; panel += 1) {
    for (let top = -margin; top < height - margin; top += stride) {
      for (let left = -margin; left < width - margin; left += stride) {
        for (let entry = 0; entry < patchSize; entry += 1) {
          const channel = Math.floor(entry / (kernel * kernel))
          const y = pixelOf(top + (Math.floor(entry / kernel) % kernel), height, circular)
          const x = pixelOf(left + (entry % kernel), width, circular)
          const pixel =
            y === null || x === null
              ? null
              : (((panel * height + y) * width + x) * pad8(channels) + channel) * LANES
          visit((output * pad8(patchSize) + entry) * LANES, pixel)
        }
        output += 1
      }
    }
  }
}

/** Index into an axis of `size` pixels; outside of it null, or wrapped round. */
function pixelOf(index: number, size: number, circular: boolean): number | null {
  if (index >= 0 && index < size) return index
  return circular ? ((index % size) + size) % size : null
}
