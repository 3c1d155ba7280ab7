import type { Address } from './kernels/kernels'
import { LANES, pad8, panelCount } from './kernels/layout'
import type { Workbench } from './nn/part'
import type { Signal } from './nn/signal'
import { setKey } from './random/draw-address'

/** A training or test split in the heap, and the way of its rows into a network. */
export interface Split {
  readonly samples: number
  /** Copies x (samples, features) row-major and the class of each row. */
  readonly fill: (x: Float32Array, y: Int32Array) => void
  /** Puts the rows `rows(first)` to `rows(first + count - 1)` into the input, and their classes beside it. */
  readonly load: (rows: Int32Array, first: number, count: number) => void
  /** Puts the rows into an order that is drawn from (seed, data-order, epoch) alone. */
  readonly shuffle: (seed: number, epoch: number) => void
  /** Puts the rows at the places `first` to `first + count - 1` of that order into the input, and their classes beside it. */
  readonly loadShuffled: (first: number, count: number) => void
  /** Puts the rows `first` to `first + count - 1` into the input, and their classes beside it. */
  readonly loadRange: (first: number, count: number) => void
}

const NUMBER_BYTES = 4

/**
 * Room for a split of `samples` rows. A row of an image (channels, positions) lies in the heap as (positions,
 * pad8(channels)), the order of a panel, so that gathering rows is all it takes. `labels`: int32, padded to whole panels
 * with -1. `isShuffled`: whether its rows are ever put into another order, which takes room.
 */
export function createSplit(
  { machine, allocate, capacity }: Workbench,
  samples: number,
  input: Signal,
  labels: Address,
  isShuffled: boolean,
): Split {
  const { kernels, heap } = machine
  const { positions, features } = input
  const stride = positions === 1 ? features : pad8(features)
  const rowNumbers = positions * stride
  const data = allocate(NUMBER_BYTES * samples * rowNumbers)
  const indices = allocate(NUMBER_BYTES * LANES * panelCount(capacity.evaluate))
  const order = allocate(isShuffled ? NUMBER_BYTES * samples : 0)
  const key = new Uint32Array(2)
  let classes: Int32Array = new Int32Array(0)

  /** Rows whose numbers stand at `rows`. */
  function gather(rows: Address, count: number): void {
    const { i32 } = heap
    const row = rows >> 2
    const label = labels >> 2
    for (let sample = 0; sample < count; sample += 1) i32[label + sample] = classes[i32[row + sample]]
    i32.fill(-1, label + count, label + LANES * panelCount(count))
    kernels.gatherRows(data, rows, input.values, count, rowNumbers)
  }

  return {
    samples,
    fill: (x, y) => {
      classes = y
      if (positions === 1) heap.f32.set(x, data >> 2)
      else fillImages(heap.f32, data >> 2, x, input, stride)
    },
    load: (rows, first, count) => {
      heap.i32.set(rows.subarray(first, first + count), indices >> 2)
      gather(indices, count)
    },
    shuffle: (seed, epoch) => {
      if (!isShuffled) throw new Error('This split keeps its order')
      setKey(key, seed, 'data-order')
      kernels.permutation(order, samples, key[0], key[1], 0, 0, epoch)
    },
    loadShuffled: (first, count) => {
      gather(order + NUMBER_BYTES * first, count)
    },
    loadRange: (first, count) => {
      const { i32 } = heap
      for (let sample = 0; sample < count; sample += 1) i32[(indices >> 2) + sample] = first + sample
      gather(indices, count)
    },
  }
}

function fillImages(
  target: Float32Array,
  offset: number,
  x: Float32Array,
  { positions, features: channels }: Signal,
  stride: number,
): void {
  const images = x.length / (positions * channels)
  for (let image = 0; image < images; image += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const from = (image * channels + channel) * positions
      const to = offset + image * positions * stride + channel
      for (let position = 0; position < positions; position += 1)
        target[to + position * stride] = x[from + position]
    }
  }
}
