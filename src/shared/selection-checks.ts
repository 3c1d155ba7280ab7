import { checkInit } from './init-checks'
import { checkPretraining } from './pretrain-checks'
import { hiddenWidths } from './selection-shape'
import { checkShape } from './shape-checks'
import type { Finding } from './selection-finding'
import type { Selection } from './sweep-spec-model'
import { checkTraining } from './train-checks'

/** Everything that keeps a point of the grid from being trained, as far as it is known before the data are loaded. */
export function checkSelection(selection: Selection): readonly Finding[] {
  const shape = checkShape(selection)
  // Layers cannot be told apart while their number is in doubt.
  if (shape.length > 0) return shape
  const widths = hiddenWidths(selection)
  return [
    ...checkInit(selection, widths),
    ...checkTraining(selection, widths),
    ...checkPretraining(selection, widths),
  ]
}
