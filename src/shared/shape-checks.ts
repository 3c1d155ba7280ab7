import { BUILT_IN_DATASETS, datasetFacts } from './built-in-datasets'
import { DEPTH } from './limits'
import type { Finding } from './selection-finding'
import { depthContradicts, hiddenWidths, writtenLayers } from './selection-shape'
import type { ConvolutionChoice, Selection } from './sweep-spec-model'

/** Depth, widths, blocks and convolutions. */
export function checkShape(selection: Selection): readonly Finding[] {
  switch (selection['model.kind']) {
    case 'mlp':
      return depthContradicts(selection) ? [contradiction(selection)] : []
    case 'residual-mlp':
      return checkResidual(selection)
    case 'cnn':
      return depthContradicts(selection) ? [contradiction(selection)] : checkConvolutions(selection)
  }
}

function contradiction(selection: Selection): Finding {
  const layers = writtenLayers(selection) ?? []
  const isCnn = selection['model.kind'] === 'cnn'
  const what = isCnn ? 'convolutions of channels' : 'layers of width'
  const all = isCnn ? 'write the channels of every convolution' : 'write every width layer by layer'
  const message = `${selection['model.depth']} does not fit the ${layers.length} ${what} "${layers.join('-')}"; remove depth and ${all}`
  return { key: 'model.depth', message }
}

function checkResidual(selection: Selection): readonly Finding[] {
  const width = selection['model.width']
  const blocks = selection['model.depth'] ?? 0
  if (typeof width !== 'number') {
    const message = `"${width?.join('-')}" is a width for each layer; a residual-mlp adds the input of a block to its output and has one width`
    return [{ key: 'model.width', message }]
  }
  if (blocks === 0) {
    return [{ key: 'model.depth', message: '0 blocks make no residual-mlp; give a depth of at least 1' }]
  }
  const layers = 1 + 2 * blocks
  if (layers <= DEPTH) return []
  const message = `${blocks} blocks are ${layers} hidden layers, the stem and two a block; the limit is ${DEPTH}`
  return [{ key: 'model.depth', message }]
}

function checkConvolutions(selection: Selection): readonly Finding[] {
  const dataset = selection['task.dataset']
  const image = datasetFacts(dataset)?.image ?? null
  const convolution = selection['model.convolution']
  if (image === null) {
    const names = BUILT_IN_DATASETS.filter((facts) => facts.image !== null).map(({ name }) => name)
    const message = `a cnn needs images and the data set "${dataset}" has none; choose mlp, or one of ${names.join(', ')}`
    return [{ key: 'model.kind', message }]
  }
  const layers = hiddenWidths(selection).length
  if (layers === 0) {
    return [
      { key: 'model.depth', message: 'a cnn without a convolution has no layer; give a depth of at least 1' },
    ]
  }
  return convolution === null ? [] : checkSizes(convolution, layers, image.height, image.width)
}

/** Every convolution leaves floor((side - 1) / stride) + 1 pixels a side. */
function checkSizes(
  { kernel, stride }: ConvolutionChoice,
  layers: number,
  height: number,
  width: number,
): readonly Finding[] {
  if (stride > Math.min(height, width)) {
    const message = `a stride of ${stride} is larger than the image of ${height} x ${width} pixels`
    return [{ key: 'model.convolution', message }]
  }
  let [rows, columns] = [height, width]
  for (let layer = 1; layer <= layers; layer++) {
    if (kernel > Math.min(rows, columns)) {
      const message = `the kernel of ${kernel} x ${kernel} of convolution ${layer} is larger than its input of ${rows} x ${columns} pixels; give a smaller kernel or stride, or fewer convolutions`
      return [{ key: 'model.convolution', message }]
    }
    rows = Math.floor((rows - 1) / stride) + 1
    columns = Math.floor((columns - 1) / stride) + 1
  }
  return []
}
