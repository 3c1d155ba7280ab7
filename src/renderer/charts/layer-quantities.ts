import type { LayerQuantity } from '@shared/statistics/layer-bands'
import type { AxisScale } from './axis-range'

export const QUANTITY_GROUPS = ['Signal', 'Gradient', 'Units'] as const

export interface QuantityDescription {
  readonly group: (typeof QUANTITY_GROUPS)[number]
  /** In the list to choose from. */
  readonly label: string
  /** On the axis and in tooltips. */
  readonly title: string
  /** Log for what a layer multiplies; linear for what may be negative, a share or a count. */
  readonly scale: AxisScale
}

export const LAYER_QUANTITIES: Readonly<Record<LayerQuantity, QuantityDescription>> = {
  z2: signal('z²', 'mean z² (pre-activation)', 'log'),
  zMean: signal('mean z', 'mean z (pre-activation)', 'linear'),
  zMin: signal('smallest z', 'smallest z (pre-activation)', 'linear'),
  zMax: signal('largest z', 'largest z (pre-activation)', 'linear'),
  h2: signal('h²', 'mean h² (activation)', 'log'),
  hMean: signal('mean h', 'mean h (activation)', 'linear'),
  hMin: signal('smallest h', 'smallest h (activation)', 'linear'),
  hMax: signal('largest h', 'largest h (activation)', 'linear'),
  delta2: {
    group: 'Gradient',
    label: 'δ²',
    title: 'mean δ², δ = dLoss/dz',
    scale: 'log',
  },
  weightGradient: gradient('|dW|', '|dLoss/dW|, Euclidean norm'),
  biasGradient: gradient('|db|', '|dLoss/db|, Euclidean norm'),
  update: gradient('update ratio', '|ΔW| / |W| of this update'),
  dead: unit('dead units', 'share of dead units'),
  saturated: unit('saturated', 'share of saturated activations'),
  distinct: unit('distinct units', 'units that equal no earlier one'),
  distinctNear: unit('distinct, nearly', 'units that nearly equal no earlier one'),
}

function signal(label: string, title: string, scale: AxisScale): QuantityDescription {
  return { group: 'Signal', label, title, scale }
}

function gradient(label: string, title: string): QuantityDescription {
  return { group: 'Gradient', label, title, scale: 'log' }
}

function unit(label: string, title: string): QuantityDescription {
  return { group: 'Units', label, title, scale: 'linear' }
}
