import type { ImageShape } from '@core/training'

/** A data set whose samples stand in `resources/datasets/NAME.json`. */
export interface StoredDataset {
  readonly name: string
  readonly title: string
  readonly licence: string
  readonly features: number
  readonly image: ImageShape
  readonly trainCount: number
  readonly testCount: number
  readonly classNames: readonly string[]
}

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export const STORED_DATASETS: readonly StoredDataset[] = [
  {
    name: 'digits8x8',
    title: 'Handwritten digits, 8×8',
    licence: 'CC BY 4.0 (UCI); taken from scikit-learn, BSD-3-Clause',
    features: 64,
    image: { channels: 1, height: 8, width: 8 },
    trainCount: 1437,
    testCount: 360,
    classNames: DIGITS,
  },
  {
    name: 'fashion14x14',
    title: 'Fashion-MNIST, 14×14',
    licence: 'MIT (Zalando)',
    features: 196,
    image: { channels: 1, height: 14, width: 14 },
    trainCount: 2000,
    testCount: 1000,
    classNames: [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ],
  },
  {
    name: 'mnist14x14',
    title: 'MNIST digits, 14×14',
    licence: 'MNIST (LeCun, Cortes), usually given as CC BY-SA 3.0; package MIT',
    features: 196,
    image: { channels: 1, height: 14, width: 14 },
    trainCount: 2000,
    testCount: 1000,
    classNames: DIGITS,
  },
]
