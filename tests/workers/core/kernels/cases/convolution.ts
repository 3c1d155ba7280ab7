import fc from 'fast-check'
import type { ConvolutionKernels } from '@core/kernels/kernels'
import { panelCount } from '@core/kernels/layout'
import { kernelCase, type KernelCase } from '../kernel-case'
import { panels } from '../tensors'
import { batch, channels, range, sumOver, width } from './shapes'

const shapes = fc
  .record({
    samples: batch,
    channels,
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    kernel: fc.constantFrom(1, 3, 5),
    stride: fc.integer({ min: 1, max: 3 }),
    circular: fc.constantFrom(0, 1),
  })
  .map((shape) => ({
    ...shape,
    pixels: shape.height * shape.width,
    outputs: Math.ceil(shape.height / shape.stride) * Math.ceil(shape.width / shape.stride),
    patchSize: shape.channels * shape.kernel ** 2,
  }))

type Geometry = Readonly<
  Record<'height' | 'width' | 'kernel' | 'stride' | 'circular' | 'pixels' | 'outputs' | 'patchSize', number>
>

/** (pixel, channel) that an entry of a patch shows, null outside of the image. */
function sourceOf(shape: Geometry, output: number, entry: number): { pixel: number; channel: number } | null {
  const { height, width, kernel, stride, circular } = shape
  const across = Math.ceil(width / stride)
  const y = Math.floor(output / across) * stride + (Math.floor(entry / kernel) % kernel) - (kernel - 1) / 2
  const x = (output % across) * stride + (entry % kernel) - (kernel - 1) / 2
  const inside = y >= 0 && y < height && x >= 0 && x < width
  if (!inside && circular === 0) return null
  const wrappedY = (y + 10 * height) % height
  const wrappedX = (x + 10 * width) % width
  return { pixel: wrappedY * width + wrappedX, channel: Math.floor(entry / kernel ** 2) }
}

export const convolution: Readonly<Record<keyof ConvolutionKernels, KernelCase>> = {
  gatherPatches: kernelCase({
    shapes,
    operands: {
      image: { layout: panels('channels', 'pixels'), role: 'in' },
      patches: { layout: panels('patchSize', 'outputs'), role: 'out' },
    },
    call: (kernels, { image, patches }, shape) => {
      const { samples, channels, height, width, kernel, stride, circular } = shape
      kernels.gatherPatches(
        image,
        patches,
        panelCount(samples),
        channels,
        height,
        width,
        kernel,
        stride,
        circular,
      )
    },
    formula: (of, shape) => ({
      patches: (s, output, entry) => {
        const source = sourceOf(shape, output, entry)
        return source === null ? 0 : of('image')(s, source.pixel, source.channel)
      },
    }),
    tolerance: 0,
    unequalAlong: ['outputs', 'patchSize'],
  }),
  scatterPatches: kernelCase({
    shapes,
    operands: {
      patches: { layout: panels('patchSize', 'outputs'), role: 'in' },
      image: { layout: panels('channels', 'pixels'), role: 'out' },
    },
    call: (kernels, { patches, image }, shape) => {
      const { samples, channels, height, width, kernel, stride, circular } = shape
      kernels.scatterPatches(
        patches,
        image,
        panelCount(samples),
        channels,
        height,
        width,
        kernel,
        stride,
        circular,
      )
    },
    formula: (of, shape) => {
      const sources = range(shape.outputs).flatMap((output) =>
        range(shape.patchSize).map((entry) => ({ output, entry, source: sourceOf(shape, output, entry) })),
      )
      const shown = (pixel: number, channel: number) =>
        sources.filter(({ source }) => source?.pixel === pixel && source.channel === channel)
      const table = range(shape.pixels).map((pixel) =>
        range(shape.channels).map((channel) => shown(pixel, channel)),
      )
      return {
        image: (s, pixel, channel) => {
          const terms = table[pixel]![channel]!
          return sumOver(terms.length, (i) => of('patches')(s, terms[i]!.output, terms[i]!.entry))
        },
      }
    },
    tolerance: 1e-5,
    unequalAlong: ['pixels', 'channels'],
  }),
  averagePositions: kernelCase({
    shapes: fc.record({ samples: batch, positions: fc.integer({ min: 1, max: 12 }), features: width }),
    operands: {
      x: { layout: panels('features'), role: 'in' },
      y: { layout: panels('features', '=1'), role: 'out' },
    },
    call: (kernels, { x, y }, { samples, positions, features }) => {
      kernels.averagePositions(x, y, panelCount(samples), positions, features)
    },
    formula: (of, { positions }) => ({
      y: (s, _, f) => sumOver(positions, (p) => of('x')(s, p, f)) * (1 / positions),
    }),
    tolerance: 1e-5,
  }),
  spreadPositions: kernelCase({
    shapes: fc.record({ samples: batch, positions: fc.integer({ min: 1, max: 12 }), features: width }),
    operands: {
      dy: { layout: panels('features', '=1'), role: 'in' },
      dx: { layout: panels('features'), role: 'out' },
    },
    call: (kernels, { dy, dx }, { samples, positions, features }) => {
      kernels.spreadPositions(dy, dx, panelCount(samples), positions, features)
    },
    formula: (of, { positions }) => ({ dx: (s, _, f) => of('dy')(s, 0, f) * (1 / positions) }),
    tolerance: 1e-6,
  }),
}
